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

/** YAML 1.1 has more words for booleans than JSON. */
const BOOLEANS = new Map([
  ...['true', 'yes', 'on'].map((word) => [word, true] as const),
  ...['false', 'no', 'off'].map((word) => [word, false] as const),
]);

/**
 * Coerces a value of the document to one of a schema's types: in `type: string, enum: [1, 2]` the values are "1" and
 * "2".
 * @returns undefined where the value fits none of the types
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

/** The types as JSON Schema's `type`: one of them, or a list. */
export function typeKeyword(types: string[]): string | string[] {
  const [only, ...others] = types;
  return only !== undefined && others.length === 0 ? only : types;
}

/** The JSON Schema types of a list of values, for a schema that names none. */
export function typesOfValues(values: readonly unknown[]): string[] {
  const types = ['null', 'boolean', 'integer', 'number', 'string', 'array', 'object'];
  const found = values.map((value) => types.find((type) => isOfType(value, type)));
  const distinct = [...new Set(found)].filter((type) => type !== undefined);
  return distinct.includes('number') ? distinct.filter((type) => type !== 'integer') : distinct;
}
