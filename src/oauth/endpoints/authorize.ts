import { Inject, Injectable } from '@nestjs/common';
import { ToolCatalog } from '../../catalog/tool-catalog.js';
import { appConfig, type AppConfig } from '../../config/app-config.js';
import {
  readAuthorizationRequest,
  readRedirectUri,
  readState,
} from '../authorization/authorization-request.js';
import { errorRedirect } from '../authorization/authorization-response.js';
import type { BrowserAnswer, Cookies } from '../authorization/browser.js';
import { Clients } from '../clients/clients.js';
import { PassthroughClients } from '../clients/passthrough-clients.js';
import { ConsentEndpoint } from './consent.js';
import { OAuthError } from '../protocol/oauth-error.js';
import { pickParameters, requireParameter } from '../protocol/parameters.js';
import { checkPrompt } from '../protocol/prompt.js';
import { readScope, withoutIdentity } from '../protocol/scope.js';
import { SignInFailures } from '../protocol/sign-in-failures.js';
import { BulletTrainApplication } from '../upstream/bullet-train-application.js';

/** The authorization endpoint (RFC 6749 §3.1). */
@Injectable()
export class AuthorizeEndpoint {
  constructor(
    private readonly clients: Clients,
    private readonly passthroughClients: PassthroughClients,
    private readonly consent: ConsentEndpoint,
    private readonly application: BulletTrainApplication,
    private readonly failures: SignInFailures,
    private readonly catalog: ToolCatalog,
    @Inject(appConfig.KEY) private readonly config: AppConfig,
  ) {}

  /**
   * Always asks the person. Another server's authorization endpoint can send a browser here in the name of a
   * client that was approved before, and get the code from that client; nothing in the request tells it from
   * one that the client has begun (`Sec-Fetch-Site` is `none` for a typed address that redirects here).
   * @returns the consent page, or the client's redirect URI with an error; Bullet Train's address for a
   * person's own client
   * @param from the browser's address
   * @throws OAuthError while the redirect URI cannot be trusted: a page, never a redirect
   */
  async authorize(query: unknown, cookies: Cookies, from?: string): Promise<BrowserAnswer> {
    const clientId = requireParameter(pickParameters(query, ['client_id']), 'client_id');
    const client = await this.clients.find(clientId, from);
    if (!client) {
      const redirectTo = await this.passthroughClients.authorizeUrl(query);
      await this.application.checkAlive();
      return { redirectTo };
    }

    const redirectUri = readRedirectUri(query, client);
    const { publicUrl } = this.config.server;
    try {
      const asked = readAuthorizationRequest(query, client, redirectUri, publicUrl);
      const { tellsEmail } = this.catalog.current ?? {};
      const request = tellsEmail ? asked : { ...asked, scope: withoutIdentity(asked.scope) };
      return await this.consent.ask(client, request, readWishes(query), cookies);
    } catch (error) {
      if (!(error instanceof OAuthError)) throw error;
      this.failures.note(error);
      const state = readState(query);
      const addressee = { redirectUri, ...(state !== undefined && { state }) };
      return { redirectTo: errorRedirect(addressee, error, publicUrl) };
    }
  }
}

/** The longest e-mail address (RFC 5321 §4.5.3.1); it is kept in a cookie. */
const MAX_HINT_CHARS = 254;

/**
 * How the person is asked. Every `prompt` asks them.
 * @throws OAuthError when the client insists on what the application cannot do
 */
function readWishes(query: unknown) {
  const parameters = pickParameters(query, [
    'prompt',
    'max_age',
    'login_hint',
    'connect_as',
    'scope',
  ]);
  const { prompt, max_age: maxAge, login_hint: loginHint, connect_as: wish, scope } = parameters;
  checkPrompt(prompt, maxAge);
  return {
    isNamed: readScope(scope).isNamed,
    connectAs: wish === 'team' ? ('team' as const) : ('me' as const),
    ...(loginHint !== undefined && { loginHint: loginHint.slice(0, MAX_HINT_CHARS) }),
  };
}
