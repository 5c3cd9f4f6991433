import { SCOPES } from './metadata.js';
import { OAuthError } from './oauth-error.js';

/** Asked for by clients out of habit; whether there is a refresh token is Bullet Train's to say. */
const IGNORED = ['offline_access'];

/**
 * Checks the scope that a client asks for. Without one it gets the default (RFC 6749 §3.3).
 * @throws OAuthError `invalid_scope` when none of it exists here
 */
export function checkScope(given: string | undefined): void {
  const asked = (given ?? '').split(' ').filter((scope) => scope && !IGNORED.includes(scope));
  if (asked.length > 0 && !asked.some((scope) => SCOPES.includes(scope))) {
    throw new OAuthError('invalid_scope', `The scope must be ${SCOPES.join(' ')}`);
  }
}
