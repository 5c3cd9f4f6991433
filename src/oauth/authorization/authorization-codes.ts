import { Injectable } from '@nestjs/common';
import type { AuthorizationRequest } from './authorization-request.js';
import { OAuthError } from '../protocol/oauth-error.js';
import { CLOCK_LEEWAY_SECONDS, now, Sealing } from '../sealing/sealing.js';

const LIFE_SECONDS = 60;
/** How long a code can be opened, in seconds. */
export const CODE_OPENS_SECONDS = LIFE_SECONDS + CLOCK_LEEWAY_SECONDS;

interface IssuedCode {
  request: Omit<AuthorizationRequest, 'state'>;
  /** The user whom the account page named; undefined if the application names nobody. */
  person?: string;
  /** Bullet Train's code, not yet redeemed. It works only once, and so ours does too. */
  upstreamCode: string;
  /** The PKCE verifier of Bullet Train's code. */
  upstreamVerifier: string;
}

/** The codes that clients exchange for tokens (RFC 6749 §4.1.2). */
@Injectable()
export class AuthorizationCodes {
  constructor(private readonly sealing: Sealing) {}

  issue(
    { state: _clientOnly, ...request }: AuthorizationRequest,
    { code, verifier, person }: { code: string; verifier: string; person?: string | undefined },
  ): Promise<string> {
    const content: IssuedCode = {
      request,
      upstreamCode: code,
      upstreamVerifier: verifier,
      ...(person !== undefined && { person }),
    };
    return this.sealing.seal('code', content, now() + LIFE_SECONDS);
  }

  /** @throws OAuthError `invalid_grant` if this server did not issue the code, or the code has expired */
  async open(code: string): Promise<IssuedCode> {
    const issued = await this.sealing.open<IssuedCode>('code', code);
    if (issued) return issued;
    throw new OAuthError('invalid_grant', 'The code is not from here, or is too old');
  }
}
