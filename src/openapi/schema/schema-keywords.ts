import { isRecord } from '../../values/is-record.js';
import { coerceToTypes, typesOfValues } from './json-type.js';

/** JSON Schema (2020-12) as a tool carries it: no `$ref`, no `allOf`, every array with `items`. */
export interface JsonSchema {
  type?: string | string[];
  description?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  additionalProperties?: boolean | JsonSchema;
  anyOf?: JsonSchema[];
  enum?: unknown[];
  /** The names of the `enum` values, in their order; empty where a value needs none. */
  enumNames?: string[];
  /** Which subtypes of an object have this field: `Only with type cat`. */
  only?: string;
  /** The type that clients are shown, where more types are accepted. */
  shownType?: string[];
  [keyword: string]: unknown;
}

/** The types of a normalized schema as a list; empty where any type is accepted. */
export function typesIn({ type = [] }: JsonSchema): readonly string[] {
  return typeof type === 'string' ? [type] : type;
}

/** Whether a list of types contains `number` or `integer`. */
export function isNumeric(types: readonly string[]): boolean {
  return types.includes('number') || types.includes('integer');
}

/**
 * The schema of one part of a value: of a property by name, or of an item. In a choice, the first variant that
 * describes the part counts; `{}` where none does.
 */
export function innerSchema(schema: JsonSchema, name: string): JsonSchema {
  const { properties = {}, additionalProperties, items, anyOf = [] } = schema;
  const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
  if (property) return property;
  if (items) return items;
  if (typeof additionalProperties === 'object') return additionalProperties;
  const found = anyOf.map((variant) => innerSchema(variant, name));
  return found.find((inner) => Object.keys(inner).length > 0) ?? {};
}

/** Whether a value is a file, which is sent as a multipart part of its own. */
export function isFileSchema(schema: JsonSchema): boolean {
  return schema['format'] === 'binary' || schema.anyOf?.some(isFileSchema) === true;
}

export type ObjectSchema = JsonSchema & { type: 'object' };

/** Receives one warning, a sentence without a full stop. */
export type Warn = (message: string) => void;

const isCount = (value: unknown) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

/** Whether a value is small enough to show, and not an alias that expands without end. */
function isSmall(value: unknown, depth = 4): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  const inner: unknown[] = Object.values(value);
  return depth > 0 && inner.length <= 10 && inner.every((part) => isSmall(part, depth - 1));
}

/** Keywords kept as they are, where their value is one that JSON Schema allows. */
const KEPT_AS_THEY_ARE = Object.entries<(value: unknown) => boolean>({
  format: (value) => typeof value === 'string',
  multipleOf: (value) => typeof value === 'number' && value > 0,
  minLength: isCount,
  maxLength: isCount,
  minItems: isCount,
  maxItems: isCount,
  uniqueItems: (value) => typeof value === 'boolean',
  minProperties: isCount,
  maxProperties: isCount,
}).map(([keyword, isAllowed]) => ({ keyword, isAllowed }));

/** Coerces a boolean keyword of a document: many quote it, and YAML 1.1 has more words for true. */
export function coerceBoolean(value: unknown): boolean {
  return value === true || (typeof value === 'string' && /^(true|yes|on|y)$/i.test(value));
}

const JSON_TYPES = new Set(['string', 'number', 'integer', 'boolean', 'array', 'object', 'null']);

/** Type names of other languages, by JSON type. */
const OTHER_TYPES = new Map(
  Object.entries({
    string: 'text str date datetime date-time time uuid decimal file',
    integer: 'int int32 int64 long bigint',
    number: 'float double numeric',
    boolean: 'bool',
    array: 'list',
    object: 'hash map dict json',
    null: 'nil none',
  }).flatMap(([type, words]) => words.split(' ').map((word) => [word, type] as const)),
);

function jsonType(type: unknown): string | undefined {
  if (typeof type !== 'string') return type === null ? 'null' : undefined;
  const word = type.toLowerCase();
  return JSON_TYPES.has(word) ? word : OTHER_TYPES.get(word);
}

/**
 * The JSON types that a schema of the document allows: those it names, or else those that its keywords imply. Unknown
 * types are left out; the list is empty where any type is allowed.
 */
