import { isRecord } from '../../values/is-record.js';
import { ExactNumber } from '../../values/exact-number.js';

/** Whether a JSON value is of a JSON Schema type. */
export function isOfType(value: unknown, type: string): boolean {
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isRecord(value);
  if (type === 'null') return value === null;
  if (value instanceof ExactNumber) {
    return type === 'number' || (type === 'integer' && isWhole(String(value)));
  }
  if (type === 'integer') return Number.isInteger(value);
  return typeof value === type;
}

function isWhole(digits: string): boolean {
  const number = Number(digits);
  if (/e/i.test(digits)) return !Number.isFinite(number) || Number.isInteger(number);
  return !/\.\d*[1-9]/.test(digits);
}

/** YAML 1.1 knows more words for them than JSON does. */
const BOOLEANS = new Map([
  ...['true', 'yes', 'on'].map((word) => [word, true] as const),
  ...['false', 'no', 'off'].map((word) => [word, false] as const),
]);

/**
 * A value that a document gives for a schema, as one of the schema's types: `enum: [1, 2]` of a text means
 * "1" and "2".
 * @returns undefined where it can be none of them
 */
export function coerceToTypes(types: readonly string[], value: unknown): unknown {
  if (types.length === 0 || types.some((type) => isOfType(value, type))) return value;
  const readings = [
    typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined,
    typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : undefined,
    typeof value === 'string' && BOOLEANS.has(value.toLowerCase())
      ? BOOLEANS.get(value.toLowerCase())
      : undefined,
  ];
  return readings.find(
    (reading) => reading !== undefined && types.some((type) => isOfType(reading, type)),
  );
}

/** The types of values that come without one. */
export function typesOfValues(values: readonly unknown[]): string[] {
  const types = ['null', 'boolean', 'integer', 'number', 'string', 'array', 'object'];
  const found = values.map((value) => types.find((type) => isOfType(value, type))!);
  const distinct = [...new Set(found.filter(Boolean))];
  return distinct.includes('number') ? distinct.filter((type) => type !== 'integer') : distinct;
}
