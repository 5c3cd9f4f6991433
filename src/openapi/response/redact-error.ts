import { isRecord } from '../../values/is-record.js';
import { writeExactly } from '../../values/exact-number.js';
import { isJson, parseJson, UNREADABLE, type ApiResponse } from './response-body.js';

const REDACTED = '[redacted]';

/**
 * Redacts an error response: some APIs answer with the record that they could not save. Sentences about a secret field,
 * as in `{"password": ["is too short"]}`, stay; a value, which is one word or a number, does not.
 * @param isSecret whether a field of this name is redacted
 */
export function redactError(
  response: ApiResponse,
  isSecret: (name: string) => boolean,
): ApiResponse {
  if (!isJson(response.headers)) return response;
  const value = parseJson(response.body);
  if (value === UNREADABLE || value === undefined) return response;
  return { ...response, body: Buffer.from(writeExactly(redact(value, isSecret))) };
}

function redact(value: unknown, isSecret: (name: string) => boolean): unknown {
  if (Array.isArray(value)) return value.map((entry) => redact(entry, isSecret));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      isSecret(name) && isValue(inner) ? REDACTED : redact(inner, isSecret),
    ]),
  );
}

function isValue(value: unknown): boolean {
  return typeof value === 'string' ? !/\s/.test(value.trim()) : typeof value === 'number';
}
