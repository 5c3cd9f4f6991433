import { isRecord } from '../../values/is-record.js';
import { OAuthError } from './oauth-error.js';

const MAX_LENGTH = 8_192;

/**
 * Picks the parameters that an endpoint understands. Others are ignored, and an empty one counts as missing
 * (RFC 6749 §3.1, §3.2).
 * @throws OAuthError `invalid_request` when a parameter is repeated or too long
 */
export function pickParameters<Name extends string>(
  given: unknown,
  names: readonly Name[],
): Partial<Record<Name, string>> {
  const source = isRecord(given) ? given : {};
  const picked: Partial<Record<Name, string>> = {};
  for (const name of names) {
    const value = Object.hasOwn(source, name) ? source[name] : undefined;
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
 * Picks a parameter that may be repeated.
 * @returns its values without empty ones; an empty list when it is missing
 * @throws OAuthError `invalid_request` when a value is not a text or too long
 */
export function pickList(given: unknown, name: string): string[] {
  const source = isRecord(given) ? given : {};
  const value = Object.hasOwn(source, name) ? source[name] : undefined;
  const values: unknown[] = Array.isArray(value) ? value : [value];
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
