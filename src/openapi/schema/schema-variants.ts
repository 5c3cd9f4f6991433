import { choiceOfValues, withValueNames, type ValueChoice } from './choice-of-values.js';
import { isRecord } from '../../values/is-record.js';
import { mergeSubtypes } from './merge-subtypes.js';
import { typeKeyword, typesOfValues } from './json-type.js';
import { keysOf, nameIn, readDiscriminator } from './subtypes.js';
import { allowNull, mergeSchemas } from './merge-schemas.js';
import { dereference } from '../document/resolve.js';
import { typesOf, type JsonSchema } from './schema-keywords.js';
import type { SchemaReader } from './schema.js';

/**
 * Merges `oneOf` or `anyOf` into a schema; to a caller they mean the same. Constants become an `enum`, subtypes become
 * one object, and a single variant beside null becomes a nullable schema.
 */
export function mergeVariants(
  source: Record<string, unknown>,
  keyword: 'oneOf' | 'anyOf',
  schema: JsonSchema,
  reading: SchemaReader,
): JsonSchema {
  const sources: unknown = source[keyword];
  if (!Array.isArray(sources) || sources.length === 0) return schema;
  const { resolve, read } = reading;
  const values = choiceOfValues(sources.map((variant) => dereference(variant, resolve) ?? variant));
  if (values) return mergeSchemas(schema, oneOfValues(source, values));
  const variants = sources.map((variant) => read(variant));
  const real = variants.filter((variant) => variant.type !== 'null');
  const isNullable = real.length < variants.length;
  // `oneOf: [{required: [a]}, {required: [b]}]` does not describe the value's shape.
  if (real.every((variant) => Object.keys(variant).length === 0)) return schema;
  const [only, ...others] = real;
  if (only && others.length === 0) {
    const merged = mergeSchemas(only, schema);
    return isNullable ? allowNull(merged) : merged;
  }
  const joined = joinVariants(source, sources, variants, schema, reading);
  if (joined) return isNullable ? allowNull(joined) : joined;
  return schema.anyOf ? mergeSchemas(schema, { anyOf: variants }) : { ...schema, anyOf: variants };
}

function oneOfValues(source: Record<string, unknown>, choice: ValueChoice): JsonSchema {
  const { values } = choice;
  const types = typesOf(source);
  const type = types.length > 0 ? types : typesOfValues(values);
  const schema: JsonSchema = { type: typeKeyword(type), enum: values };
  return withValueNames(values.includes(null) ? allowNull(schema) : schema, choice);
}

/** The variants of a discriminator as one object. */
function joinVariants(
  source: Record<string, unknown>,
  sources: readonly unknown[],
  variants: readonly JsonSchema[],
  schema: JsonSchema,
  { resolve }: SchemaReader,
): JsonSchema | undefined {
  const discriminator = readDiscriminator(source);
  if (!discriminator) return undefined;
  const subtypes = variants.flatMap((variant, index) => {
    if (variant.type === 'null') return [];
    const one = sources[index];
    const values = variant.properties?.[discriminator.property]?.enum?.filter(isText);
    const ref = isRecord(one) ? one['$ref'] : undefined;
    const target = typeof ref === 'string' ? resolve(ref) : one;
    const mapped = keysOf(discriminator, target, undefined, resolve);
    const name = nameIn(ref);
    const keys = mapped.length > 0 ? mapped : (values ?? (name === undefined ? [] : [name]));
    return [{ keys, schema: variant }];
  });
  return mergeSubtypes(schema, discriminator.property, subtypes);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
