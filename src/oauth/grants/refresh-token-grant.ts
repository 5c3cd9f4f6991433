import { Inject, Injectable } from '@nestjs/common';
import { appConfig, type AppConfig } from '../../config/app-config.js';
import { AccessTokens, type TokenAnswer } from '../access-tokens.js';
import { BulletTrainApplication } from '../bullet-train-application.js';
import { thumbprintOf, type Client } from '../clients/client.js';
import { OAuthError } from '../oauth-error.js';
import { requireParameter } from '../parameters.js';
import { checkResource } from '../resource.js';
import type { TokenRequest } from './token-request.js';

/**
 * `grant_type=refresh_token` (RFC 6749 §6). It rotates as Doorkeeper does: the old refresh token stays good
 * until the new access token is first used.
 */
@Injectable()
export class RefreshTokenGrant {
  constructor(
    private readonly application: BulletTrainApplication,
    private readonly tokens: AccessTokens,
    @Inject(appConfig.KEY) private readonly config: AppConfig,
  ) {}

  /** @throws OAuthError, UpstreamError */
  async exchange(client: Client, asked: TokenRequest): Promise<TokenAnswer> {
    const opened = await this.tokens.openRefreshToken(requireParameter(asked, 'refresh_token'));
    if (opened.client !== thumbprintOf(client.id)) {
      throw new OAuthError('invalid_grant', 'The refresh token was issued to another client');
    }
    checkResource(asked.resource, opened.resource, this.config.server.publicUrl);

    const upstream = await this.application.refresh(opened.bulletTrainToken);
    return this.tokens.issue(upstream, opened);
  }
}
