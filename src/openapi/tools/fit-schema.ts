import { estimateSchemaTokens } from '../../values/schema-tokens.js';
import { shortenText } from './plain-text.js';
import type { JsonSchema, ObjectSchema } from '../schema/schema-keywords.js';

/** Longer enumerations are reduced to a few values. */
const MANY_VALUES = 30;
const NAMED_VALUES = 5;
/** How many fields an outlined object names. */
const NAMED_FIELDS = 24;
/** A smaller object costs no more than a reference to it. */
const WORTH_REFERRING_CHARS = 200;
const SHORT_CHARS = 60;

/**
 * Truncates an input schema to a token limit, step by step and only as far as needed: repeated objects are described
 * once, long enumerations are shortened, descriptions inside objects are dropped, then whole levels. The names and
 * types of the arguments and their `required` list stay. What is left out is still accepted, and errors name what is
 * right.
 * @param maxTokens by estimate; a schema that cannot be truncated so far stays larger
 */
export function fitSchema(schema: ObjectSchema, maxTokens: number): ObjectSchema {
  let fitted = schema;
  for (const shorten of STEPS) {
    if (estimateSchemaTokens(JSON.stringify(fitted)) <= maxTokens) break;
    // No step changes the type.
    fitted = shorten(fitted) as ObjectSchema;
  }
  return fitted;
}

type Step = (schema: JsonSchema) => JsonSchema;

const STEPS: readonly Step[] = [
  tellOnce,
  (schema) => eachPart(schema, nameSomeValues),
  (schema) => eachPart(schema, leaveOutDescription),
  ...[3, 2, 1].map(
    (levels): Step =>
      (schema) =>
        cutBelow(schema, levels),
  ),
  (schema) => eachPart(schema, shortenDescription),
  (schema) => cutBelow(schema, 0),
];

/** The note at the end of a description that replaces fields or values. */
const OURS = /(?:^|\. )((?:As |One of \d+ values such as ).*)$/s;

/** Changes every schema inside a schema, outer ones first. */
function eachPart(schema: JsonSchema, change: (part: JsonSchema, depth: number) => JsonSchema) {
  const walk = (part: JsonSchema, depth: number): JsonSchema =>
    mapParts(change(part, depth), (inner) => walk(inner, depth + 1));
  return mapParts(schema, (part) => walk(part, 0));
}

/** The same schema with the schemas right inside it changed. */
function mapParts(
  schema: JsonSchema,
  change: (part: JsonSchema, name: string) => JsonSchema,
): JsonSchema {
  const { properties, items, anyOf, additionalProperties: additional } = schema;
  return {
    ...schema,
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, part]) => [name, change(part, name)]),
      ),
    }),
    ...(items && { items: change(items, '') }),
    ...(anyOf && { anyOf: anyOf.map((part) => change(part, '')) }),
    ...(typeof additional === 'object' && { additionalProperties: change(additional, '') }),
  };
}

/** Describes repeated objects once: of two addresses, the second refers to the first. */
function tellOnce(schema: JsonSchema): JsonSchema {
  const places = new Map<string, string>();
  const walk = (part: JsonSchema, path: string): JsonSchema => {
    if (part.properties) {
      const { description, ...said } = part;
      const key = JSON.stringify(said);
      const place = places.get(key);
      if (place !== undefined) return describeAs({ type: 'object' }, description, `As ${place}`);
      if (path && key.length >= WORTH_REFERRING_CHARS) places.set(key, path);
    }
    return mapParts(part, (inner, name) => walk(inner, [path, name].filter(Boolean).join('.')));
  };
  return walk(schema, '');
}

function nameSomeValues(part: JsonSchema): JsonSchema {
  if (!part.enum || part.enum.length <= MANY_VALUES) return part;
  const { enum: values, description, ...rest } = part;
  const some = values.slice(0, NAMED_VALUES).join(', ');
  return describeAs(rest, description, `One of ${values.length} values such as ${some}`);
}

function leaveOutDescription(part: JsonSchema, depth: number): JsonSchema {
  if (depth === 0 || part.description === undefined) return part;
  const { description, ...rest } = part;
  const [, ours] = OURS.exec(description) ?? [];
  return ours === undefined ? rest : { ...rest, description: ours };
}

function shortenDescription(part: JsonSchema): JsonSchema {
  const { description, ...rest } = part;
  if (description === undefined || description.length <= SHORT_CHARS) return part;
  return { ...rest, description: shortenText(description, SHORT_CHARS) };
}

function cutBelow(schema: JsonSchema, levels: number): JsonSchema {
  if (levels > 0) return mapParts(schema, (part) => cutBelow(part, levels - 1));
  return schema.anyOf ? outline(schema) : mapParts(schema, outline);
}

/** Reduces a schema to its type; an object keeps the names of its fields. */
function outline(part: JsonSchema): JsonSchema {
  if (part.anyOf) return outlineChoice(part, part.anyOf);
  if (!part.properties) return mapParts(part, outline);
  const { properties, required = [], additionalProperties: _any, description, ...rest } = part;
  return describeAs(rest, description, nameFields(Object.keys(properties), required));
}

function outlineChoice(part: JsonSchema, variants: JsonSchema[]): JsonSchema {
  if (!variants.every(({ properties }) => properties)) {
    return { ...part, anyOf: variants.map(outline) };
  }
  const names = new Set(variants.flatMap(({ properties = {} }) => Object.keys(properties)));
  const required = [...names].filter((name) =>
    variants.every((variant) => variant.required?.includes(name)),
  );
  const { anyOf: _choice, description, ...rest } = part;
  return describeAs({ ...rest, type: 'object' }, description, nameFields([...names], required));
}

function nameFields(names: string[], required: readonly string[]): string {
  const first = names.filter((name) => required.includes(name)).map((name) => `${name} (required)`);
  const all = [...first, ...names.filter((name) => !required.includes(name))];
  const more = all.length > NAMED_FIELDS ? ', …' : '';
  return `Fields: ${all.slice(0, NAMED_FIELDS).join(', ')}${more}`;
}

function describeAs(schema: JsonSchema, said: string | undefined, more: string): JsonSchema {
  const description = said ? `${said.replace(/[.\s]*$/, '')}. ${more}` : more;
  return { ...schema, description };
}