export function typesOf(source: Record<string, unknown>): string[] {
  const declared: unknown[] = [source['type']].flat();
  const known = declared.map(jsonType).filter((type) => type !== undefined);
  const types = new Set<string>(known);
  const hasProperties = isRecord(source['properties']);
  if (types.has('array') && hasProperties && source['items'] === undefined) {
    // `type: array` with properties and no items is an object that somebody mislabelled.
    types.delete('array');
    types.add('object');
  }
  if (types.size === 0 && hasProperties) types.add('object');
  if (types.size === 0 && declaresFile(source)) types.add('string');
  if (types.size === 0 && source['items'] !== undefined) types.add('array');
  const values = valuesIn(source);
  return types.size === 0 && values ? typesOfValues(values) : [...types];
}

/** The values that a schema lists. */
function valuesIn(source: Record<string, unknown>): unknown[] | undefined {
  const values: unknown = Object.hasOwn(source, 'const') ? [source['const']] : source['enum'];
  return Array.isArray(values) ? values : undefined;
}

/** A file: `type: file` in Swagger 2.0, `format: binary` in 3.0, bytes without a text encoding in 3.1. */
function declaresFile(source: Record<string, unknown>): boolean {
  if (source['type'] === 'file' || source['format'] === 'binary') return true;
  const mediaType = source['contentMediaType'];
  return (
    typeof mediaType === 'string' &&
    source['contentEncoding'] === undefined &&
    !/^text\/|json|xml/.test(mediaType)
  );
}

/**
 * Copies the keywords that describe a single value: description, enum, bounds, pattern, format, default. Changes
 * `schema`; a keyword with an invalid value is left out, and a pattern that JavaScript cannot read causes a warning.
 */
export function copyKeywords(
  source: Record<string, unknown>,
  schema: JsonSchema,
  warn: Warn,
): void {
  if (typeof source['description'] === 'string' && source['description'].trim()) {
    schema.description = source['description'].trim();
  }
  for (const { keyword, isAllowed } of KEPT_AS_THEY_ARE) {
    const value = source[keyword];
    if (value !== undefined && isAllowed(value)) schema[keyword] = value;
  }
  if (declaresFile(source)) schema['format'] = 'binary';
  // OpenAPI 3.1's word for `format: byte`.
  const { contentEncoding } = source;
  if (schema['format'] === undefined && /^base64(url)?$/i.test(String(contentEncoding))) {
    schema['format'] = 'byte';
  }
  copyEnum(source, schema);
  copyDefault(source, schema);
  copyBounds(source, schema);
  copyPattern(source, schema, warn);
}

/** Leaves out values that the type does not allow, because no call could satisfy both. */
function copyEnum(source: Record<string, unknown>, schema: JsonSchema): void {
  const values = valuesIn(source);
  if (!values?.every((value) => isSmall(value))) return;
  const types = typesIn(schema);
  const kept = values
    .map((value) => coerceToTypes(types, value))
    .filter((value) => value !== undefined);
  if (types.includes('null')) kept.push(null);
  if (kept.some((value) => value !== null)) schema.enum = [...new Set(kept)];
}

function copyDefault(source: Record<string, unknown>, schema: JsonSchema): void {
  const value = source['default'] ?? undefined;
  if (value === undefined || !isSmall(value)) return;
  const kept = coerceToTypes(typesIn(schema), value);
  if (kept !== undefined && (!schema.enum || schema.enum.includes(kept))) schema['default'] = kept;
}

const BOUNDS = [
  { bound: 'minimum', exclusive: 'exclusiveMinimum' },
  { bound: 'maximum', exclusive: 'exclusiveMaximum' },
] as const;

/** OpenAPI 3.0 writes `exclusiveMinimum: true` beside `minimum`, JSON Schema a number in its place. */
function copyBounds(source: Record<string, unknown>, schema: JsonSchema): void {
  for (const { bound, exclusive } of BOUNDS) {
    if (typeof source[exclusive] === 'number') schema[exclusive] = source[exclusive];
    if (typeof source[bound] !== 'number') continue;
    schema[source[exclusive] === true ? exclusive : bound] = source[bound];
  }
}

/** Ruby anchors a pattern with `\A` and `\z`, which JavaScript reads as letters. */
function copyPattern(source: Record<string, unknown>, schema: JsonSchema, warn: Warn): void {
  if (typeof source['pattern'] !== 'string') return;
  const pattern = source['pattern']
    .replaceAll('\\A', '^')
    .replace(/\\[zZ]/g, '$')
    // Unicode mode does not allow needless backslashes.
    .replace(/\\([:@"'#%&,;<=>!~`_ ])/g, '$1');
  try {
    schema['pattern'] = new RegExp(pattern, 'u').source;
  } catch {
    warn(`the pattern ${source['pattern']} is not one that JSON Schema knows: left out`);
  }
}
