import { Injectable } from '@nestjs/common';
import { BulletTrainClient } from '../bullet-train/bullet-train.client.js';
import { TokenValidator } from '../bullet-train/token-validator.js';
import { basicCredentials, forwardForm, type OAuthAnswer } from './forward.js';
import { OAuthError } from './oauth-error.js';
import { pickParameters } from './parameters.js';

const UNDERSTOOD = ['token', 'token_type_hint', 'client_id', 'client_secret'] as const;

/** The revocation endpoint (RFC 7009) for a person's own Bullet Train application. */
@Injectable()
export class RevokeEndpoint {
  constructor(
    private readonly client: BulletTrainClient,
    private readonly validator: TokenValidator,
  ) {}

  /**
   * Revokes the token in Bullet Train, and here at once.
   * @returns Bullet Train's answer
   * @throws OAuthError, UpstreamError
   */
  async revoke(form: unknown, authorization?: string): Promise<OAuthAnswer> {
    const parameters = pickParameters(form, UNDERSTOOD);
    const { token } = parameters;
    if (token === undefined) {
      throw new OAuthError('invalid_request', 'The parameter token is missing');
    }
    const credentials = basicCredentials(authorization);
    const answer = await forwardForm(this.client, '/oauth/revoke', parameters, credentials);
    this.validator.forget(token);
    return answer;
  }
}
