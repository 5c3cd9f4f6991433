import { SCOPES } from './metadata.js';

/**
 * Leaves out what there is no scope of here: clients ask for `openid`, `offline_access` or `read write` out
 * of habit. What was granted stands in the token answer (RFC 6749 §3.3), and nothing known means the default.
 * @returns the known scopes, separated by spaces; undefined when there are none
 */
export function knownScope(given = ''): string | undefined {
  const asked = new Set(given.split(' '));
  return SCOPES.filter((scope) => asked.has(scope)).join(' ') || undefined;
}
