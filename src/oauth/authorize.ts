import { Inject, Injectable } from '@nestjs/common';
import { appConfig, type AppConfig } from '../config/app-config.js';
import { Approvals } from './approvals.js';
import {
  readAuthorizationRequest,
  readRedirectUri,
  readState,
  type AuthorizationRequest,
} from './authorization-request.js';
import { errorRedirect } from './authorization-response.js';
import type { BrowserAnswer, Cookies } from './browser.js';
import type { Client } from './clients/client.js';
import { Clients } from './clients/clients.js';
import { DirectClients } from './clients/direct-clients.js';
import { ConsentEndpoint } from './consent.js';
import { OAuthError } from './oauth-error.js';
import { pickParameters, requireParameter } from './parameters.js';
import { PendingSignIn } from './pending-sign-in.js';

/** The authorization endpoint (RFC 6749 §3.1). */
@Injectable()
export class AuthorizeEndpoint {
  constructor(
    private readonly clients: Clients,
    private readonly directClients: DirectClients,
    private readonly approvals: Approvals,
    private readonly consent: ConsentEndpoint,
    private readonly pending: PendingSignIn,
    @Inject(appConfig.KEY) private readonly config: AppConfig,
  ) {}

  /**
   * @returns Bullet Train's address for who has approved the client already, the consent page for who has
   * not, and the client's redirect URI with an error
   * @throws OAuthError while the redirect URI cannot be trusted: a page, never a redirect
   */
  async authorize(query: unknown, cookies: Cookies): Promise<BrowserAnswer> {
    const clientId = requireParameter(pickParameters(query, ['client_id']), 'client_id');
    const client = await this.clients.find(clientId);
    if (!client) return { redirectTo: this.directClients.authorizeUrl(query) };

    const redirectUri = readRedirectUri(query, client);
    const { publicUrl } = this.config.server;
    try {
      const request = readAuthorizationRequest(query, client, redirectUri, publicUrl);
      return await this.proceed(query, client, request, cookies);
    } catch (error) {
      if (!(error instanceof OAuthError)) throw error;
      const state = readState(query);
      const addressee = { redirectUri, ...(state !== undefined && { state }) };
      return { redirectTo: errorRedirect(addressee, error, publicUrl) };
    }
  }

  /** `prompt=consent` asks again (OpenID Connect Core §3.1.2.1), and so does another `connect_as`. */
  private async proceed(
    query: unknown,
    client: Client,
    request: AuthorizationRequest,
    cookies: Cookies,
  ): Promise<BrowserAnswer> {
    const { prompt, connect_as: wish } = pickParameters(query, ['prompt', 'connect_as']);
    const approved = await this.approvals.find(cookies, client, request.redirectUri);
    if (approved && prompt !== 'consent' && (wish ?? approved) === approved) {
      return this.pending.start(request, approved);
    }
    return this.consent.ask(client, request, wish === 'team' ? 'team' : 'me', cookies);
  }
}
