import { secretFields } from '../openapi/response/secret-fields.js';
import { ExactNumber } from '../values/exact-number.js';
import { isRecord } from '../values/is-record.js';
import { matchNames } from '../values/name-patterns.js';
import { oneLine } from '../values/one-line.js';
import type { AuditLine } from './audit-line.js';

type Values = NonNullable<AuditLine['values']>;

const MOST_VALUES = 20;
const MOST_CHARS = 100;

/**
 * @param fields AUDIT_FIELDS
 * @param redacted FIELDS_REDACT; fields that it names, and fields with secret names, are never written
 * @returns a function that picks these values from a call's arguments, from the first item that has them; undefined if
 *   there are none
 */
export function valueChooser(
  fields: readonly string[],
  redacted: readonly string[],
): (args: readonly unknown[]) => Values | undefined {
  if (fields.length === 0) return () => undefined;
  const isChosen = matchNames(fields);
  const isSecret = secretFields([...redacted.filter((name) => !name.startsWith('!')), 'default']);
  return (args) => {
    const chosen = new Map<string, Values[string]>();
    for (const [name, given] of args.filter(isRecord).flatMap(Object.entries)) {
      const value: unknown = given instanceof ExactNumber ? given.digits : given;
      if (chosen.has(name) || chosen.size === MOST_VALUES) continue;
      if (!isChosen(name) || isSecret(name) || !isScalar(value)) continue;
      chosen.set(name, typeof value === 'string' ? oneLine(value).slice(0, MOST_CHARS) : value);
    }
    return chosen.size > 0 ? Object.fromEntries(chosen) : undefined;
  };
}

function isScalar(value: unknown): value is Values[string] {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}
