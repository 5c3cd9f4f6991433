import { OAuthError } from './oauth-error.js';

/**
 * Picks the parameters an endpoint understands; others are ignored and empty ones count as left out
 * (RFC 6749 §3.1, §3.2).
 * @throws OAuthError `invalid_request` when one of them is given twice
 */
export function pickParameters<Name extends string>(
  given: unknown,
  names: readonly Name[],
): Partial<Record<Name, string>> {
  const source = typeof given === 'object' && given !== null ? given : {};
  const picked: Partial<Record<Name, string>> = {};
  for (const name of names) {
    const value: unknown = Object.hasOwn(source, name)
      ? (source as Record<string, unknown>)[name]
      : undefined;
    if (value === undefined || value === null || value === '') continue;
    if (typeof value === 'object') {
      throw new OAuthError('invalid_request', `The parameter ${name} must be given once`);
    }
    picked[name] = String(value);
  }
  return picked;
}
