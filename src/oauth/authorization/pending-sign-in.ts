import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Approval } from './approvals-cookie.js';
import type { AuthorizationRequest } from './authorization-request.js';
import type { BrowserAnswer, BrowserCookie, Cookies } from './browser.js';
import { BulletTrainApplication } from '../upstream/bullet-train-application.js';
import { OAuthError } from '../protocol/oauth-error.js';
import { challengeOf } from '../protocol/pkce.js';
import { isRecord } from '../../values/is-record.js';
import { sha256 } from '../../values/sha256.js';
import { CLOCK_LEEWAY_SECONDS, now, Sealing } from '../sealing/sealing.js';

const LIFE_SECONDS = 600;
const MAX_AGE_SECONDS = LIFE_SECONDS + CLOCK_LEEWAY_SECONDS;
const NAME = 'sign-in-';
/**
 * The most bytes of cookies for pending sign-ins in one browser. They are sent with every request, and proxies limit
 * headers to 8 KB; the oldest are dropped first.
 */
const MAX_WAITING = 12;
const MAX_WAITING_BYTES = 5 * 1024;
/** What a cookie takes beside its name and value: the prefix `__Host-mcp-`, an equals sign, a semicolon and a space. */
const COOKIE_OVERHEAD = 14;

/** Whom a client acts as: the person, or a new member of one of their teams. */
type ConnectAs = 'me' | 'team';

/** What the account page shows or preselects; it grants nothing. */
export interface Wishes {
  /** The client's own name. */
  clientName: string;
  connectAs: ConnectAs;
  /** The account that the client expects (OpenID Connect Core §3.1.2.1). */
  loginHint?: string;
  /** For the person's list of connections: who approved it, and the names of its teams. */
  approval?: Pick<Approval, 'person' | 'teams' | 'isMember'>;
}

/**
 * Why the browser visits Bullet Train: to learn who has signed in, then to get the code for the chosen account; or to
 * learn whose connections to show.
 */
export interface Visit {
  stage: 'look' | 'connect' | 'connections';
  wishes: Wishes;
  /** The user that the account page named: the code must be theirs. */
  person?: string;
  /** The team that gets a new member. */
  memberOf?: string;
}

interface State {
  request: Omit<AuthorizationRequest, 'state' | 'teams'>;
  stage: Visit['stage'];
  person?: string;
  /** SHA-256 of the chosen teams, which wait in the cookie. */
  teamsHash?: string;
  /** S256 of the nonce in the browser's cookie. */
  nonceHash: string;
}

/** Kept in the browser's cookie beside the nonce, because Bullet Train has little room. */
interface Waiting {
  state?: string;
  teams?: readonly string[];
  wishes: Wishes;
}

/** What returned from Bullet Train, and why the browser had gone there. */
export interface Return extends Pick<State, 'stage' | 'person'> {
  request: AuthorizationRequest;
  nonce: string;
  wishes: Wishes;
  spent: BrowserCookie;
}

/**
 * A sign-in while the person is in Bullet Train. The request travels, sealed, in the `state` that returns with the
 * code. A nonce stays in a cookie of the browser that approved, so that no other browser can finish the sign-in. The
 * nonce is also the PKCE verifier towards Bullet Train.
 *
 * The cookie also keeps the client's state and name and the chosen teams: during the sign-in, Bullet Train keeps the
 * URL of the request in its own cookie (Devise's `store_location_for`), and Rails fails beyond 4 KB.
 */
@Injectable()
export class PendingSignIn {
  constructor(
    private readonly sealing: Sealing,
    private readonly application: BulletTrainApplication,
  ) {}

