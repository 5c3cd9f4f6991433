import { flattenChoice } from '../schema/flatten.js';
import { isOfType } from '../schema/json-type.js';
import { plainText, isRedundant, shortenText } from './plain-text.js';
import { typesIn, type JsonSchema, type ObjectSchema } from '../schema/schema-keywords.js';

/** What a description may cost: an argument's, one further inside, and one that stands in many tools. */
const MAX_CHARS = 150;
const MAX_INNER_CHARS = 100;
const MAX_REPEATED_CHARS = 50;
/** What the meaning of a value may cost, and that of all values of a list. */
const MAX_VALUE_CHARS = 60;
const MAX_VALUES_CHARS = 400;
/** Providers stop at five to ten levels; deeper, a schema says only its type. */
const MAX_DEPTH = 8;
/** A tool that would take more than this of a model's context is told in fewer levels. */
const MAX_SCHEMA_CHARS = 40_000;
const SHALLOWER = [5, 3, 2, 1, 0];
/** A text in more tools than this is repeated. */
const MANY = 10;

/** What an argument's description is made of besides the document's own words. */
export interface ArgumentWords {
  /** The tool that lists what an argument is an id of. */
  sourceOf(argument: string): string | undefined;
  /** In how many tools a description stands. */
  descriptionCount(description: unknown): number;
}

const FILE = 'File as base64 or a data URL';
/** Formats that repeat the type, or say how a file travels on the wire. */
const SILENT_FORMATS = ['int32', 'int64', 'float', 'double', 'binary', 'string'];
/** Kept as they are; the rest of JSON Schema is unknown to one provider or another. */
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
 * The schema of a tool's arguments in the words that every model provider accepts: one type each, never
 * a list of them (Gemini), every array with typed items, and nothing said that the name says already.
 * Null is not among the types, nor the empty text among the values; where the application takes them,
 * `checkArguments` lets them through.
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
    // Of `asc` or `desc` in every list there is nothing to explain.
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

/** Where in a tool a schema stands. */
interface Place {
  /** The names that a reader has seen, the nearest first. */
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
  if (choice.length === 1) return describeAs(emit(choice[0]!, place), description);
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

/** Where a choice is too deep to be told: what all of it is, if that is one type. */
function commonTypeOf({ anyOf = [] }: JsonSchema): string | undefined {
  const types = new Set(anyOf.flatMap((variant) => typesIn(variant)));
  types.delete('null');
  return types.size === 1 ? [...types][0] : undefined;
}

function describeAs(schema: JsonSchema, description: string): JsonSchema {
  return description ? { ...schema, description } : schema;
}

/** The schemas that a value may fit, if there is more than the one; an id of either type is no choice. */
function choiceOf(schema: JsonSchema, types: string[]): JsonSchema[] {
  if (schema.anyOf) {
    // What stands beside a choice counts for each variant, and no provider takes both.
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

/** Gemini refuses a list of values with an empty text in it; as null it empties a field. */
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

/** What the values of a list mean, `1 = DAY, 2 = WEEK`, where they do not say it themselves. */
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

/** Gemini wants a type in every item; what a document leaves open is a list of options in Rails. */
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
