import { isRecord } from '../../values/is-record.js';
import { coerceToTypes, isOfType } from './json-type.js';
import { allowNull } from './merge-schemas.js';
import { typesIn, type JsonSchema } from './schema-keywords.js';

/**
 * Widens a schema until it accepts an example of its own document. Where the two disagree, the example came from the
 * application and the schema from a person. An example that can be coerced to the schema changes nothing. Clients are
 * still shown the documented type, kept in `shownType`.
 * @returns the schema itself where it accepts the example already
 */
export function acceptExample(schema: JsonSchema, example: unknown): JsonSchema {
  if (example === undefined || schema.anyOf) return schema;
  const types = typesIn(schema);
  if (example === null) return types.includes('null') ? schema : allowNull(schema);
  const widened = withType(withValue(schema, types, example), types, example);
  if (Array.isArray(example) && widened.items && types.includes('array')) {
    return { ...widened, items: example.reduce<JsonSchema>(acceptExample, widened.items) };
  }
  if (!isRecord(example) || !widened.properties) return widened;
  const properties = Object.entries(widened.properties).map(([name, property]) => {
    const shown = Object.hasOwn(example, name) ? example[name] : undefined;
    return [name, acceptExample(property, shown)] as const;
  });
  return { ...widened, properties: Object.fromEntries(properties) };
}

/** Adds the example to the schema's `enum` if it is missing there. */
function withValue(schema: JsonSchema, types: readonly string[], example: unknown): JsonSchema {
  const value = coerceToTypes(types, example);
  const isPlain = typeof value === 'string' || typeof value === 'number';
  if (!schema.enum || !isPlain || schema.enum.includes(value)) return schema;
  return { ...schema, enum: [...schema.enum, value] };
}

function withType(schema: JsonSchema, types: readonly string[], example: unknown): JsonSchema {
  if (types.length === 0 || coerceToTypes(types, example) !== undefined) return schema;
  const type = ['boolean', 'integer', 'number', 'string', 'array', 'object'].find((one) =>
    isOfType(example, one),
  );
  if (type === undefined) return schema;
  // A list of one where one is wanted is coerced, and the other way around as well.
  if (types.includes('array') && type !== 'object') return schema;
  return {
    ...schema,
    type: [...types, type],
    ...(type === 'array' && { items: schema.items ?? {} }),
    shownType: schema.shownType ?? types.filter((one) => one !== 'null'),
  };
}

/**
 * The example values in a part of a document: `example`, and `examples` as a list or by name (OpenAPI 3.1 §4.8.12).
 * @param follow resolves an example that is a reference
 */
export function examplesIn(
  source: Record<string, unknown>,
  follow: (value: unknown) => unknown,
): unknown[] {
  const { example, examples } = source;
  if (example === undefined && examples === undefined) return [];
  const named = isRecord(examples)
    ? Object.values(examples).map((one) => {
        const followed = follow(one);
        return isRecord(followed) ? followed['value'] : undefined;
      })
    : [];
  const listed: unknown[] = Array.isArray(examples) ? examples : [];
  return [example, ...listed, ...named].map(follow).filter((value) => value !== undefined);
}
