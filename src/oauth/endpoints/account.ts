import { Inject, Injectable } from '@nestjs/common';
import { RequestContext } from '../../request/request-context.js';
import { SignInFailures } from '../protocol/sign-in-failures.js';
import { ToolCatalog } from '../../catalog/tool-catalog.js';
import { appConfig, type AppConfig } from '../../config/app-config.js';
import { renderAccountPage } from '../../pages/account-page.js';
import type { Page } from '../../pages/page.js';
import type { AuthorizationRequest } from '../authorization/authorization-request.js';
import { errorRedirect } from '../authorization/authorization-response.js';
import type { BrowserAnswer, Cookies } from '../authorization/browser.js';
import { PageForms, type BoundForm } from '../authorization/page-forms.js';
import { PendingSignIn, type Wishes } from '../authorization/pending-sign-in.js';
import { OAuthError } from '../protocol/oauth-error.js';
import { pickList, pickParameters, requireParameter } from '../protocol/parameters.js';
import { chooseTeams } from '../protocol/teams.js';
import { Accounts, type Account } from '../upstream/account.js';

const MAX_NAME = 21;
/** The most team names in the person's list of connections; a further one says that there are others. */
const MAX_NAMES = 4;

/** What the account page's form returns, sealed. */
interface Question extends BoundForm {
  request: AuthorizationRequest;
  wishes: Wishes;
  /** What the page names. */
  account: Account;
  /** Whether the person chooses among these teams. */
  limits: boolean;
}

/**
 * Between the two visits to Bullet Train: names the account that has signed in, and asks whom the client acts as. The
 * first visit's code told who that is, and is used up. The second visit, in which a signed-in person has nothing to do,
 * gives the code behind the client's, which therefore still works only once.
 */
@Injectable()
export class AccountEndpoint {
  constructor(
    private readonly forms: PageForms,
    private readonly pending: PendingSignIn,
    private readonly accounts: Accounts,
    private readonly catalog: ToolCatalog,
    private readonly failures: SignInFailures,
    private readonly context: RequestContext,
    @Inject(appConfig.KEY) private readonly config: AppConfig,
  ) {}

  /** @throws UpstreamError when the application does not answer: the same URL can be tried again */
  async ask(
    request: AuthorizationRequest,
    wishes: Wishes,
    { code, nonce }: { code: string; nonce: string },
    cookies: Cookies,
  ): Promise<BrowserAnswer> {
    const account = await this.accounts.look(code, nonce);
    // Without a document this is unknown, and a person who is not asked cannot refuse.
    const limits = this.catalog.current?.routes.hasTeams ?? true;
    const { id, email } = account;
    this.context.describeCaller({ person: id, email });
    const { browser, set } = this.forms.bind(cookies);
    const question: Question = { request, wishes, account, limits, browser };
    const sealed = await this.forms.seal('account', question);
    return { page: this.page(question, sealed), cookies: set };
  }

  /**
   * The page once more, for another language.
   * @throws OAuthError when another browser was asked, or it is too old
   */
  async again(form: unknown, cookies: Cookies): Promise<BrowserAnswer> {
    const sealed = requireParameter(pickParameters(form, ['request']), 'request');
    const question = await this.forms.open<Question>('account', sealed, cookies);
    return { page: this.page(question, sealed) };
  }

  private page({ wishes, account, limits }: Question, sealed: string): Page {
    return renderAccountPage({
      clientName: wishes.clientName,
      applicationName: this.catalog.applicationName,
      applicationUrl: this.config.bulletTrain.publicUrl,
      ...(account.email !== undefined && { email: account.email }),
      isUnexpected: isUnexpected(account, wishes),
      teams: account.teams,
      limits,
      hasMoreTeams: account.hasMoreTeams,
      connectAs: wishes.connectAs,
      action: '/oauth/account',
      request: sealed,
    });
  }

  /**
   * Takes the person's answer.
   * @returns Bullet Train's address, or the client's redirect URI with `access_denied`
   * @throws OAuthError when it is not the answer of the browser that was asked: nothing happens
   */
  async answer(form: unknown, cookies: Cookies): Promise<BrowserAnswer> {
    const parameters = pickParameters(form, ['request', 'decision', 'connect_as', 'team', 'reach']);
    const sealed = requireParameter(parameters, 'request');
    const question = await this.forms.open<Question>('account', sealed, cookies);
    const { request, wishes: asked, account, limits } = question;
    const { id: person } = account;
    const teams = account.teams.map(({ id }) => id);
    this.context.describeCaller({
      clientId: request.client,
      clientName: asked.clientName,
      scope: request.scope,
      person,
    });
    const { connect_as: connectAs, team, reach } = parameters;
    switch (requireParameter(parameters, 'decision')) {
      case 'deny': {
        const denied = new OAuthError('access_denied', 'The person has not approved the account');
        this.failures.note(denied);
        return { redirectTo: errorRedirect(request, denied, this.config.server.publicUrl) };
      }
      case 'switch':
        this.context.describeCaller({ refusal: 'account_switched' });
        return this.pending.start(request, { stage: 'look', wishes: asked }, cookies);
      case 'approve': {
        const memberOf = connectAs === 'team' ? teams.find((id) => id === team) : undefined;
        if (connectAs === 'team' && memberOf === undefined) {
          throw new OAuthError('invalid_request', 'team must be one of those on the page');
        }
        // The code is the new member's, whose id is not known yet, and who is only in that team.
        const nameOf = (id: string) =>
          account.teams.find((team) => team.id === id)?.name.slice(0, MAX_NAME) ?? id;
        const by = { person: person ?? '' };
        if (memberOf !== undefined) {
          const approval = { ...by, teams: [nameOf(memberOf)], isMember: true } as const;
          const wishes = { ...asked, approval };
          return this.pending.start(request, { stage: 'connect', wishes, memberOf }, cookies);
        }
        const chosen = chooseTeams(limits ? teams : [], reach, pickList(form, 'teams'));
        this.context.describeCaller({ teams: chosen });
        const named = chosen?.slice(0, MAX_NAMES).map(nameOf);
        const wishes = { ...asked, approval: { ...by, ...(named && { teams: named }) } };
        return this.pending.start(
          { ...request, ...(chosen && { teams: chosen }) },
          { stage: 'connect', wishes, ...(person !== undefined && { person }) },
          cookies,
        );
      }
      default:
        throw new OAuthError('invalid_request', 'decision must be approve, switch or deny');
    }
  }
}

/** Only a hint (OpenID Connect Core §3.1.2.1): the person may have another address. */
function isUnexpected({ email }: Account, { loginHint }: Wishes): boolean {
  return (
    email !== undefined &&
    loginHint !== undefined &&
    email.toLowerCase() !== loginHint.toLowerCase()
  );
}