  /** Sends the browser to Bullet Train, only after an approval. @param cookies those of pending sign-ins */
  async start(
    { state: clientState, teams, ...request }: AuthorizationRequest,
    { stage, wishes, person, memberOf }: Visit,
    cookies: Cookies,
  ): Promise<BrowserAnswer> {
    const nonce = randomBytes(32).toString('base64url');
    const nonceHash = challengeOf(nonce);
    const content: State = {
      request,
      stage,
      nonceHash,
      ...(person !== undefined && { person }),
      ...(teams && { teamsHash: hashOf(teams) }),
    };
    const state = await this.sealing.seal('state', content, now() + LIFE_SECONDS);
    const waiting: Waiting = {
      wishes,
      ...(clientState !== undefined && { state: clientState }),
      ...(teams && { teams }),
    };
    const value = `${nonce}.${encode(waiting)}`;
    const cookie = { name: cookieName(nonceHash), value, maxAgeSeconds: MAX_AGE_SECONDS };
    return {
      redirectTo: this.application.authorizeUrl(state, nonceHash, memberOf),
      cookies: [cookie, ...surplusBeside(cookie, cookies).map(deleted)],
    };
  }

  /**
   * @returns the request, the nonce, and the cookie to delete
   * @throws OAuthError if the state is not ours or has expired, or another browser approved
   */
  async finish(sealedState: string, cookies: Cookies): Promise<Return> {
    const state = await this.sealing.open<State>('state', sealedState);
    if (!state) {
      throw new OAuthError(
        'invalid_request',
        'This sign-in has taken too long, or is not from here',
      );
    }
    const name = cookieName(state.nonceHash);
    const [nonce = '', encoded = ''] = (cookies[name] ?? '').split('.');
    const waiting = decode(encoded);
    const { teamsHash } = state;
    const isTheirs = teamsHash === undefined || hashOf(waiting?.teams) === teamsHash;
    if (challengeOf(nonce) !== state.nonceHash || !waiting || !isTheirs) {
      throw new OAuthError(
        'invalid_request',
        'This sign-in was begun in another browser, is finished already, or gave way to newer ones',
      );
    }
    return {
      request: {
        ...state.request,
        ...(waiting.state !== undefined && { state: waiting.state }),
        ...(teamsHash !== undefined && waiting.teams && { teams: waiting.teams }),
      },
      stage: state.stage,
      ...(state.person !== undefined && { person: state.person }),
      wishes: waiting.wishes,
      nonce,
      spent: deleted(name),
    };
  }
}

/** @returns the names of the cookies that do not fit; browsers send the oldest first (RFC 6265 §5.4) */
function surplusBeside(newest: BrowserCookie, cookies: Cookies): string[] {
  const waiting = Object.entries(cookies).filter(([name]) => name.startsWith(NAME));
  let bytes = bytesOf(newest.name, newest.value);
  const kept = new Set<string>();
  for (const [name, value = ''] of waiting.toReversed()) {
    bytes += bytesOf(name, value);
    if (bytes > MAX_WAITING_BYTES || kept.size === MAX_WAITING - 1) break;
    kept.add(name);
  }
  return waiting.map(([name]) => name).filter((name) => !kept.has(name));
}

function hashOf(teams: readonly string[] | undefined): string {
  return sha256(JSON.stringify(teams ?? null));
}

/** A cookie's length as sent; a value that this server did not make may be percent-encoded. */
function bytesOf(name: string, value: string): number {
  return name.length + encodeURIComponent(value).length + COOKIE_OVERHEAD;
}

/** Makes any text a third longer; percent-encoding could make it three times as long. */
function encode(waiting: Waiting): string {
  return Buffer.from(JSON.stringify(waiting)).toString('base64url');
}

/** Checks what came back in the cookie: the browser's owner can write anything there. */
function decode(encoded: string): Waiting | undefined {
  try {
    const waiting: unknown = JSON.parse(Buffer.from(encoded, 'base64url').toString('utf8'));
    return isWaiting(waiting) ? waiting : undefined;
  } catch {
    return undefined;
  }
}

/** It grants nothing. */
function isWaiting(value: unknown): value is Waiting {
  return isRecord(value) && isRecord(value['wishes']);
}

function deleted(name: string): BrowserCookie {
  return { name, value: '', maxAgeSeconds: 0 };
}

/** The cookie's name: one for each sign-in, so that two at once do not interfere. */
function cookieName(nonceHash: string): string {
  return NAME + nonceHash.slice(0, 8);
}
