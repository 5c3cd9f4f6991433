import { Injectable } from '@nestjs/common';
import { RequestContext } from '../../request/request-context.js';
import { TokenValidator } from '../../bullet-train/token-validator.js';
import { AccessTokens } from '../tokens/access-tokens.js';
import { BulletTrainApplication } from '../upstream/bullet-train-application.js';
import { thumbprintOf, type Client } from '../clients/client.js';
import { ClientAuthentication } from '../clients/client-authentication.js';
import { Clients } from '../clients/clients.js';
import { readCredentials } from '../clients/credentials.js';
import { PassthroughClients } from '../clients/passthrough-clients.js';
import type { OAuthAnswer } from '../upstream/doorkeeper-client.js';
import { OAuthError } from '../protocol/oauth-error.js';
import { pickParameters, requireParameter } from '../protocol/parameters.js';

/** The revocation endpoint (RFC 7009). Revokes a token in Bullet Train, and at once here. */
@Injectable()
export class RevokeEndpoint {
  constructor(
    private readonly clients: Clients,
    private readonly passthroughClients: PassthroughClients,
    private readonly authentication: ClientAuthentication,
    private readonly tokens: AccessTokens,
    private readonly application: BulletTrainApplication,
    private readonly validator: TokenValidator,
    private readonly context: RequestContext,
  ) {}

  /** @param from the client's address @throws OAuthError, UpstreamError */
  async revoke(form: unknown, authorization?: string, from?: string): Promise<OAuthAnswer> {
    const token = requireParameter(pickParameters(form, ['token']), 'token');
    const credentials = readCredentials(form, authorization);
    const client = await this.clients.find(credentials.clientId, from);
    if (!client) {
      const answer = await this.passthroughClients.revoke(form, authorization);
      this.validator.forget(token);
      return answer;
    }
    await this.authentication.check(client, credentials, from);
    await this.revokeOwn(client, token);
    return { status: 200, body: {} };
  }

  /** An unknown token needs no revocation (RFC 7009 §2.2); a client may not revoke another client's (§2.1). */
  private async revokeOwn(client: Client, token: string): Promise<void> {
    const opened = await this.tokens.openAny(token);
    if (!opened) return;
    const { person, scope, teams } = opened;
    this.context.describeCaller({ person, scope, teams });
    if (opened.client !== thumbprintOf(client.id)) {
      throw new OAuthError('invalid_grant', 'The token was issued to another client');
    }
    await this.application.revoke(opened.bulletTrainToken);
    this.validator.forget(opened.bulletTrainToken);
  }
}
