import type { JsonSchema } from '../schema/schema-keywords.js';
import { typesIn } from '../schema/schema-keywords.js';

/**
 * The schema of a merge patch (RFC 7396): nothing is required, and null removes a member. A list is replaced as a
 * whole, so its items keep their schema.
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
