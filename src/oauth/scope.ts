import { SCOPES } from './metadata.js';
import { OAuthError } from './oauth-error.js';

/** Asked for by clients out of habit; whether there is a refresh token is Bullet Train's to say. */
const IGNORED = ['offline_access'];

/** @returns the scope without what is asked for out of habit; undefined when nothing is left */
export function withoutIgnored(given = ''): string | undefined {
  const asked = given.split(' ').filter((scope) => scope && !IGNORED.includes(scope));
  return asked.join(' ') || undefined;
}

/**
 * Checks the scope that a client asks for. Without one it gets the default (RFC 6749 §3.3).
 * @throws OAuthError `invalid_scope` when none of it exists here
 */
export function checkScope(given: string | undefined): void {
  const asked = withoutIgnored(given)?.split(' ');
  if (asked && !asked.some((scope) => SCOPES.includes(scope))) {
    throw new OAuthError('invalid_scope', `The scope must be ${SCOPES.join(' ')}`);
  }
}
