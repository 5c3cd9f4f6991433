import { flattenChoice } from './flatten.js';
import { coerceToTypes } from './json-type.js';
import { mergeSchemas } from './merge-schemas.js';
import { typesIn, type JsonSchema } from './schema-keywords.js';

/**
 * One object with the fields of all subtypes, where the discriminator's property lists its values, and each field that
 * not all subtypes have says which have it.
 * @returns undefined if a subtype is not an object
 */
export function mergeSubtypes(
  base: JsonSchema,
  property: string,
  subtypes: readonly { keys: string[]; schema: JsonSchema }[],
): JsonSchema | undefined {
  const listed = base.properties?.[property]?.enum ?? [];
  const whole = subtypes.map(({ keys: given, schema }) => {
    const keys = given.map((key) => asListed(key, listed));
    const merged = mergeSchemas(base, schema);
    const types = typesIn(merged);
    const isObject = types.length === 0 || types.includes('object');
    return { keys, schema: flattenChoice(merged) ?? (isObject ? { type: 'object' } : undefined) };
  });
  if (!whole.every((kind): kind is Whole => kind.schema !== undefined)) return undefined;
  const joined = flattenChoice({
    anyOf: whole.map((kind) => withNotes(kind, whole, property)),
  });
  if (!joined) return undefined;
  const { anyOf: _choice, ...rest } = base;
  const result: JsonSchema = { ...rest, ...joined, type: base.type ?? 'object' };
  const keys = whole.flatMap((kind) => kind.keys);
  const own = joined.properties?.[property] ?? base.properties?.[property] ?? {};
  const { description } = own;
  const plain: JsonSchema = own.anyOf ? { ...(description !== undefined && { description }) } : own;
  const types = typesIn(plain);
  const values = keys
    .map((key) => coerceToTypes(types, key))
    .filter((value) => value !== undefined);
  const all = [...new Set([...(base.properties?.[property]?.enum ?? []), ...values])];
  result.properties = {
    ...result.properties,
    [property]: { ...plain, type: plain.type ?? 'string', ...(all.length > 0 && { enum: all }) },
  };
  return result;
}

/** An implicit name says `Fish` where the property's own list of values says `fish`. */
function asListed(key: string, listed: readonly unknown[]): string {
  if (listed.includes(key)) return key;
  const alike = listed.find((value) => String(value).toLowerCase() === key.toLowerCase());
  return alike === undefined ? key : String(alike);
}

interface Whole {
  keys: string[];
  schema: JsonSchema;
}

type Named = [name: string, field: JsonSchema];

/** With more subtypes than this a field says no longer which have it. */
const MOST_KINDS_NAMED = 4;

function withNotes({ keys, schema }: Whole, all: readonly Whole[], property: string): JsonSchema {
  const entries = Object.entries(schema.properties ?? {}).map(([name, field]): Named => {
    const having = all.filter((kind) => Object.hasOwn(kind.schema.properties ?? {}, name));
    const named = having.flatMap((kind) => kind.keys);
    const isOfAll = having.length === all.length || name === property;
    if (isOfAll || keys.length === 0 || named.length > MOST_KINDS_NAMED) return [name, field];
    const isNeeded = having.every((kind) => kind.schema.required?.includes(name));
    const only = `${isNeeded ? 'Needed with' : 'Only with'} ${property} ${named.join(', ')}`;
    return [name, { ...field, only }];
  });
  return { ...schema, properties: Object.fromEntries(entries) };
}
