import { isRecord } from '../../values/is-record.js';
import { nearestName, type KnownName } from '../../values/nearest-name.js';
import { typesIn, type JsonSchema, type ObjectSchema } from '../schema/schema-keywords.js';

/** The most fields that an error lists. */
const MAX_NAMED = 20;
const MAX_DEPTH = 6;
const MAX_KNOWN = 1_000;

/**
 * Finds names that a schema does not know, at every depth. Rails silently drops names that it does not permit, so a
 * misspelt filter would filter nothing. A schema that names its properties allows no others unless it says so.
 * @param args only the values of known arguments are searched
 * @returns a sentence for each unknown name, with the name that was probably meant
 */
export function findUnknownNames(args: Record<string, unknown>, accepted: ObjectSchema): string[] {
  const problems: string[] = [];
  for (const [name, value] of Object.entries(args)) {
    const known = ownProperty(accepted, name);
    if (known) visit(value, [known], name);
  }
  return problems;

  function visit(value: unknown, schemas: readonly JsonSchema[], path: string): void {
    const described = schemas.flatMap(variantsOf);
    if (Array.isArray(value)) {
      const items = described.flatMap(({ items }) => (items ? [items] : []));
      value.forEach((item, index) => visit(item, items, `${path}.${index}`));
    } else if (isRecord(value)) {
      for (const [name, inner] of Object.entries(value)) {
        const inside = described.flatMap((schema) => propertyOf(schema, name));
        if (inside.length > 0) visit(inner, inside, `${path}.${name}`);
        else if (isClosed(described) && !isAlwaysTaken(path, name)) {
          problems.push(`there is no "${path}.${name}"${adviceOn(name, path, described)}`);
        }
      }
    }
  }

  function adviceOn(name: string, path: string, described: readonly JsonSchema[]): string {
    const names = [...new Set(described.flatMap(({ properties = {} }) => Object.keys(properties)))];
    const beside = names.map((known) => ({ name: known, path: `${path}.${known}` }));
    const nearest = nearestName(name, [...beside, ...namesIn(accepted)]);
    if (nearest !== undefined) return `, did you mean "${nearest}"?`;
    const more = names.length > MAX_NAMED ? ` and ${names.length - MAX_NAMED} more` : '';
    return `: "${path}" has ${names.slice(0, MAX_NAMED).join(', ')}${more}`;
  }
}

/** Suggests an argument, or a field inside one, for an unknown argument: `, did you mean "page"?`, or ''. */
export function adviceOnArgument(name: string, accepted: ObjectSchema): string {
  const nearest = nearestName(name, namesIn(accepted));
  return nearest === undefined ? '' : `, did you mean "${nearest}"?`;
}

/** Every name in a schema with its path, the outer ones first. */
function namesIn(accepted: ObjectSchema): KnownName[] {
  const known: KnownName[] = [];
  let level: { schema: JsonSchema; path: string }[] = [{ schema: accepted, path: '' }];
  for (let depth = 0; depth < MAX_DEPTH && level.length > 0; depth++) {
    const next: typeof level = [];
    for (const { schema, path } of level) {
      for (const variant of variantsOf(schema)) {
        if (variant.items) next.push({ schema: variant.items, path: `${path}[]` });
        for (const [name, inner] of Object.entries(variant.properties ?? {})) {
          if (known.length >= MAX_KNOWN) return known;
          const whole = path === '' ? name : `${path}.${name}`;
          known.push({ name, path: whole });
          next.push({ schema: inner, path: whole });
        }
      }
    }
    level = next;
  }
  return known;
}

/** A schema and all variants inside it. */
function variantsOf(schema: JsonSchema): JsonSchema[] {
  return [schema, ...(schema.anyOf ?? []).flatMap(variantsOf)];
}

function ownProperty({ properties = {} }: JsonSchema, name: string): JsonSchema | undefined {
  return Object.hasOwn(properties, name) ? properties[name] : undefined;
}

function propertyOf(schema: JsonSchema, name: string): JsonSchema[] {
  const own = ownProperty(schema, name);
  if (own) return [own];
  const { additionalProperties } = schema;
  return typeof additionalProperties === 'object' ? [additionalProperties] : [];
}

/** Whether what describes a record names what may be in it. */
function isClosed(described: readonly JsonSchema[]): boolean {
  return described.some(({ properties }) => properties) && !described.some(isOpen);
}

function isOpen(schema: JsonSchema): boolean {
  const { properties, additionalProperties, anyOf, required } = schema;
  if (additionalProperties !== undefined && additionalProperties !== false) return true;
  if (schema['patternProperties'] !== undefined) return true;
  const types = typesIn(schema);
  return !properties && !anyOf && !required && (types.length === 0 || types.includes('object'));
}

/** Rails' nested attributes accept `id` and `_destroy`, whatever the document says. */
function isAlwaysTaken(path: string, name: string): boolean {
  return /_attributes(\.\d+)?$/.test(path) && ['id', '_destroy'].includes(name);
}
