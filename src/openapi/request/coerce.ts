import { isRecord } from '../../values/is-record.js';
import { ExactNumber, parseExactly, readNumber } from '../../values/exact-number.js';
import { formatOf } from './formats.js';
import { isTooDeep } from '../../values/json-depth.js';
import { isOfType } from '../schema/json-type.js';
import { isFileSchema, isNumeric, typesIn, type JsonSchema } from '../schema/schema-keywords.js';
import { splitList } from './split-list.js';

/**
 * Coerces a value to its schema where only one thing can be meant, because models send numbers as strings, objects as
 * JSON text and lists as words with commas.
 *
 *     coerce('1, 2', { type: 'array', items: { type: 'integer' } }); // [1, 2]
 *
 * @returns the coerced value; everything ambiguous stays as it is, for the validator to refuse
 */
export function coerce(value: unknown, schema: JsonSchema): unknown {
  if (schema.anyOf) return coerceChoice(value, schema.anyOf);
  const types = typesIn(schema);
  if (value instanceof ExactNumber && value !== toSafeInteger(value))
    return coerce(toSafeInteger(value), schema);
  if (isNumber(value) && types.includes('string') && !isNumeric(types)) return String(value);
  const read = typeof value === 'string' ? coerceString(value, schema, types) : value;
  // A single item where a list is expected.
  if (isSingleItem(read, types)) return coerce([read], schema);
  if (Array.isArray(read)) {
    const { items } = schema;
    return items ? read.map((item) => coerce(item, items)) : read;
  }
  if (!isRecord(read) || (!schema.properties && !isRecord(schema.additionalProperties))) {
    return read;
  }
  return Object.fromEntries(
    Object.entries(read).map(([name, inner]) => {
      const property = propertyOf(schema, name);
      return [name, property ? coerce(inner, property) : inner];
    }),
  );
}

function isNumber(value: unknown): value is number | ExactNumber {
  return typeof value === 'number' || value instanceof ExactNumber;
}

/** 7 and 7.0 are the same id: turns an exact number into an integer where no digit is lost. */
function toSafeInteger(value: number | ExactNumber): number | ExactNumber {
  if (typeof value === 'number' || value.digits.length > MAX_DIGITS) return value;
  const number = Number(value.digits);
  return Number.isSafeInteger(number) && !Object.is(number, -0) ? number : value;
}

/** Decimal digits that a double always holds. */
const MAX_DIGITS = 15;

function isSingleItem(value: unknown, types: readonly string[]): boolean {
  const isValue = isNumber(value) || typeof value === 'boolean' || isRecord(value);
  return isValue && types.includes('array') && !types.some((type) => isOfType(value, type));
}

function propertyOf(schema: JsonSchema, name: string): JsonSchema | undefined {
  const { properties = {}, additionalProperties } = schema;
  if (Object.hasOwn(properties, name)) return properties[name];
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
}

/** Keeps a value that some variant accepts; otherwise coerces it to the first variant that then accepts it. */
function coerceChoice(value: unknown, variants: readonly JsonSchema[]): unknown {
  if (variants.some((variant) => matchesShape(value, variant))) return value;
  for (const variant of variants) {
    const coerced = coerce(value, variant);
    if (matchesShape(coerced, variant)) return coerced;
  }
  return value;
}

/** Whether a value has the shape of a schema; the validator checks its limits. */
function matchesShape(value: unknown, schema: JsonSchema): boolean {
  const { anyOf, properties = {}, required = [], items } = schema;
  if (anyOf) return anyOf.some((variant) => matchesShape(value, variant));
  const types = typesIn(schema);
  if (types.length > 0 && !types.some((type) => isOfType(value, type))) return false;
  if (schema.enum && !schema.enum.includes(value)) return false;
  if (Array.isArray(value)) return !items || value.every((item) => matchesShape(item, items));
  if (!isRecord(value)) return true;
  return (
    required.every((name) => Object.hasOwn(value, name)) &&
    Object.entries(value).every(([name, inner]) => {
      const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
      return property ? matchesShape(inner, property) : schema.additionalProperties !== false;
    })
  );
}

function coerceText(text: string, schema: JsonSchema): string {
  const { coerce: coerceFormat = String } = formatOf(schema) ?? {};
  return coerceFormat(coerceCase(text, schema));
}

/** `Published` where the list of values says `published`. */
function coerceCase(text: string, { enum: values = [] }: JsonSchema): string {
  if (values.includes(text)) return text;
  const alike = values.filter(
    (value): value is string =>
      typeof value === 'string' && value.toLowerCase() === text.trim().toLowerCase(),
  );
  const [only = text, ...others] = alike;
  return others.length === 0 ? only : text;
}

/** A number as JSON writes it (RFC 8259 §6). */
const NUMERAL = /^-?(0|[1-9]\d*)(\.\d+)?(e[+-]?\d+)?$/i;

/** Words for booleans in forms and among people; 1 and 0 may be numbers. */
const TRUTHS: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  on: true,
  false: false,
  no: false,
  off: false,
};

function coerceString(text: string, schema: JsonSchema, types: readonly string[]): unknown {
  const isNumeral = isNumeric(types) && NUMERAL.test(text.trim());
  // An id that may be either is a number where it looks like one.
  if (isNumeral && (!types.includes('string') || types[0] === 'integer'))
    return toSafeInteger(readNumber(text.trim()));
  if (types.length === 0 || types.includes('string')) return coerceText(text, schema);
  const word = text.trim().toLowerCase();
  if (types.includes('boolean') && Object.hasOwn(TRUTHS, word)) return TRUTHS[word];
  if (types.includes('null') && word === 'null') return null;
  // A data URL contains a comma but is one file.
  if (types.includes('array') && schema.items && isFileSchema(schema.items)) {
    if (!text.trimStart().startsWith('[')) return [text];
  }
  const list = () =>
    (types.includes('array') ? splitList(text, schema.items ?? {}) : undefined) ?? text;
  if (!/^\s*[[{]/.test(text)) return list();
  if (isTooDeep(text)) return text;
  try {
    const read = parseExactly(text);
    return types.includes(Array.isArray(read) ? 'array' : 'object') ? read : text;
  } catch {
    return list();
  }
}
