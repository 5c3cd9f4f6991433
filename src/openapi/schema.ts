import { isRecord } from './document.js';
import { dereference, type Resolve } from './resolve.js';
import { copyKeywords, typesIn, typesOf, type JsonSchema, type Warn } from './schema-keywords.js';

/** Which way the data goes: `readOnly` properties are never asked for, `writeOnly` ones never shown. */
export type Direction = 'request' | 'response';

export interface SchemaContext {
  resolve: Resolve;
  warn: Warn;
  direction: Direction;
  /** Deeper than this, or past this many parts, a schema says only its type: no model fills in more. */
  maxDepth?: number;
  maxParts?: number;
  /** What all schemas of a document may take together, so that no document can explode. */
  allowance?: { partsLeft: number };
}

const MAX_DEPTH = 16;
const MAX_PARTS = 1_500;

/**
 * Turns a schema of an OpenAPI 3.0 or 3.1 document into self-contained JSON Schema: references
 * inlined (a cycle is cut where it repeats), `allOf` merged, `nullable` turned into a type, keywords
 * that only document left out.
 */
export function normalizeSchema(schema: unknown, context: SchemaContext): JsonSchema {
  const { maxDepth = MAX_DEPTH, maxParts = MAX_PARTS } = context;
  return normalize(
    schema,
    { ...context, maxDepth, own: { partsLeft: maxParts }, open: new Set() },
    [],
  );
}

interface Walk extends SchemaContext {
  maxDepth: number;
  own: { partsLeft: number };
  /** The schemas that are being read. */
  open: Set<object>;
}

function spendPart({ own, allowance }: Walk): boolean {
  if (own.partsLeft <= 0 || allowance?.partsLeft === 0) return false;
  own.partsLeft -= 1;
  if (allowance) allowance.partsLeft -= 1;
  return true;
}

function normalize(source: unknown, context: Walk, trail: readonly string[]): JsonSchema {
  if (!isRecord(source)) return {};
  if (trail.length > context.maxDepth || !spendPart(context)) return cut(source, context);
  // A YAML alias may lead back to what it stands in, as a reference may.
  if (context.open.has(source)) return cut(source, context);
  context.open.add(source);
  const schema = normalizeKind(source, context, trail);
  context.open.delete(source);
  return withNull(source, schema);
}

function normalizeKind(
  source: Record<string, unknown>,
  context: Walk,
  trail: readonly string[],
): JsonSchema {
  const ref = source['$ref'];
  if (typeof ref === 'string') return inlineReference(source, ref, context, trail);
  if (Array.isArray(source['allOf'])) return mergeAllOf(source, source['allOf'], context, trail);

  const schema: JsonSchema = {};
  const types = typesOf(source);
  if (types.length > 0) schema.type = types.length === 1 ? types[0]! : types;
  copyKeywords(source, schema, context.warn);
  if (types.includes('object')) copyProperties(source, schema, context, trail);
  if (types.includes('array')) schema.items = itemsOf(source, context, trail);
  return mergeVariants(source, schema, context, trail);
}

/** `{type: object, $ref: …}` side by side is real Bullet Train: what stands beside the reference wins. */
function inlineReference(
  source: Record<string, unknown>,
  ref: string,
  context: Walk,
  trail: readonly string[],
): JsonSchema {
  const { $ref: _ref, ...beside } = source;
  if (trail.includes(ref)) {
    const target = context.resolve(ref);
    return { ...(isRecord(target) ? cut(target, context) : {}), ...cut(beside, context) };
  }
  const target = normalize(context.resolve(ref), context, [...trail, ref]);
  return Object.keys(beside).length === 0
    ? target
    : mergeSchemas(target, normalize(beside, context, [...trail, ref]));
}

/** What is left of a schema that would repeat itself: its type. */
function cut(source: Record<string, unknown>, { resolve }: Walk): JsonSchema {
  const parts = Array.isArray(source['allOf']) ? source['allOf'] : [];
  const types = [source, ...parts.map((part) => dereference(part, resolve) ?? {})]
    .map(typesOf)
    .find((found) => found.length > 0);
  if (!types) return {};
  const type = types.length === 1 ? types[0]! : types;
  return withNull(source, types.includes('array') ? { type, items: {} } : { type });
}

