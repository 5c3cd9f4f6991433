import { typesIn, type JsonSchema } from '../schema/schema-keywords.js';

/** Lets integer ids be obfuscated strings too (Bullet Train), at every depth of a schema. */
export function acceptObfuscatedIds(name: string, schema: JsonSchema): JsonSchema {
  const { items, properties } = schema;
  const types = typesIn(schema);
  const isId = /(^|_)ids?$|^after$/i.test(name);
  const either = isId && types.includes('integer') && !types.includes('string') && !schema.enum;
  return {
    ...schema,
    ...(either && { type: ['integer', 'string', ...types.filter((type) => type !== 'integer')] }),
    ...(items && { items: acceptObfuscatedIds(name, items) }),
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([key, inner]) => [key, acceptObfuscatedIds(key, inner)]),
      ),
    }),
  };
}
