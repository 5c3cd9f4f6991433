import { Inject, Injectable } from '@nestjs/common';
import { ToolCatalog } from '../../catalog/tool-catalog.js';
import { appConfig, type AppConfig } from '../../config/app-config.js';
import { renderConsentPage } from '../../pages/consent-page.js';
import { RequestContext } from '../../request/request-context.js';
import type { AuthorizationRequest } from '../authorization/authorization-request.js';
import { errorRedirect } from '../authorization/authorization-response.js';
import type { BrowserAnswer, Cookies } from '../authorization/browser.js';
import type { Client } from '../clients/client.js';
import { readDestination } from '../clients/redirect-uri.js';
import { PageForms, type BoundForm } from '../authorization/page-forms.js';
import { OAuthError } from '../protocol/oauth-error.js';
import { pickParameters, requireParameter } from '../protocol/parameters.js';
import { choicesIn, chooseScope, learntWith } from '../protocol/scope.js';
import { PendingSignIn, type Wishes } from '../authorization/pending-sign-in.js';
import { SignInFailures } from '../protocol/sign-in-failures.js';
import { BulletTrainApplication } from '../upstream/bullet-train-application.js';

/** What the consent page brings back, sealed in its form. */
interface Question extends BoundForm {
  request: AuthorizationRequest;
  wishes: Wishes;
}

/**
 * The consent page, shown before Bullet Train's own pages. For Bullet Train, every client of this server is the same
 * application, which needs no consent (`skip_authorization { true }`). Without this page, any client could get the code
 * of everyone who follows its link.
 */
@Injectable()
export class ConsentEndpoint {
  constructor(
    private readonly forms: PageForms,
    private readonly pending: PendingSignIn,
    private readonly catalog: ToolCatalog,
    private readonly application: BulletTrainApplication,
    private readonly failures: SignInFailures,
    private readonly context: RequestContext,
    @Inject(appConfig.KEY) private readonly config: AppConfig,
  ) {}

  /**
   * Shows the consent page.
   * @param request already checked: the redirect URI is the client's, and PKCE is present
   * @param isNamed whether the client named its scopes; otherwise the page preselects reading only
   * @param cookies the browser's; a secret among them binds the page to this browser
   * @returns the page, with the request sealed in its form for ten minutes, and the cookie that it is bound to
   */
  async ask(
    client: Client,
    request: AuthorizationRequest,
    { isNamed, ...wished }: Omit<Wishes, 'clientName'> & { isNamed: boolean },
    cookies: Cookies,
  ): Promise<BrowserAnswer> {
    const { browser, set } = this.forms.bind(cookies);
    const wishes = { ...wished, clientName: client.name };
    const question: Question = { request, wishes, browser };
    const { abilities } = this.catalog.current ?? {};
    const { host } = new URL(this.config.bulletTrain.publicUrl);
    const choices = choicesIn(request.scope);
    const page = renderConsentPage({
      clientName: client.name,
      ...(client.kind === 'document' && { clientDocument: client.id }),
      // The redirect URI is one of the client's, which were read so.
      destination: readDestination(request.redirectUri)!,
      applicationName: this.catalog.applicationName,
      applicationHost: host,
      choices,
      // There is at least one choice: reading.
      chosen: isNamed ? choices.at(-1)! : choices[0]!,
      ...(abilities && { abilities }),
      learns: learntWith(request.scope),
      action: '/oauth/consent',
      request: await this.forms.seal('consent', question),
    });
    return { page, cookies: set };
  }

  /**
   * Takes the person's answer, a posted form.
   * @returns a redirect to Bullet Train's sign-in, or to the client's redirect URI with `access_denied` (RFC 6749
   * §4.1.2.1)
   * @throws OAuthError `invalid_request` if the page has expired, or another browser answers; nothing happens then
   */
  async answer(form: unknown, cookies: Cookies): Promise<BrowserAnswer> {
    const parameters = pickParameters(form, ['request', 'decision', 'access']);
    const sealed = requireParameter(parameters, 'request');
    const question = await this.forms.open<Question>('consent', sealed, cookies);
    const { request, wishes } = question;
    this.context.describeCaller({
      clientId: request.client,
      clientName: wishes.clientName,
      scope: request.scope,
    });
    const decision = requireParameter(parameters, 'decision');
    if (decision === 'deny') {
      const denied = new OAuthError('access_denied', 'The person has not approved the connection');
      this.failures.note(denied);
      return { redirectTo: errorRedirect(request, denied, this.config.server.publicUrl) };
    }
    if (decision !== 'approve') {
      throw new OAuthError('invalid_request', 'decision must be approve or deny');
    }
    await this.application.checkAlive();
    const scope = chooseScope(request.scope, parameters.access);
    this.context.describeCaller({ scope });
    return this.pending.start({ ...request, scope }, { stage: 'look', wishes }, cookies);
  }
}
