import { Injectable } from '@nestjs/common';
import { BulletTrainClient } from '../bullet-train/bullet-train.client.js';
import { basicCredentials, forwardForm, type OAuthAnswer } from './forward.js';
import { pickParameters } from './parameters.js';

const UNDERSTOOD = [
  'grant_type',
  'code',
  'redirect_uri',
  'code_verifier',
  'refresh_token',
  'scope',
  'client_id',
  'client_secret',
] as const;

/** The token endpoint (RFC 6749 §3.2) for a person's own Bullet Train application. */
@Injectable()
export class TokenEndpoint {
  constructor(private readonly client: BulletTrainClient) {}

  /**
   * @param authorization the client's Basic credentials, when it has put them in the header
   * @returns Bullet Train's answer: a token, or its refusal
   * @throws OAuthError, UpstreamError
   */
  exchange(form: unknown, authorization?: string): Promise<OAuthAnswer> {
    const parameters = pickParameters(form, UNDERSTOOD);
    return forwardForm(this.client, '/oauth/token', parameters, basicCredentials(authorization));
  }
}
