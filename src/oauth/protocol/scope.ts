import { OAuthError } from './oauth-error.js';

/** What a client may be allowed to do here, from the least to the most: the kinds of operations. */
export const SCOPES = ['read', 'write', 'delete'] as const;
export type Scope = (typeof SCOPES)[number];

/** OpenID Connect Core §11: a wish for a refresh token. */
export const OFFLINE_ACCESS = 'offline_access';

/**
 * The one scope that a stock Bullet Train application knows (Doorkeeper's `default_scopes :admin`): the operator's
 * application has it, and so have people's own. Clients from before there were others ask for it and mean everything.
 */
export const APPLICATION_SCOPE = 'admin';

/** What a client asks for. */
export interface ScopeRequest {
  /** What it can be granted at most, as in a token answer. */
  scope: string;
  /** Whether it has named anything that there is here. Who names nothing is offered everything. */
  isNamed: boolean;
}

/** Reads the `scope` of an authorization request (RFC 6749 §3.3). Unknown words are left out. */
export function readScope(given = ''): ScopeRequest {
  const words = new Set(given.split(' '));
  const named = words.has(APPLICATION_SCOPE) ? SCOPES : SCOPES.filter((scope) => words.has(scope));
  const isNamed = named.length > 0;
  const offline = words.has(OFFLINE_ACCESS);
  return { scope: writeScope(isNamed ? named : SCOPES, offline), isNamed };
}

/** Reading is in every scope: nothing can be changed or deleted that cannot be found. */
export function writeScope(scopes: readonly Scope[], offline: boolean): string {
  const granted = SCOPES.filter((scope) => scope === 'read' || scopes.includes(scope));
  return [...granted, ...(offline ? [OFFLINE_ACCESS] : [])].join(' ');
}

/** @returns the scopes of what was granted; all of them for a token that was sealed before there were any */
export function scopesIn(granted: string | undefined): readonly Scope[] {
  if (granted === undefined) return SCOPES;
  const words = granted.split(' ');
  return SCOPES.filter((scope) => words.includes(scope));
}

/** @returns the same with a refresh token's `offline_access` or without it */
export function withOffline(granted: string | undefined, hasRefreshToken: boolean): string {
  const isWished = granted?.split(' ').includes(OFFLINE_ACCESS) ?? false;
  return writeScope(scopesIn(granted), isWished && hasRefreshToken);
}

/** What a person can choose between: reading alone, changing as well, and all that was asked for. */
export function choicesIn(offered: string): string[] {
  const scopes = scopesIn(offered);
  const steps = [['read'], scopes.filter((scope) => scope !== 'delete'), scopes] as const;
  return [...new Set(steps.map((step) => writeScope(step, false)))];
}

/**
 * @param given the person's answer, one of `choicesIn`; without one nothing beyond reading is granted
 * @throws OAuthError `invalid_request` when it is none of what was offered
 */
export function chooseScope(offered: string, given = 'read'): string {
  const choice = choicesIn(offered).find((one) => one === given);
  if (choice === undefined) {
    throw new OAuthError('invalid_request', 'access is none of what was offered');
  }
  return writeScope(scopesIn(choice), offered.split(' ').includes(OFFLINE_ACCESS));
}

/**
 * Reads the `scope` of a refresh: less than was granted, or the same. The legacy `admin` stands for whatever it was.
 * @returns what the new access token may
 * @throws OAuthError `invalid_scope` when it names more (RFC 6749 §6)
 */
export function narrowScope(granted: string | undefined, given: string | undefined): string {
  const had = scopesIn(granted);
  const words = given?.split(' ') ?? [];
  const named = SCOPES.filter((scope) => words.includes(scope));
  if (named.some((scope) => !had.includes(scope))) {
    throw new OAuthError('invalid_scope', `The person has granted ${had.join(' ')} only`);
  }
  const isWhole = named.length === 0 || words.includes(APPLICATION_SCOPE);
  return writeScope(isWhole ? had : named, granted?.split(' ').includes(OFFLINE_ACCESS) ?? false);
}

/**
 * For a client that Bullet Train itself knows, which has no scope but its own: clients ask for `openid`,
 * `offline_access` or `read write` out of habit, and Doorkeeper refuses what it does not know.
 * @returns undefined when Bullet Train's is not among them: its default holds
 */
export function applicationScope(given = ''): string | undefined {
  return given.split(' ').includes(APPLICATION_SCOPE) ? APPLICATION_SCOPE : undefined;
}
