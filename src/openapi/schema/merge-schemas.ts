import { flattenChoice } from './flatten.js';
import { typesIn, type JsonSchema } from './schema-keywords.js';

/**
 * Merges two schemas that hold at once (`allOf`): properties and required names add up, `enum`s intersect, and
 * `second` wins for every other keyword.
 */
export function mergeSchemas(first: JsonSchema, second: JsonSchema): JsonSchema {
  if (first.anyOf && second.anyOf) {
    // Two choices cannot both be kept: the first becomes one object with all its fields.
    const { anyOf: _choice, ...rest } = first;
    return mergeSchemas(optional(flattenChoice(first)) ?? rest, second);
  }
  const merged: JsonSchema = { ...first, ...second };
  if (first.properties && second.properties) {
    merged.properties = mergeProperties(first.properties, second.properties);
  }
  // `{type: array}` alone does not describe items.
  if (first.items && second.items && Object.keys(second.items).length === 0) {
    merged.items = first.items;
  }
  if (first.required && second.required) {
    merged.required = [...new Set([...first.required, ...second.required])];
  }
  const { enum: values } = first;
  if (values && second.enum) {
    const both = second.enum.filter((value) => values.includes(value));
    if (both.length > 0) merged.enum = both;
  }
  return merged;
}

function optional(schema: JsonSchema | undefined): JsonSchema | undefined {
  if (!schema) return undefined;
  const { required: _required, ...rest } = schema;
  return rest;
}

function mergeProperties(
  first: Record<string, JsonSchema>,
  second: Record<string, JsonSchema>,
): Record<string, JsonSchema> {
  const merged = new Map(Object.entries(first));
  for (const [name, theirs] of Object.entries(second)) {
    const ours = merged.get(name);
    merged.set(name, ours && agree(ours, theirs) ? mergeSchemas(ours, theirs) : theirs);
  }
  return Object.fromEntries(merged);
}

/** Whether the two have a type in common; otherwise the second replaces the first. */
function agree(first: JsonSchema, second: JsonSchema): boolean {
  const [ours, theirs] = [typesIn(first), typesIn(second)];
  return ours.length === 0 || theirs.length === 0 || ours.some((type) => theirs.includes(type));
}

/** The schema of a value that one of these describes: the only one itself, or a choice. */
export function anyOf(variants: JsonSchema[]): JsonSchema {
  const [only, ...others] = variants;
  return only && others.length === 0 ? only : { anyOf: variants };
}

/** The same schema, accepting null too. */
export function allowNull(schema: JsonSchema): JsonSchema {
  const { type, enum: values, anyOf } = schema;
  return {
    ...schema,
    ...(type !== undefined && { type: [...new Set([type, 'null'].flat())] }),
    ...(values && { enum: [...new Set([...values, null])] }),
    ...(anyOf && {
      anyOf: anyOf.some((variant) => typesIn(variant).includes('null'))
        ? anyOf
        : [...anyOf, { type: 'null' }],
    }),
  };
}
