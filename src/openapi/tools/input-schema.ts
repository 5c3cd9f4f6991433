import { flattenChoice } from '../schema/flatten.js';
import { isOfType } from '../schema/json-type.js';
import { plainText, isRedundant, shortenText } from './plain-text.js';
import { typesIn, type JsonSchema, type ObjectSchema } from '../schema/schema-keywords.js';

/** Characters of a description: an argument's, a nested one, and one that many tools share. */
const MAX_CHARS = 150;
const MAX_INNER_CHARS = 100;
const MAX_REPEATED_CHARS = 50;
/** Characters of the name of one value, and of all values of an enumeration. */
const MAX_VALUE_CHARS = 60;
const MAX_VALUES_CHARS = 400;
/** Model providers stop at five to ten levels; deeper, only types are kept. */
const MAX_DEPTH = 8;
/** A longer schema is emitted with fewer levels. */
const MAX_SCHEMA_CHARS = 40_000;
const SHALLOWER = [5, 3, 2, 1, 0];
/** A description in more tools than this counts as shared. */
const MANY = 10;

/** What an argument's description needs beside the document's own words. */
export interface ArgumentWords {
  /** The tool that lists the ids of an argument. */
  sourceOf(argument: string): string | undefined;
  /** How many parameters have a description. */
  descriptionCount(description: unknown): number;
}

export const FILE = 'File as base64 or a data URL';
/** Formats that repeat the type or describe how a file is sent. */
const SILENT_FORMATS = ['int32', 'int64', 'float', 'double', 'binary', 'string'];
/** Keywords that every provider accepts. */
const KEPT = [
  'default',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'pattern',
] as const;
const COUNTS = ['minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties'] as const;

/**
 * Makes the input schema that clients are shown, using only what every model provider accepts: one type for each
 * argument, never a list of types (Gemini), and typed items for every array. Null is not among the types, nor the empty
 * string among the values; `checkArguments` accepts both where the application does.
 * @param accepted the schema that arguments are validated against
 * @returns at most 40,000 characters of JSON, with fewer levels where needed
 */
export function inputSchemaOf(
  accepted: ObjectSchema,
  toolName: string,
  words: ArgumentWords,
): ObjectSchema {
  const emitTo = (maxDepth: number) => emitArguments(accepted, toolName, words, maxDepth);
  let schema = emitTo(MAX_DEPTH);
  for (const maxDepth of SHALLOWER) {
    if (JSON.stringify(schema).length <= MAX_SCHEMA_CHARS) break;
    schema = emitTo(maxDepth);
  }
  return schema;
}

function emitArguments(
  accepted: ObjectSchema,
  toolName: string,
  { sourceOf, descriptionCount }: ArgumentWords,
  maxDepth: number,
): ObjectSchema {
  const properties = Object.entries(accepted.properties ?? {}).map(([name, schema]) => {
    const source = sourceOf(name);
    const hint = source === undefined || source === toolName ? '' : `from ${source}`;
    const isRepeated = descriptionCount(schema.description) > MANY;
    // A shared enumeration such as `asc` and `desc` explains itself.
    const { description: _said, ...plain } = schema;
    const shown = isRepeated && schema.enum ? plain : schema;
    const maxChars = isRepeated ? MAX_REPEATED_CHARS : MAX_CHARS;
    return [
      name,
      emit(shown, { seen: [name, toolName], depth: 0, maxDepth, maxChars, hint }),
    ] as const;
  });
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(accepted.required && { required: accepted.required }),
  };
}

/** The position of a schema in a tool. */
interface Place {
  /** The names that a reader has already seen, the nearest first. */
  seen: string[];
  depth: number;
  maxDepth: number;
  maxChars: number;
  hint?: string;
}

function emit(schema: JsonSchema, place: Place): JsonSchema {
  const types = (schema.shownType ?? typesIn(schema)).filter((type) => type !== 'null');
  const description = describe(schema, place);
  const { seen, maxDepth } = place;
  const inner = { seen, maxDepth, depth: place.depth + 1, maxChars: MAX_INNER_CHARS };
  const choice = inner.depth > maxDepth ? [] : choiceOf(schema, types);
  const [only] = choice;
  if (only && choice.length === 1) return describeAs(emit(only, place), description);
  if (choice.length > 1) {
    return describeAs({ anyOf: choice.map((one) => emit(one, inner)) }, description);
  }
  const emitted: JsonSchema = {};
  const type = types[0] ?? commonTypeOf(schema);
  if (type !== undefined) emitted.type = type;
  if (description) emitted.description = description;
  copyLimits(schema, emitted);
  if (emitted.type === 'array') emitted.items = itemsOf(schema, inner);
  if (emitted.type === 'object' && inner.depth <= maxDepth) copyProperties(schema, emitted, inner);
  return emitted;
}

