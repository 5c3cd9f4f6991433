import { isDeepStrictEqual } from 'node:util';
import type { JsonSchema } from './schema-keywords.js';

/**
 * Takes off the one key that Rails' wrapper puts around a body, which Rails requires although no document says so.
 * @returns the key and the schema inside; undefined where the body has no wrapper
 */
export function unwrapBody(schema: JsonSchema): { key: string; schema: JsonSchema } | undefined {
  const entries = Object.entries(schema.properties ?? {});
  const [key, inner] = entries[0] ?? [];
  if (entries.length !== 1 || key === undefined || !inner) return undefined;
  const fields = flattenChoice(inner);
  return fields?.properties ? { key, schema: fields } : undefined;
}

/**
 * Turns a choice between objects into one object with all their properties, requiring only what all require.
 * @returns undefined where a variant is not an object
 */
export function flattenChoice(schema: JsonSchema): JsonSchema | undefined {
  if (!schema.anyOf) return schema.properties ? schema : undefined;
  const variants = schema.anyOf
    .filter((variant) => variant.type !== 'null')
    .map(
      (variant) => flattenChoice(variant) ?? (schema.properties && !variant.type ? {} : undefined),
    );
  if (variants.length === 0 || !variants.every((variant) => variant !== undefined))
    return undefined;
  const shared = variants
    .map((variant) => variant.required ?? [])
    .reduce((all, names) => all.filter((name) => names.includes(name)));
  const required = [...new Set([...(schema.required ?? []), ...shared])];
  const others = variants.map((variant) => variant.additionalProperties).find(Boolean);
  const additional = schema.additionalProperties || others;
  return {
    type: 'object',
    properties: {
      ...schema.properties,
      ...variants.map((variant) => variant.properties ?? {}).reduce(eitherOf, {}),
    },
    ...(required.length > 0 && { required }),
    ...(additional && { additionalProperties: additional }),
  };
}

function undescribed({ description: _said, ...schema }: JsonSchema): JsonSchema {
  return schema;
}

/** A property that two variants share accepts what either accepts. */
function eitherOf(
  first: Record<string, JsonSchema>,
  second: Record<string, JsonSchema>,
): Record<string, JsonSchema> {
  const both = { ...first, ...second };
  for (const [name, theirs] of Object.entries(second)) {
    const ours = Object.hasOwn(first, name) ? first[name] : undefined;
    if (!ours || isDeepStrictEqual(undescribed(ours), undescribed(theirs))) continue;
    both[name] =
      ours.enum && theirs.enum && isDeepStrictEqual(ours.type, theirs.type)
        ? { ...ours, enum: [...new Set([...ours.enum, ...theirs.enum])] }
        : { anyOf: [...(ours.anyOf ?? [ours]), theirs] };
  }
  return both;
}
