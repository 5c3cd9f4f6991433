import type { JsonSchema } from '../schema/schema-keywords.js';
import { typesIn } from '../schema/schema-keywords.js';

/**
 * What a merge patch of a record may hold (RFC 7396): any part of it, and null for every part that is to go. Lists are
 * replaced as wholes, so what is in them stays as it is described.
 */
export function mergePatchSchema(schema: JsonSchema): JsonSchema {
  const { required: _required, ...patch } = schema;
  if (schema.properties) {
    patch.properties = Object.fromEntries(
      Object.entries(schema.properties).map(([name, property]) => [
        name,
        withNull(mergePatchSchema(property)),
      ]),
    );
  }
  if (typeof schema.additionalProperties === 'object') {
    patch.additionalProperties = withNull(mergePatchSchema(schema.additionalProperties));
  }
  if (schema.anyOf) patch.anyOf = schema.anyOf.map(mergePatchSchema);
  return patch;
}

function withNull(schema: JsonSchema): JsonSchema {
  const types = typesIn(schema);
  return {
    ...schema,
    ...(types.length > 0 && { type: [...new Set([...types, 'null'])] }),
    ...(schema.enum && { enum: [...new Set([...schema.enum, null])] }),
    ...(schema.anyOf && { anyOf: [...schema.anyOf, { type: 'null' }] }),
  };
}