/** The type of a choice that is too deep to show, if all variants share one. */
function commonTypeOf({ anyOf = [] }: JsonSchema): string | undefined {
  const types = new Set(anyOf.flatMap((variant) => typesIn(variant)));
  types.delete('null');
  return types.size === 1 ? [...types][0] : undefined;
}

function describeAs(schema: JsonSchema, description: string): JsonSchema {
  return description ? { ...schema, description } : schema;
}

/** The variants of a schema, if there are several; an id of either type is not a choice. */
function choiceOf(schema: JsonSchema, types: string[]): JsonSchema[] {
  if (schema.anyOf) {
    // Properties beside a choice apply to each variant, and no provider accepts both.
    const whole = schema.properties && flattenChoice(schema);
    return whole ? [whole] : schema.anyOf.filter((variant) => !isEmptyValue(variant));
  }
  const isEitherId = types[0] === 'integer' && types[1] === 'string';
  if (types.length < 2 || isEitherId) return [];
  const { description: _said, default: _default, enum: values, ...rest } = schema;
  return types.map((type) => {
    const own = values?.filter((value) => isOfType(value, type));
    return { ...rest, type, ...(own && own.length > 0 && { enum: own }) };
  });
}

/** Whether a variant only empties the field: null, or the empty string, which Gemini refuses in an enumeration. */
function isEmptyValue({ type, enum: values }: JsonSchema): boolean {
  return type === 'null' || values?.every((value) => value === '' || value === null) === true;
}

function describe(schema: JsonSchema, { seen, maxChars, hint = '' }: Place): string {
  const text = shortenText(plainText(schema.description), maxChars);
  const own = isRedundant(text, ...seen) ? '' : text;
  const isFile = schema['format'] === 'binary' || schema.items?.['format'] === 'binary';
  const { only = '' } = schema;
  const parts = [own, isFile ? FILE : '', hint, only, valueNamesOf(schema)].filter(Boolean);
  return parts
    .map((part, index) => (index > 0 ? upperFirst(part) : part))
    .join('. ')
    .replaceAll('..', '.');
}

/** The names of enumeration values that need one: `1 = DAY, 2 = WEEK`. */
function valueNamesOf({ enum: values = [], enumNames = [] }: JsonSchema): string {
  const said = values.flatMap((value, index) => {
    const name = enumNames[index];
    const isShown = value !== null && value !== '' && name;
    return isShown ? [`${String(value)} = ${shortenText(plainText(name), MAX_VALUE_CHARS)}`] : [];
  });
  return shortenText(said.join(', '), MAX_VALUES_CHARS);
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function copyLimits(schema: JsonSchema, emitted: JsonSchema): void {
  const values = schema.enum?.filter((value) => value !== null && value !== '');
  if (values && values.length > 0 && emitted.type !== 'boolean') emitted.enum = values;
  const { format } = schema;
  if (typeof format === 'string' && !SILENT_FORMATS.includes(format)) emitted['format'] = format;
  for (const keyword of KEPT) if (schema[keyword] !== undefined) emitted[keyword] = schema[keyword];
  if (emitted['default'] === '') delete emitted['default'];
  for (const keyword of COUNTS) if (schema[keyword]) emitted[keyword] = schema[keyword];
}

/** Gemini requires a type for items; where the document names none, it is a list of options in Rails, so strings. */
function itemsOf({ items = {} }: JsonSchema, inner: Place): JsonSchema {
  const emitted = emit(items, inner);
  return emitted.type || emitted.anyOf ? emitted : { type: 'string', ...emitted };
}

function copyProperties(schema: JsonSchema, emitted: JsonSchema, inner: Place): void {
  const properties = Object.entries(schema.properties ?? {}).map(
    ([name, property]) =>
      [name, emit(property, { ...inner, seen: [name, ...inner.seen] })] as const,
  );
  if (properties.length > 0) emitted.properties = Object.fromEntries(properties);
  if (schema.required) emitted.required = schema.required;
  const additional = schema.additionalProperties;
  if (typeof additional === 'object' && Object.keys(additional).length > 0) {
    emitted.additionalProperties = emit(additional, inner);
  }
}
