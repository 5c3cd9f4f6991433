import { acceptExample, examplesIn } from './accept-example.js';
import { namesBeside, withValueNames } from './choice-of-values.js';
import { typeKeyword } from './json-type.js';
import { truncateSchema } from './truncate-schema.js';
import { isRecord } from '../../values/is-record.js';
import { mergeSubtypes } from './merge-subtypes.js';
import { readDiscriminator, type Subtypes } from './subtypes.js';
import { allowNull, mergeSchemas } from './merge-schemas.js';
import { resolveDynamic, type Resolve } from '../document/resolve.js';
import {
  copyKeywords,
  coerceBoolean,
  typesIn,
  typesOf,
  type JsonSchema,
  type Warn,
} from './schema-keywords.js';
import { itemsOf } from './schema-items.js';
import { copyProperties, copyRequired, withConditional } from './schema-properties.js';
import { mergeVariants } from './schema-variants.js';

/** The direction of the data: requests have no `readOnly` properties, responses no `writeOnly` ones. */
export type Direction = 'request' | 'response';

/** What `normalizeSchema` needs to know beside the schema. */
export interface SchemaContext {
  resolve: Resolve;
  warn: Warn;
  direction: Direction;
  /** Beyond this depth (default 16) or number of parts (default 1,500) only types are kept: no model fills in more. */
  maxDepth?: number;
  maxParts?: number;
  /** How many parts the schemas of a document may still have in total. Counts down. */
  allowance?: { partsLeft: number };
  /** Whether siblings of `$ref` are ignored, as in OpenAPI 3.0 (§4.7.23) and Swagger 2.0. */
  refsStandAlone?: boolean;
  /** Which schemas of the document are subtypes of which. */
  subtypes?: Subtypes;
}

const MAX_DEPTH = 16;
const MAX_PARTS = 1_500;

/**
 * Turns a schema of an OpenAPI 3.0 or 3.1 document into self-contained JSON Schema: references inlined (a cycle is
 * cut where it repeats), `allOf` merged, `nullable` turned into a type, annotations left out.
 *
 *     normalizeSchema({ type: 'string', nullable: true }, context); // { type: ['string', 'null'] }
 *
 * @param schema anything; what is not a schema becomes `{}`, which accepts any value
 */
export function normalizeSchema(schema: unknown, context: SchemaContext): JsonSchema {
  const { maxDepth = MAX_DEPTH, maxParts = MAX_PARTS } = context;
  return normalize(
    schema,
    { ...context, maxDepth, own: { partsLeft: maxParts }, open: new Set() },
    0,
  );
}

/** Reads the parts of a schema: properties, items, variants. */
export interface SchemaReader {
  read(part: unknown): JsonSchema;
  resolve: (ref: string) => unknown;
  /** The properties that this direction leaves out. */
  hidden: 'readOnly' | 'writeOnly';
  refsStandAlone: boolean;
}

/** As `normalizeSchema`, but also accepts the examples that stand beside the schema, in a parameter or a media type. */
export function normalizeShown(
  schema: unknown,
  holder: Record<string, unknown>,
  context: SchemaContext,
): JsonSchema {
  const shown = examplesIn(holder, (value) => followExampleRef(value, context.resolve));
  return shown.reduce<JsonSchema>(acceptExample, normalizeSchema(schema, context));
}

interface Walk extends SchemaContext {
  maxDepth: number;
  own: { partsLeft: number };
  /** The schemas that are currently being read, the outermost first. */
  open: Set<object>;
  /** Set while a base schema is read as a part of its subtype, so its own subtypes are not added. */
  isBase?: boolean;
}

function spendPart({ own, allowance }: Walk): boolean {
  if (own.partsLeft <= 0 || allowance?.partsLeft === 0) return false;
  own.partsLeft -= 1;
  if (allowance) allowance.partsLeft -= 1;
  return true;
}

function normalize(source: unknown, context: Walk, depth: number): JsonSchema {
  if (!isRecord(source)) return {};
  const { open, resolve } = context;
  // A reference may lead back to what it stands in, and so may a YAML alias.
  if (depth > context.maxDepth || open.has(source) || !spendPart(context)) {
    return withNull(
      source,
      truncateSchema(source, (ref) => resolve(ref, open)),
    );
  }
  open.add(source);
  const schema = normalizeKind(source, context, depth);
  open.delete(source);
  return withNull(source, withSubtypes(source, schema, context, depth));
}