function copyProperties(
  source: Record<string, unknown>,
  schema: JsonSchema,
  context: Walk,
  trail: readonly string[],
): void {
  const hidden = context.direction === 'request' ? 'readOnly' : 'writeOnly';
  const properties: [string, JsonSchema][] = [];
  for (const [name, property] of Object.entries(
    isRecord(source['properties']) ? source['properties'] : {},
  )) {
    const isHidden = [property, dereference(property, context.resolve)].some(
      (schema) => isRecord(schema) && schema[hidden] === true,
    );
    if (name === '__proto__' || isHidden) continue;
    properties.push([name, normalize(property, context, [...trail, name])]);
  }
  if (properties.length > 0) schema.properties = Object.fromEntries(properties);
  copyRequired([source], schema);
  const additional = source['additionalProperties'];
  if (additional === false) schema.additionalProperties = false;
  if (isRecord(additional))
    schema.additionalProperties = normalize(additional, context, [...trail, '*']);
}

function copyRequired(sources: unknown[], schema: JsonSchema): void {
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

/** Many write beside an array the values that its items may have. */
function itemValues({ enum: values }: Record<string, unknown>): { enum: unknown[] } | undefined {
  const isOfItems = Array.isArray(values) && !values.some((value) => Array.isArray(value));
  return isOfItems ? { enum: values } : undefined;
}

/** Bullet Train describes what an array holds with `contains`; tuples become "any of these". */
function itemsOf(
  source: Record<string, unknown>,
  context: Walk,
  trail: readonly string[],
): JsonSchema {
  const described = source['items'] ?? source['contains'];
  const items = isRecord(described)
    ? { ...itemValues(source), ...described }
    : (described ?? itemValues(source));
  const tuple = Array.isArray(source['prefixItems']) ? source['prefixItems'] : items;
  if (!Array.isArray(tuple) || tuple.length === 0)
    return normalize(items, context, [...trail, '[]']);
  return { anyOf: tuple.map((item) => normalize(item, context, [...trail, '[]'])) };
}

function mergeAllOf(
  source: Record<string, unknown>,
  parts: unknown[],
  context: Walk,
  trail: readonly string[],
): JsonSchema {
  const { allOf: _parts, ...beside } = source;
  const merged = [...parts, beside]
    .map((part) => normalize(part, context, [...trail, 'allOf']))
    .reduce(mergeSchemas, {});
  // `{required: […]}` may stand alone, its properties in another part.
  copyRequired([...parts, beside], merged);
  return merged;
}

/** `oneOf` and `anyOf` mean the same to a caller; one real variant beside `null` is no choice at all. */
function mergeVariants(
  source: Record<string, unknown>,
  schema: JsonSchema,
  context: Walk,
  trail: readonly string[],
): JsonSchema {
  const sources = [source['oneOf'], source['anyOf']].find(
    (choice): choice is unknown[] => Array.isArray(choice) && choice.length > 0,
  );
  if (!sources) return schema;
  const variants = sources.map((variant) => normalize(variant, context, [...trail, 'anyOf']));
  const real = variants.filter((variant) => variant.type !== 'null');
  if (real.length !== 1) return { ...schema, anyOf: variants };
  const merged = mergeSchemas(real[0]!, schema);
  return real.length < variants.length ? allowNull(merged) : merged;
}

/** `nullable` in OpenAPI 3.0, and what most wrote in Swagger 2.0, which has no word for it. */
function withNull(source: Record<string, unknown>, schema: JsonSchema): JsonSchema {
  const isNullable = source['nullable'] === true || source['x-nullable'] === true;
  return isNullable ? allowNull(schema) : schema;
}

function allowNull(schema: JsonSchema): JsonSchema {
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

/** Both at once: properties and required names add up, any other keyword of `second` wins. */
export function mergeSchemas(first: JsonSchema, second: JsonSchema): JsonSchema {
  const merged: JsonSchema = { ...first, ...second };
  if (first.properties && second.properties) {
    merged.properties = { ...first.properties, ...second.properties };
  }
  // An array that only says "array" says nothing about its items.
  if (first.items && second.items && Object.keys(second.items).length === 0) {
    merged.items = first.items;
  }
  if (first.required && second.required) {
    merged.required = [...new Set([...first.required, ...second.required])];
  }
  return merged;
}
