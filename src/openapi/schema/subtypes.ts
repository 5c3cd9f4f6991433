import { isRecord } from '../../values/is-record.js';
import { memoizeObject } from '../../values/memoize.js';
import { createResolver, type Resolve } from '../document/resolve.js';

type Source = Record<string, unknown>;

/** One of the schemas that a discriminator chooses from, and the values that choose it. */
interface Subtype {
  keys: string[];
  source: unknown;
}

/** What a discriminator says: the property that tells the subtypes apart, and its values with what they mean. */
interface Discriminator {
  property: string;
  mapping: [key: string, target: string][];
}

/** Which schemas of a document are subtypes of which (OpenAPI 3.1 §4.8.25). */
export interface Subtypes {
  /** The subtypes of a schema that others name in their `allOf`, theirs included; none where nobody does. */
  of(base: object): Subtype[];
  /** The discriminator of a schema that this one is a subtype of, and the values that mean this one. */
  discriminatorOf(schema: object): { property: string; keys: string[] } | undefined;
}

/** An object, or a bare name in Swagger 2.0. */
export function readDiscriminator({ discriminator }: Source): Discriminator | undefined {
  if (typeof discriminator === 'string') return { property: discriminator, mapping: [] };
  if (!isRecord(discriminator) || typeof discriminator['propertyName'] !== 'string') {
    return undefined;
  }
  const { propertyName: property, mapping } = discriminator;
  const entries = Object.entries(isRecord(mapping) ? mapping : {});
  return {
    property,
    mapping: entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  };
}

/** The keys that a mapping has for a target, else the name that the target goes by. */
export function keysOf(
  { mapping }: Discriminator,
  target: unknown,
  name: string | undefined,
  resolve: Resolve,
): string[] {
  const keys = mapping.filter(([, ref]) => resolve(ref) === target).map(([key]) => key);
  return keys.length > 0 || name === undefined ? keys : [name];
}

/** The last part of a reference: the implicit name of a kind. */
export function nameIn(ref: unknown): string | undefined {
  return typeof ref === 'string'
    ? ref
        .split('/')
        .at(-1)
        ?.replace(/\.(ya?ml|json)$/, '')
    : undefined;
}

/** Reads which schema is a subtype of which; nothing is read before the first question. */
export function findSubtypes(document: Source): Subtypes {
  const resolve = createResolver(document, () => {});
  let names: Map<object, string> | undefined;
  let index: Map<object, [name: string, schema: Source][]> | undefined;
  const named = () => (names ??= namesOf(document));
  const below = (base: object) => (index ??= indexBases(named(), resolve)).get(base) ?? [];

  return {
    of: (base) => {
      const discriminator = isRecord(base) ? readDiscriminator(base) : undefined;
      if (!discriminator) return [];
      const found = new Map<unknown, Subtype>();
      for (const [key, ref] of discriminator.mapping) {
        const source = resolve(ref);
        const known = found.get(source ?? key);
        if (known) known.keys.push(key);
        else found.set(source ?? key, { keys: [key], source });
      }
      const open = [...below(base)];
      for (const [name, source] of open) {
        if (found.has(source) || source === base) continue;
        found.set(source, { keys: [valueOf(source) ?? name], source });
        open.push(...below(source));
      }
      return [...found.values()];
    },
    discriminatorOf: memoizeObject((schema) => {
      if (!isRecord(schema)) return undefined;
      const name = valueOf(schema) ?? named().get(schema);
      const above = basesOf(schema, resolve);
      for (const base of above) {
        const discriminator = readDiscriminator(base);
        if (discriminator) {
          const keys = keysOf(discriminator, schema, name, resolve);
          return { property: discriminator.property, keys };
        }
        for (const next of basesOf(base, resolve)) above.add(next);
      }
      return undefined;
    }),
  };
}

/** Azure's and others' word for a kind's own value in Swagger 2.0. */
function valueOf(schema: Source): string | undefined {
  const value = schema['x-discriminator-value'] ?? schema['x-ms-discriminator-value'];
  return typeof value === 'string' ? value : undefined;
}

function namesOf({ components, definitions }: Source): Map<object, string> {
  const schemas = [isRecord(components) ? components['schemas'] : {}, definitions];
  const entries = schemas.flatMap((named) => Object.entries(isRecord(named) ? named : {}));
  return new Map(entries.flatMap(([name, schema]) => (isRecord(schema) ? [[schema, name]] : [])));
}

/** The schemas that one names in its `allOf`. */
function basesOf({ allOf }: Source, resolve: Resolve): Set<Source> {
  const refs = (Array.isArray(allOf) ? allOf : []).map((part: unknown) =>
    isRecord(part) && typeof part['$ref'] === 'string' ? resolve(part['$ref']) : undefined,
  );
  return new Set(refs.filter(isRecord));
}

function indexBases(
  names: ReadonlyMap<object, string>,
  resolve: Resolve,
): Map<object, [name: string, schema: Source][]> {
  const index = new Map<object, [string, Source][]>();
  for (const [schema, name] of names) {
    if (!isRecord(schema)) continue;
    for (const base of basesOf(schema, resolve)) {
      index.set(base, [...(index.get(base) ?? []), [name, schema]]);
    }
  }
  return index;
}
