import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { ConnectAs } from './approvals.js';
import type { AuthorizationRequest } from './authorization-request.js';
import type { BrowserAnswer, BrowserCookie, Cookies } from './browser.js';
import { BulletTrainApplication } from './bullet-train-application.js';
import { OAuthError } from './oauth-error.js';
import { challengeOf } from './pkce.js';
import { now, Sealing } from './sealing/sealing.js';

const LIFE_SECONDS = 600;

interface State {
  request: AuthorizationRequest;
  /** S256 of the nonce in the browser's cookie. */
  nonceHash: string;
}

/**
 * A sign-in while the person is in Bullet Train. The request waits, sealed, in the `state` that comes back
 * with the code; a nonce waits in a cookie of the browser that has approved, so that nobody can have
 * another browser finish what theirs began. The nonce is the PKCE verifier towards Bullet Train as well.
 */
@Injectable()
export class PendingSignIn {
  constructor(
    private readonly sealing: Sealing,
    private readonly application: BulletTrainApplication,
  ) {}

  /** Sends the browser to Bullet Train. Only after an approval. */
  async start(request: AuthorizationRequest, connectAs: ConnectAs): Promise<BrowserAnswer> {
    const nonce = randomBytes(32).toString('base64url');
    const nonceHash = challengeOf(nonce);
    const state = await this.sealing.seal('state', { request, nonceHash }, now() + LIFE_SECONDS);
    return {
      redirectTo: this.application.authorizeUrl(state, nonceHash, connectAs),
      cookies: [{ name: cookieName(nonceHash), value: nonce, maxAgeSeconds: LIFE_SECONDS }],
    };
  }

  /**
   * @returns the request, the nonce, and the cookie to delete
   * @throws OAuthError when the state is not ours or too old, or this is not the browser that approved
   */
  async finish(
    sealedState: string,
    cookies: Cookies,
  ): Promise<{ request: AuthorizationRequest; nonce: string; spent: BrowserCookie }> {
    const state = await this.sealing.open<State>('state', sealedState);
    if (!state) {
      throw new OAuthError(
        'invalid_request',
        'This sign-in has taken too long, or is not from here',
      );
    }
    const name = cookieName(state.nonceHash);
    const nonce = cookies[name];
    if (nonce === undefined || challengeOf(nonce) !== state.nonceHash) {
      throw new OAuthError('invalid_request', 'This sign-in was begun in another browser');
    }
    return { request: state.request, nonce, spent: { name, value: '', maxAgeSeconds: 0 } };
  }
}

/** A cookie for each, so that two sign-ins at once do not disturb each other. */
function cookieName(nonceHash: string): string {
  return `sign-in-${nonceHash.slice(0, 8)}`;
}
