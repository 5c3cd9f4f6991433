import { isRecord } from '../../values/is-record.js';

/**
 * Resolves a `$ref`; undefined where the target does not exist.
 * @param scopes the schemas around the reference, the outermost first
 */
export type Resolve = (ref: string, scopes?: Iterable<object>) => unknown;

type Source = Record<string, unknown>;

/**
 * Creates a resolver of references within the document: RFC 6901 pointers in a URI fragment (`#/components/…`), anchors
 * (`#pet`), the `$id` of a schema in it, and bare names of schemas, as in a discriminator's mapping. Pasted JSON Schema
 * contains its own `$defs`, so a pointer that fails from the document's root is tried from the schemas around it. A
 * dangling reference, or one out of the document, causes one warning and resolves to undefined.
 * @param original the document before its conversion from Swagger 2.0, tried when a pointer fails
 */
export function createResolver(
  document: Source,
  warn: (message: string) => void,
  original: Source = document,
): Resolve {
  const dangling = new Set<string>();
  let known: Names | undefined;
  const names = () => (known ??= findNames(document));
  return (ref, scopes = []) => {
    const target =
      find(ref, [document, original], names, [...scopes].filter(isRecord)) ?? undefined;
    if (target === undefined && !dangling.has(ref)) {
      dangling.add(ref);
      warn(`${ref} is referred to but is not in the document: anything is accepted there`);
    }
    return target;
  };
}

function find(
  ref: string,
  documents: readonly Source[],
  names: () => Names,
  scopes: readonly Source[],
): unknown {
  const [base = '', fragment = ''] = ref.split('#', 2);
  const inward = scopes.toReversed();
  const own = inward.filter((scope) => typeof scope['$id'] === 'string');
  if (base !== '') {
    const root = findById(base, own, names()) ?? findByName(base, documents[0] ?? {});
    if (root !== undefined) return fragment ? findIn(root, fragment) : root;
    // A document may call itself by its own file's name.
    return /(openapi|swagger)[\w.-]*\.(ya?ml|json)$/i.test(base)
      ? firstOf(documents, (root) => findIn(root, fragment))
      : undefined;
  }
  if (fragment === '') return own[0] ?? scopes[0] ?? documents[0];
  if (fragment.startsWith('/')) {
    return firstOf([...own, ...documents, ...inward], (root) => findIn(root, fragment));
  }
  return firstOf(inward, (scope) => anchorIn(scope, fragment)) ?? names().anchors.get(fragment);
}

/** Resolves a `$dynamicRef` to the outermost schema around it with that anchor (JSON Schema 2020-12 §8.2.3.2). */
export function resolveDynamic(ref: string, resolve: Resolve, scopes: Iterable<object>): unknown {
  const anchor = ref.replace(/^#/, '');
  const outward = [...scopes].filter(isRecord);
  return firstOf(outward, (scope) => anchorIn(scope, anchor)) ?? resolve(ref, scopes);
}

function firstOf<T>(all: readonly T[], look: (one: T) => unknown): unknown {
  for (const one of all) {
    const found = look(one);
    if (found !== undefined) return found;
  }
  return undefined;
}

function findIn(root: unknown, fragment: string): unknown {
  if (fragment === '') return root;
  if (fragment.startsWith('/')) return followPointer(root, fragment);
  return isRecord(root) ? anchorIn(root, fragment) : undefined;
}

function followPointer(root: unknown, pointer: string): unknown {
  let target = root;
  for (const token of pointer.split('/').slice(1)) {
    const key = decodeToken(token);
    if (Array.isArray(target)) target = target[Number(key)];
    else if (isRecord(target) && Object.hasOwn(target, key)) target = target[key];
    else return undefined;
  }
  return target;
}

function decodeToken(token: string): string {
  if (!/[%~]/.test(token)) return token;
  return decode(token).replaceAll('~1', '/').replaceAll('~0', '~');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The schema with an anchor: this one, or one of its definitions. */
function anchorIn(scope: Source, anchor: string): unknown {
  const definitions = ['$defs', 'definitions'].flatMap((key) =>
    isRecord(scope[key]) ? Object.values(scope[key]) : [],
  );
  return [scope, ...definitions].find((schema) => isRecord(schema) && anchorOf(schema) === anchor);
}

/** In draft-04 and -06 an anchor was an id: `$id: '#pet'`. */
function anchorOf(schema: Source): string | undefined {
  const { $anchor, $dynamicAnchor, $id, id } = schema;
  const plain = [$anchor, $dynamicAnchor].find((anchor) => typeof anchor === 'string');
  if (typeof plain === 'string') return plain;
  const former = [$id, id].find((one) => typeof one === 'string' && one.startsWith('#'));
  return typeof former === 'string' ? former.slice(1) : undefined;
}

interface Names {
  ids: Map<string, Source>;
  anchors: Map<string, Source>;
}

/** Every `$id` and anchor of a document; the first of each name wins. */
function findNames(document: Source): Names {
  const names: Names = { ids: new Map(), anchors: new Map() };
  const note = (map: Map<string, Source>, key: unknown, schema: Source) => {
    if (typeof key === 'string' && !map.has(key)) map.set(key, schema);
  };
  const seen = new Set<object>();
  const waiting: object[] = [document];
  // It grows while it is walked.
  for (const value of waiting) {
    if (seen.has(value)) continue;
    seen.add(value);
    if (isRecord(value)) {
      note(names.ids, value['$id'], value);
      note(names.anchors, anchorOf(value), value);
    }
    const parts: unknown[] = Object.values(value);
    for (const inner of parts) {
      if (typeof inner === 'object' && inner !== null) waiting.push(inner);
    }
  }
  return names;
}

/** An `$id` as it is written, or relative to the ids around it (RFC 3986 §5). */
function findById(base: string, around: readonly Source[], { ids }: Names): Source | undefined {
  const written = ids.get(base) ?? ids.get(`${base}#`);
  if (written) return written;
  for (const scope of around) {
    const id = String(scope['$id']);
    const absolute = URL.canParse(base, id) ? new URL(base, id).href : undefined;
    const found = absolute === undefined ? undefined : ids.get(absolute);
    if (found) return found;
  }
  return undefined;
}

function findByName(name: string, document: Source): unknown {
  const components = isRecord(document['components']) ? document['components']['schemas'] : {};
  return [components, document['definitions']]
    .filter(isRecord)
    .find((schemas) => Object.hasOwn(schemas, name))?.[name];
}

/** Follows a chain of `$ref`s to an object; undefined for a dangling or circular reference. */
export function dereference(
  value: unknown,
  resolve: Resolve,
  scopes?: Iterable<object>,
): Record<string, unknown> | undefined {
  const seen = new Set<unknown>();
  let current = value;
  while (isRecord(current) && typeof current['$ref'] === 'string') {
    if (seen.has(current)) return undefined;
    seen.add(current);
    current = resolve(current['$ref'], scopes);
  }
  return isRecord(current) ? current : undefined;
}
