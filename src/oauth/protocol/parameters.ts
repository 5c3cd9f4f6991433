import { OAuthError } from './oauth-error.js';

const MAX_LENGTH = 8_192;

/**
 * Picks the parameters an endpoint understands; others are ignored and empty ones count as left out
 * (RFC 6749 §3.1, §3.2).
 * @throws OAuthError `invalid_request` when one of them is given twice or is too long
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
    if (picked[name].length > MAX_LENGTH) {
      throw new OAuthError('invalid_request', `The parameter ${name} is too long`);
    }
  }
  return picked;
}

/**
 * Picks a parameter that may be given several times.
 * @returns its values, without empty ones; none when it is left out
 * @throws OAuthError `invalid_request` when one of them is no text or too long
 */
export function pickList(given: unknown, name: string): string[] {
  const source = typeof given === 'object' && given !== null ? given : {};
  const value = Object.hasOwn(source, name) ? (source as Record<string, unknown>)[name] : undefined;
  const values = Array.isArray(value) ? (value as unknown[]) : [value];
  return values
    .map((one) => pickParameters({ [name]: one }, [name])[name])
    .filter((one) => one !== undefined);
}

/** @throws OAuthError `invalid_request` when a parameter is missing */
export function requireParameter<Name extends string>(
  parameters: Partial<Record<Name, string>>,
  name: Name,
): string {
  const value = parameters[name];
  if (value === undefined) {
    throw new OAuthError('invalid_request', `The parameter ${name} is missing`);
  }
  return value;
}
