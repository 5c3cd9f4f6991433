import { OAuthError } from './oauth-error.js';

/** What a client may be allowed to do, from the least to the most: kinds of operations. */
export const SCOPES = ['read', 'write', 'delete'] as const;
type Scope = (typeof SCOPES)[number];

/** OpenID Connect Core §11: asks for a refresh token. */
const OFFLINE_ACCESS = 'offline_access';

/** OpenID Connect Core §5.4: lets the client ask the userinfo endpoint who the person is, and for their address. */
const IDENTITY = ['openid', 'email'] as const;

/** @returns every scope that a client can ask for. @param identifies whether there is a userinfo endpoint */
export function supportedScopes(identifies: boolean): string[] {
  return [...SCOPES, ...(identifies ? IDENTITY : []), OFFLINE_ACCESS];
}

/**
 * The only scope of a stock Bullet Train application (Doorkeeper's `default_scopes :admin`), both of the operator's
 * application and of people's own. Clients from before this server had scopes ask for it and mean everything.
 */
const APPLICATION_SCOPE = 'admin';

/** What a client asks for. */
interface ScopeRequest {
  /** The most that it can be granted, as in a token response. */
  scope: string;
  /** Whether it named at least one of this server's scopes. A client that names none is offered all. */
  isNamed: boolean;
}

/** Reads the `scope` of an authorization request (RFC 6749 §3.3). Unknown scopes are ignored. */
export function readScope(given = ''): ScopeRequest {
  const words = new Set(given.split(' '));
  const named = words.has(APPLICATION_SCOPE) ? SCOPES : SCOPES.filter((scope) => words.has(scope));
  const isNamed = named.length > 0;
  return { scope: writeScope(isNamed ? named : SCOPES, othersIn(given)), isNamed };
}

/** Every scope includes reading: a client cannot change or delete what it cannot find. */
function writeScope(scopes: readonly Scope[], others: readonly string[]): string {
  const granted = SCOPES.filter((scope) => scope === 'read' || scopes.includes(scope));
  return [...granted, ...others].join(' ');
}

/** @returns the scopes that are no kinds of operations, in the order in which they are written */
function othersIn(scope = ''): string[] {
  const offline = scope.split(' ').includes(OFFLINE_ACCESS) ? [OFFLINE_ACCESS] : [];
  return [...identityIn(scope), ...offline];
}

/** @returns what the client may learn of the person: `openid`, and `email` with it */
export function identityIn(scope = ''): string[] {
  const words = scope.split(' ');
  return words.includes('openid') ? IDENTITY.filter((word) => words.includes(word)) : [];
}

/** @returns what of the person the userinfo endpoint tells a client: their name, or their email address too */
export function learntWith(scope: string): 'name' | 'email' | undefined {
  const identity = identityIn(scope);
  if (identity.length === 0) return undefined;
  return identity.includes('email') ? 'email' : 'name';
}

/** @returns the scope for an application that does not tell who somebody is */
export function withoutIdentity(scope: string): string {
  const others = othersIn(scope).filter((word) => word === OFFLINE_ACCESS);
  return writeScope(scopesIn(scope), others);
}

/** @returns the scopes of a grant; all of them for a token from before there were scopes */
export function scopesIn(granted: string | undefined): readonly Scope[] {
  if (granted === undefined) return SCOPES;
  const words = granted.split(' ');
  return SCOPES.filter((scope) => words.includes(scope));
}

/** @returns the grant, with `offline_access` only if it was asked for and there is a refresh token */
export function withOffline(granted: string | undefined, hasRefreshToken: boolean): string {
  const others = othersIn(granted).filter((word) => word !== OFFLINE_ACCESS || hasRefreshToken);
  return writeScope(scopesIn(granted), others);
}

/** The choices of the consent page: reading only, changing as well, and everything the client asked for. */
export function choicesIn(offered: string): string[] {
  const scopes = scopesIn(offered);
  const steps = [['read'], scopes.filter((scope) => scope !== 'delete'), scopes] as const;
  return [...new Set(steps.map((step) => writeScope(step, [])))];
}

/**
 * @param given the person's choice, one of `choicesIn`; without one, only reading is granted
 * @throws OAuthError `invalid_request` when it was not offered
 */
export function chooseScope(offered: string, given = 'read'): string {
  const choice = choicesIn(offered).find((one) => one === given);
  if (choice === undefined) {
    throw new OAuthError('invalid_request', 'access must be one of the offered choices');
  }
  return writeScope(scopesIn(choice), othersIn(offered));
}

/**
 * Reads the `scope` of a refresh: what was granted, or less. The legacy `admin` stands for the whole grant.
 * @returns the scope of the new access token
 * @throws OAuthError `invalid_scope` when it names more (RFC 6749 §6)
 */
export function narrowScope(granted: string | undefined, given: string | undefined): string {
  const had = scopesIn(granted);
  const words = given?.split(' ') ?? [];
  const named = SCOPES.filter((scope) => words.includes(scope));
  if (named.some((scope) => !had.includes(scope))) {
    throw new OAuthError('invalid_scope', `The person has granted only ${had.join(' ')}`);
  }
  const isWhole = named.length === 0 || words.includes(APPLICATION_SCOPE);
  const others = othersIn(granted).filter(
    (word) => isWhole || word === OFFLINE_ACCESS || words.includes(word),
  );
  return writeScope(isWhole ? had : named, others);
}

/**
 * The scope for a passthrough client. Clients ask for `openid`, `offline_access` or `read write` out of habit, but
 * Bullet Train knows only its own scope, and Doorkeeper refuses unknown ones.
 * @returns undefined when Bullet Train's scope is not among them: Doorkeeper's default applies
 */
export function applicationScope(given = ''): string | undefined {
  return given.split(' ').includes(APPLICATION_SCOPE) ? APPLICATION_SCOPE : undefined;
}
