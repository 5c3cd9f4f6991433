import { isRecord } from '../../values/is-record.js';
import { dereference } from '../document/resolve.js';
import { anyOf, mergeSchemas } from './merge-schemas.js';
import { coerceBoolean, type JsonSchema } from './schema-keywords.js';
import type { SchemaReader } from './schema.js';

type Source = Record<string, unknown>;

/** Copies the keywords that describe an object: properties, required, additionalProperties. Changes `schema`. */
export function copyProperties(source: Source, schema: JsonSchema, reading: SchemaReader): void {
  const properties: [string, JsonSchema][] = [];
  for (const [name, property] of entriesOf(source['properties'])) {
    // The schema `false` forbids the property.
    if (name === '__proto__' || property === false || isHidden(property, reading)) continue;
    properties.push([name, reading.read(property)]);
  }
  if (properties.length > 0) schema.properties = Object.fromEntries(properties);
  const needed = entriesOf(source['properties']).filter(
    // Draft-03 wrote `required: true` into the property.
    ([, property]) => isRecord(property) && property['required'] === true,
  );
  copyRequired([source, { required: needed.map(([name]) => name) }], schema);
  copyAdditional(source, schema, reading);
}

/** Whether this direction leaves a property out, because it or its target is `readOnly` or `writeOnly`. */
function isHidden(property: unknown, { hidden, resolve, refsStandAlone }: SchemaReader): boolean {
  const target = dereference(property, resolve);
  const isReference = isRecord(property) && typeof property['$ref'] === 'string';
  // Where references stand alone, their siblings are ignored.
  const places = isReference && refsStandAlone && target ? [target] : [property, target];
  const parts = isRecord(property) && Array.isArray(property['allOf']) ? property['allOf'] : [];
  return [...places, ...parts.map((part: unknown) => dereference(part, resolve))].some(
    (place) => isRecord(place) && coerceBoolean(place[hidden]),
  );
}

/** Copies what other properties an object may have; the patterns of `patternProperties` are not kept. */
function copyAdditional(source: Source, schema: JsonSchema, { read }: SchemaReader): void {
  const { additionalProperties, unevaluatedProperties, patternProperties } = source;
  const additional = additionalProperties ?? unevaluatedProperties;
  const patterns = entriesOf(patternProperties)
    .filter(([, pattern]) => pattern !== false)
    .map(([, pattern]) => read(pattern));
  if (additional === true) schema.additionalProperties = true;
  else if (isRecord(additional)) {
    schema.additionalProperties = anyOf([read(additional), ...patterns]);
  } else if (patterns.length > 0) {
    schema.additionalProperties = anyOf(patterns);
  } else if (additional === false) schema.additionalProperties = false;
}

/** Adds the properties of conditional schemas: `then`, `else`, `dependentSchemas` and `dependencies`. */
export function withConditional(
  source: Source,
  schema: JsonSchema,
  reading: SchemaReader,
): JsonSchema {
  const dependent = [source['dependentSchemas'], source['dependencies']].flatMap((all) =>
    entriesOf(all).map(([, one]) => one),
  );
  const branches = [source['then'], source['else'], ...dependent].filter(isRecord);
  let merged = schema;
  for (const branch of branches) {
    const { properties } = reading.read(branch);
    const { properties: own = {} } = merged;
    if (properties) merged = mergeSchemas(merged, { properties: { ...properties, ...own } });
  }
  return merged;
}

/** Adds the names that the sources require, except those without a property. Changes `schema`. */
export function copyRequired(sources: unknown[], schema: JsonSchema): void {
  const names = sources.flatMap((source) => (isRecord(source) ? namesIn(source['required']) : []));
  const required = [...new Set([...(schema.required ?? []), ...names])].filter((name) =>
    Object.hasOwn(schema.properties ?? {}, name),
  );
  if (required.length > 0) schema.required = required;
}

function namesIn(required: unknown): string[] {
  return Array.isArray(required)
    ? [...new Set(required.filter((name) => typeof name === 'string'))]
    : [];
}

function entriesOf(value: unknown): [string, unknown][] {
  return isRecord(value) ? Object.entries(value) : [];
}
