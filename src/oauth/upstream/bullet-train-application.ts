import { Inject, Injectable, Logger } from '@nestjs/common';
import { applicationProblem } from '../../bullet-train/application-problem.js';
import { BulletTrainClient } from '../../bullet-train/bullet-train.client.js';
import { appConfig, type AppConfig } from '../../config/app-config.js';
import { postToDoorkeeper } from './doorkeeper-client.js';
import { OAuthError, type SignInFailure } from '../protocol/oauth-error.js';
import { now } from '../sealing/sealing.js';

/** Tokens as Bullet Train issued them; clients only get them sealed. */
export interface UpstreamTokens {
  accessToken: string;
  refreshToken?: string;
  /** Seconds since 1970, never later than Bullet Train's own; undefined when the token does not expire. */
  expiresAt?: number;
}

/** The operator's Platform Application in Bullet Train, through which every client of this server signs people in. */
@Injectable()
export class BulletTrainApplication {
  private readonly logger = new Logger(BulletTrainApplication.name);

  constructor(
    private readonly client: BulletTrainClient,
    @Inject(appConfig.KEY) private readonly config: AppConfig,
  ) {}

  /**
   * The URL in Bullet Train to which the browser is sent.
   * @param state comes back with the code
   * @param codeChallenge S256 of the verifier that `redeem` will get
   * @param memberOf the id of a team: Bullet Train adds a new member to it, and the code is that member's
   */
  authorizeUrl(state: string, codeChallenge: string, memberOf?: string): string {
    const url = new URL('/oauth/authorize', this.config.bulletTrain.publicUrl);
    url.search = new URLSearchParams({
      client_id: this.credentials.client_id,
      redirect_uri: this.redirectUri,
      response_type: 'code',
      state,
      code_challenge: codeChallenge,
      code_challenge_method: 'S256',
      // With the team named, Bullet Train shows no team picker: the picker links to this same address
      // (ConnectionWorkflow).
      ...(memberOf !== undefined && { new_installation: 'true', team_id: memberOf }),
    }).toString();
    return url.href;
  }

  /** @throws OAuthError `invalid_grant` if the code was used before, has expired or is unknown; UpstreamError */
  redeem(code: string, codeVerifier: string): Promise<UpstreamTokens> {
    return this.requestTokens({
      grant_type: 'authorization_code',
      code,
      code_verifier: codeVerifier,
      redirect_uri: this.redirectUri,
    });
  }

  /** @throws OAuthError `invalid_grant` if the token was used before, is revoked or unknown; UpstreamError */
  refresh(refreshToken: string): Promise<UpstreamTokens> {
    return this.requestTokens({ grant_type: 'refresh_token', refresh_token: refreshToken });
  }

  /**
   * Checks that the application answers, so that people can be sent there.
   * @throws OAuthError `temporarily_unavailable` when it does not answer within three seconds, or answers with an error
   */
  async checkAlive(): Promise<void> {
    if ((await applicationProblem(this.client)) === undefined) return;
    throw new OAuthError(
      'temporarily_unavailable',
      'The Bullet Train application does not answer: try again later',
      503,
      'application_down',
    );
  }

  /** Revokes an access or refresh token. @throws OAuthError, UpstreamError */
  async revoke(token: string): Promise<void> {
    await this.post('/oauth/revoke', { token });
  }

  private get redirectUri(): string {
    return `${this.config.server.publicUrl}/oauth/callback`;
  }

  private get credentials(): { client_id: string; client_secret: string } {
    const { application } = this.config.oauth;
    if (!application) throw new Error('There is no BULLET_TRAIN_CLIENT_ID');
    return { client_id: application.clientId, client_secret: application.clientSecret };
  }

  private async requestTokens(form: Record<string, string>): Promise<UpstreamTokens> {
    const askedAt = now();
    const body = await this.post('/oauth/token', form);
    const { access_token: accessToken, refresh_token: refreshToken, expires_in: seconds } = body;
    if (typeof accessToken !== 'string') throw this.fault('it answered without an access token');
    return {
      accessToken,
      ...(typeof refreshToken === 'string' && { refreshToken }),
      ...(typeof seconds === 'number' && { expiresAt: askedAt + Math.floor(seconds) }),
    };
  }

  private async post(path: string, form: Record<string, string>): Promise<Record<string, unknown>> {
    const { status, body } = await postToDoorkeeper(
      this.client,
      path,
      { ...form, ...this.credentials },
      {},
    );
    if (status === 200) return body;
    const code = String(body['error']);
    if (code === 'invalid_grant') {
      throw new OAuthError('invalid_grant', 'The grant was used before, has expired or is revoked');
    }
    const known = ['invalid_client', 'unauthorized_client'].includes(code);
    throw known
      ? this.fault(
          'it refuses BULLET_TRAIN_CLIENT_ID and BULLET_TRAIN_CLIENT_SECRET',
          'client_secret',
        )
      : this.fault(`${path} answered ${status} ${code}`);
  }

  /** The client cannot fix this, so the reason goes to the log. */
  private fault(reason: string, kind: SignInFailure = 'server_error'): OAuthError {
    this.logger.error(`Sign-in through the application does not work: ${reason}`);
    return new OAuthError(
      'server_error',
      'Sign-in does not work at the moment: the operator of this server finds the reason in its log',
      502,
      kind,
    );
  }
}
