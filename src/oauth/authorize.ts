import { Inject, Injectable } from '@nestjs/common';
import { appConfig, type AppConfig } from '../config/app-config.js';
import { OAuthError } from './oauth-error.js';
import { pickParameters } from './parameters.js';

const REQUIRED = ['client_id', 'redirect_uri', 'response_type'] as const;
/** What Bullet Train's Doorkeeper understands; `new_installation` and `team_id` are Bullet Train's own. */
const UNDERSTOOD = [
  ...REQUIRED,
  'state',
  'scope',
  'code_challenge',
  'code_challenge_method',
  'new_installation',
  'team_id',
] as const;

/** The authorization endpoint (RFC 6749 §3.1) for a person's own Bullet Train application. */
@Injectable()
export class AuthorizeEndpoint {
  constructor(@Inject(appConfig.KEY) private readonly config: AppConfig) {}

  /**
   * @returns the address in Bullet Train at which the browser goes on
   * @throws OAuthError when a parameter is missing, doubled or not supported; never a redirect,
   * because the redirect URI is Bullet Train's to check
   */
  redirect(query: unknown): string {
    const parameters = pickParameters(query, UNDERSTOOD);
    for (const name of REQUIRED) {
      if (parameters[name] === undefined) {
        throw new OAuthError('invalid_request', `The parameter ${name} is missing`);
      }
    }
    if (parameters.response_type !== 'code') {
      throw new OAuthError('unsupported_response_type', 'response_type must be code');
    }
    const url = new URL('/oauth/authorize', this.config.bulletTrain.publicUrl);
    url.search = new URLSearchParams(parameters).toString();
    return url.href;
  }
}
