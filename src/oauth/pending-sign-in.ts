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
  request: Omit<AuthorizationRequest, 'state'>;
  /** S256 of the nonce in the browser's cookie. */
  nonceHash: string;
}

/**
 * A sign-in while the person is in Bullet Train. The request waits, sealed, in the `state` that comes back
 * with the code; a nonce waits in a cookie of the browser that has approved, so that nobody can have
 * another browser finish what theirs began. The nonce is the PKCE verifier towards Bullet Train as well.
 *
 * The client's own state waits in that cookie too: Bullet Train keeps the address that it was called at in a
 * cookie while the person signs in (Devise's `store_location_for`), and Rails fails beyond 4 KB.
 */
@Injectable()
export class PendingSignIn {
  constructor(
    private readonly sealing: Sealing,
    private readonly application: BulletTrainApplication,
  ) {}

  /** Sends the browser to Bullet Train. Only after an approval. */
  async start(
    { state: clientState, ...request }: AuthorizationRequest,
    connectAs: ConnectAs,
  ): Promise<BrowserAnswer> {
    const nonce = randomBytes(32).toString('base64url');
    const nonceHash = challengeOf(nonce);
    const state = await this.sealing.seal('state', { request, nonceHash }, now() + LIFE_SECONDS);
    const value = clientState === undefined ? nonce : `${nonce}.${clientState}`;
    return {
      redirectTo: this.application.authorizeUrl(state, nonceHash, connectAs),
      cookies: [{ name: cookieName(nonceHash), value, maxAgeSeconds: LIFE_SECONDS }],
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
    const [nonce = '', clientState] = splitOnce(cookies[name] ?? '');
    if (challengeOf(nonce) !== state.nonceHash) {
      throw new OAuthError('invalid_request', 'This sign-in was begun in another browser');
    }
    return {
      request: { ...state.request, ...(clientState !== undefined && { state: clientState }) },
      nonce,
      spent: { name, value: '', maxAgeSeconds: 0 },
    };
  }
}

/** The nonce has no dot; a client's state may have any number. */
function splitOnce(value: string): string[] {
  const dot = value.indexOf('.');
  return dot < 0 ? [value] : [value.slice(0, dot), value.slice(dot + 1)];
}

/** A cookie for each, so that two sign-ins at once do not disturb each other. */
function cookieName(nonceHash: string): string {
  return `sign-in-${nonceHash.slice(0, 8)}`;
}
