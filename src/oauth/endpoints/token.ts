import { Injectable } from '@nestjs/common';
import type { Client } from '../clients/client.js';
import { ClientAuthentication } from '../clients/client-authentication.js';
import { Clients } from '../clients/clients.js';
import { readCredentials } from '../clients/credentials.js';
import { PassthroughClients } from '../clients/passthrough-clients.js';
import type { TokenAnswer } from '../tokens/access-tokens.js';
import type { OAuthAnswer } from '../upstream/doorkeeper-client.js';
import { AuthorizationCodeGrant } from '../grants/authorization-code-grant.js';
import { RefreshTokenGrant } from '../grants/refresh-token-grant.js';
import { readTokenRequest, type TokenRequest } from '../grants/token-request.js';
import { OAuthError } from '../protocol/oauth-error.js';

/** The token endpoint (RFC 6749 §3.2). */
@Injectable()
export class TokenEndpoint {
  constructor(
    private readonly clients: Clients,
    private readonly passthroughClients: PassthroughClients,
    private readonly authentication: ClientAuthentication,
    private readonly authorizationCode: AuthorizationCodeGrant,
    private readonly refreshToken: RefreshTokenGrant,
  ) {}

  /**
   * @param authorization the client's Basic credentials, if they are in the header
   * @param from the client's address
   * @throws OAuthError, UpstreamError
   */
  async exchange(form: unknown, authorization?: string, from?: string): Promise<OAuthAnswer> {
    const request = readTokenRequest(form);
    const credentials = readCredentials(form, authorization);
    const client = await this.clients.find(credentials.clientId, from);
    if (!client) return this.passthroughClients.exchange(form, authorization);
    await this.authentication.check(client, credentials, from);
    const body = { ...(await this.grant(client, request)) };
    this.clients.keep(client);
    return { status: 200, body };
  }

  private grant(client: Client, request: TokenRequest): Promise<TokenAnswer> {
    const { grant_type: type } = request;
    if (type === 'authorization_code') return this.authorizationCode.exchange(client, request);
    if (type === 'refresh_token') return this.refreshToken.exchange(client, request);
    throw new OAuthError(
      'unsupported_grant_type',
      'grant_type must be authorization_code or refresh_token',
    );
  }
}
