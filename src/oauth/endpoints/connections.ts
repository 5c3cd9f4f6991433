import { Inject, Injectable, NotFoundException } from '@nestjs/common';
import { ToolCatalog } from '../../catalog/tool-catalog.js';
import { appConfig, type AppConfig } from '../../config/app-config.js';
import { renderConnectionsPage } from '../../pages/connections-page.js';
import { RequestContext } from '../../request/request-context.js';
import { ApprovalsCookie, type Approval } from '../authorization/approvals-cookie.js';
import type { BrowserAnswer, Cookies } from '../authorization/browser.js';
import { PageForms, type BoundForm } from '../authorization/page-forms.js';
import { PendingSignIn } from '../authorization/pending-sign-in.js';
import { OAuthError } from '../protocol/oauth-error.js';
import { pickParameters, requireParameter } from '../protocol/parameters.js';
import { learntWith } from '../protocol/scope.js';
import { Connections } from '../tokens/connections.js';
import { Accounts } from '../upstream/account.js';
import { BulletTrainApplication } from '../upstream/bullet-train-application.js';

/** What the page brings back, sealed in its form. */
interface Question extends BoundForm {
  /** The user who has signed in. */
  person?: string;
  email?: string;
}

/**
 * `/connections`: lists what a person approved in this browser, and ends it. The person signs in as for a client; here
 * this server is the client, and revokes the token as soon as it knows the person.
 */
@Injectable()
export class ConnectionsEndpoint {
  constructor(
    private readonly pending: PendingSignIn,
    private readonly accounts: Accounts,
    private readonly application: BulletTrainApplication,
    private readonly approvals: ApprovalsCookie,
    private readonly connections: Connections,
    private readonly forms: PageForms,
    private readonly catalog: ToolCatalog,
    private readonly context: RequestContext,
    @Inject(appConfig.KEY) private readonly config: AppConfig,
  ) {}

  /** Sends the browser to Bullet Train, which returns it to `show`. */
  async begin(cookies: Cookies): Promise<BrowserAnswer> {
    if (!this.config.oauth.application) throw new NotFoundException();
    await this.application.checkAlive();
    const redirectUri = `${this.config.server.publicUrl}/connections`;
    const request = { client: '', redirectUri, codeChallenge: '', resource: '', scope: '' };
    const wishes = { clientName: '', connectAs: 'me' } as const;
    return this.pending.start(request, { stage: 'connections', wishes }, cookies);
  }

  /** @throws OAuthError if the code is refused; UpstreamError */
  async show(
    { code, nonce }: { code: string; nonce: string },
    cookies: Cookies,
  ): Promise<BrowserAnswer> {
    const { id, email } = await this.accounts.look(code, nonce);
    this.context.describeCaller({ person: id, email });
    const { browser, set } = this.forms.bind(cookies);
    const question: Question = {
      ...(id !== undefined && { person: id }),
      ...(email !== undefined && { email }),
      browser,
    };
    return { ...(await this.page(question, await this.approvals.read(cookies))), cookies: set };
  }

  /**
   * Ends a connection.
   * @throws OAuthError when it is not the answer of the browser that was asked: nothing happens
   */
  async disconnect(form: unknown, cookies: Cookies): Promise<BrowserAnswer> {
    const parameters = pickParameters(form, ['request', 'connection']);
    const sealed = requireParameter(parameters, 'request');
    const question = await this.forms.open<Question>('connections', sealed, cookies);
    const connection = requireParameter(parameters, 'connection');
    const known = await this.approvals.read(cookies);
    const ended = known.find(({ id, person }) => id === connection && person === question.person);
    if (!ended) {
      throw new OAuthError('invalid_request', 'This connection is not among those of this browser');
    }
    const { person, email } = question;
    this.context.describeCaller({ clientName: ended.client, person, email });
    await this.connections.end(ended.id);
    const left = known.filter((one) => one !== ended);
    const answer = await this.page(question, left, ended.client);
    return { ...answer, cookies: [await this.approvals.write(left)] };
  }

  /**
   * The page once more, for another language.
   * @throws OAuthError when another browser was asked, or it is too old
   */
  async again(form: unknown, cookies: Cookies): Promise<BrowserAnswer> {
    const sealed = requireParameter(pickParameters(form, ['request']), 'request');
    const question = await this.forms.open<Question>('connections', sealed, cookies);
    return this.page(question, await this.approvals.read(cookies));
  }

  private async page(
    { person, email, browser }: Question,
    approvals: readonly Approval[],
    ended?: string,
  ): Promise<BrowserAnswer> {
    const question: Question = {
      ...(person !== undefined && { person }),
      ...(email !== undefined && { email }),
      browser,
    };
    const { publicUrl } = this.config.bulletTrain;
    const page = renderConnectionsPage({
      applicationName: this.catalog.applicationName,
      applicationUrl: publicUrl,
      authorizedUrl: new URL('/oauth/authorized_applications', publicUrl).href,
      ...(email !== undefined && { email }),
      connections: approvals
        .filter((one) => person !== undefined && one.person === person)
        // The userinfo endpoint tells nothing of the person to a client that is a member of its own.
        .map((one) => ({ ...one, learns: one.isMember ? undefined : learntWith(one.scope) })),
      ...(ended !== undefined && { ended }),
      isShared: this.connections.areShared,
      action: '/oauth/callback/disconnect',
      languageAction: '/oauth/callback/language',
      request: await this.forms.seal('connections', question),
    });
    return { page };
  }
}