function normalizeKind(source: Record<string, unknown>, context: Walk, depth: number): JsonSchema {
  const target = targetOf(source, context);
  if (target) return inlineReference(source, target, context, depth);
  const inside = context.isBase ? { ...context, isBase: false } : context;
  if (Array.isArray(source['allOf'])) return mergeAllOf(source, source['allOf'], inside, depth);

  let schema: JsonSchema = {};
  const types = typesOf(source);
  if (types.length > 0) schema.type = typeKeyword(types);
  copyKeywords(source, schema, context.warn);
  if (schema.enum) schema = withValueNames(schema, namesBeside(source, schema.enum));
  const { resolve, open, direction, refsStandAlone = false } = context;
  const reading: SchemaReader = {
    read: (part) => normalize(part, inside, depth + 1),
    resolve: (ref) => resolve(ref, open),
    hidden: direction === 'request' ? 'readOnly' : 'writeOnly',
    refsStandAlone,
  };
  if (typesIn(schema).includes('object')) copyProperties(source, schema, reading);
  if (typesIn(schema).includes('array')) schema.items = itemsOf(source, reading);
  for (const keyword of ['oneOf', 'anyOf'] as const) {
    schema = mergeVariants(source, keyword, schema, reading);
  }
  schema = withConditional(source, schema, reading);
  if (direction === 'response') return schema;
  return examplesIn(source, (value) => followExampleRef(value, reading.resolve)).reduce<JsonSchema>(
    acceptExample,
    schema,
  );
}

/** Resolves an example that is a reference, as Bullet Train's are. */
function followExampleRef(value: unknown, resolve: (ref: string) => unknown): unknown {
  const ref = isRecord(value) && Object.keys(value).length === 1 ? value['$ref'] : undefined;
  return typeof ref === 'string' ? resolve(ref) : value;
}

/** What a reference leads to: undefined where it dangles. */
interface Target {
  schema: unknown;
}

function targetOf(source: Record<string, unknown>, { resolve, open }: Walk): Target | undefined {
  const { $ref: ref, $dynamicRef, $recursiveRef } = source;
  if (typeof ref === 'string') return { schema: resolve(ref, open) };
  const dynamic = [$dynamicRef, $recursiveRef].find((one) => typeof one === 'string');
  if (typeof dynamic !== 'string') return undefined;
  return { schema: resolveDynamic(dynamic, resolve, open) };
}

/** Keywords that are kept beside a reference that stands alone: they cannot make a call invalid. */
const ANNOTATIONS = ['description', 'nullable', 'x-nullable'];

/** Bullet Train writes `{type: object, $ref: …}`: siblings of the reference win. */
function inlineReference(
  source: Record<string, unknown>,
  { schema }: Target,
  context: Walk,
  depth: number,
): JsonSchema {
  const { $ref: _ref, $dynamicRef: _dynamic, $recursiveRef: _recursive, ...all } = source;
  const beside =
    context.refsStandAlone && schema !== undefined
      ? Object.fromEntries(Object.entries(all).filter(([key]) => ANNOTATIONS.includes(key)))
      : all;
  const target = normalize(schema, context, depth + 1);
  return Object.keys(beside).length === 0
    ? target
    : mergeSchemas(target, normalize(beside, context, depth + 1));
}

/** Where a discriminator chooses: one object with the fields of all subtypes. */
function withSubtypes(
  source: Record<string, unknown>,
  schema: JsonSchema,
  context: Walk,
  depth: number,
): JsonSchema {
  const { subtypes, isBase } = context;
  if (!subtypes || isBase) return schema;
  const own = subtypes.discriminatorOf(source);
  const found = subtypes.of(source);
  if (found.length === 0) return own ? chosenBy(own, schema) : schema;
  if (Array.isArray(source['oneOf']) || Array.isArray(source['anyOf'])) return schema;
  // While it is open, its subtypes do not inline it again.
  context.open.add(source);
  const read = found.map(({ keys, source: kind }) => ({
    keys,
    schema: normalize(kind, { ...context, isBase: true }, depth + 1),
  }));
  context.open.delete(source);
  const property = readDiscriminator(source)?.property;
  if (property === undefined) return schema;
  const itself = own?.property === property ? [{ keys: own.keys, schema: {} }] : [];
  return mergeSubtypes(schema, property, [...itself, ...read]) ?? schema;
}

/** A schema that is one kind itself: its property has its own value. */
function chosenBy(own: { property: string; keys: string[] }, schema: JsonSchema): JsonSchema {
  const property = schema.properties?.[own.property];
  const values = property?.enum;
  const isOther = values && !own.keys.some((key) => values.includes(key));
  if (!property || own.keys.length === 0 || isOther) return schema;
  const properties = { ...schema.properties, [own.property]: { ...property, enum: own.keys } };
  return { ...schema, properties };
}

function mergeAllOf(
  source: Record<string, unknown>,
  parts: unknown[],
  context: Walk,
  depth: number,
): JsonSchema {
  const { allOf: _parts, discriminator: _kinds, ...beside } = source;
  const isBase = context.subtypes?.discriminatorOf(source) !== undefined;
  const merged = parts
    .map((part) => normalize(part, isBase ? { ...context, isBase } : context, depth + 1))
    .concat(normalize(beside, context, depth + 1))
    .reduce(mergeSchemas, {});
  // `{required: […]}` may stand alone, its properties in another part.
  copyRequired([...parts, beside], merged);
  return merged;
}

/** Applies `nullable` of OpenAPI 3.0, and `x-nullable`, its usual substitute in Swagger 2.0. */
function withNull(source: Record<string, unknown>, schema: JsonSchema): JsonSchema {
  const isNullable = coerceBoolean(source['nullable']) || coerceBoolean(source['x-nullable']);
  return isNullable ? allowNull(schema) : schema;
}
