import { Inject, Injectable } from '@nestjs/common';
import { appConfig, type AppConfig } from '../../config/app-config.js';
import { Connections } from '../tokens/connections.js';
import { RequestContext } from '../../request/request-context.js';
import { AccessTokens, type OpenedToken, type TokenAnswer } from '../tokens/access-tokens.js';
import { BulletTrainApplication } from '../upstream/bullet-train-application.js';
import { thumbprintOf, type Client } from '../clients/client.js';
import { sha256 } from '../../values/sha256.js';
import { OAuthError } from '../protocol/oauth-error.js';
import { requireParameter } from '../protocol/parameters.js';
import { checkResource } from '../protocol/resource.js';
import { narrowScope } from '../protocol/scope.js';
import { OncePerKey } from '../sharing/once-per-key.js';
import type { TokenRequest } from './token-request.js';

/**
 * How long a client that refreshes again, with the same token or the new one, gets the same response: calls that find
 * their token expired refresh one by one and overtake each other.
 */
const SAME_ANSWER_SECONDS = 5;

/**
 * `grant_type=refresh_token` (RFC 6749 §6). Tokens rotate as in Doorkeeper: the old refresh token stays valid until the
 * new access token is first used. A stolen token is therefore noticed when its second user comes (RFC 9700 §4.14.2), a
 * few seconds later than without the kept responses.
 */
@Injectable()
export class RefreshTokenGrant {
  constructor(
    private readonly application: BulletTrainApplication,
    private readonly tokens: AccessTokens,
    private readonly connections: Connections,
    private readonly once: OncePerKey,
    private readonly context: RequestContext,
    @Inject(appConfig.KEY) private readonly config: AppConfig,
  ) {}

  /** @throws OAuthError, UpstreamError */
  async exchange(client: Client, asked: TokenRequest): Promise<TokenAnswer> {
    const opened = await this.tokens.openRefreshToken(requireParameter(asked, 'refresh_token'));
    const { scope: granted, teams, person } = opened;
    this.context.describeCaller({ scope: granted, teams, person });
    if (opened.client !== thumbprintOf(client.id)) {
      throw new OAuthError('invalid_grant', 'The refresh token was issued to another client');
    }
    checkResource(asked.resource, opened.resource, this.config.server.publicUrl);

    if (await this.connections.isEnded(opened)) throw new OAuthError('invalid_grant', ENDED);
    const scope = narrowScope(granted, asked.scope);
    this.context.describeCaller({ scope });
    const holder = { ...opened, clientName: client.name };
    const { result } = await this.once.run(
      keyOf(opened, scope, opened.bulletTrainToken),
      SAME_ANSWER_SECONDS,
      () => this.refresh(holder, scope),
    );
    return result;
  }

  /**
   * The client's next call may hold the new refresh token already. Another refresh with it would retire the access
   * token that the first calls are using, so that call gets the same response.
   */
  private async refresh(opened: OpenedToken, scope: string): Promise<TokenAnswer> {
    const upstream = await this.application.refresh(opened.bulletTrainToken);
    const answer = await this.tokens.issue(upstream, opened, scope);
    const seconds = Math.min(SAME_ANSWER_SECONDS, (answer.expires_in ?? Infinity) / 2);
    if (upstream.refreshToken !== undefined && seconds >= 1) {
      const key = keyOf(opened, scope, upstream.refreshToken);
      await this.once.keep(key, Math.floor(seconds), answer);
    }
    return answer;
  }
}

const ENDED = 'The person has ended this connection';

/** Responses are kept apart by client, resource, teams and scope. */
function keyOf(
  { client, resource, scope: granted, teams }: OpenedToken,
  scope: string,
  refreshToken: string,
): string {
  return `refresh:${sha256(JSON.stringify([client, resource, granted, teams, scope, refreshToken]))}`;
}
