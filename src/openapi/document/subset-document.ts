import { decode } from 'html-entities';
import type { OpenApiDocument } from './document.js';
import { isRecord } from '../../values/is-record.js';
import { createResolver, dereference } from './resolve.js';
import { METHODS, type Method } from './method.js';

/** Identifies an operation in its document. */
interface OperationAddress {
  method: Method;
  /** The path exactly as the document writes it. */
  documentPath: string;
}

/**
 * Extracts the part of a document that describes these operations, with the components they refer to. Leaves out
 * examples, because Bullet Train renders different ones each time.
 * @returns an OpenAPI document, references untouched
 */
export function selectOperations(
  document: OpenApiDocument,
  operations: readonly OperationAddress[],
): OpenApiDocument {
  const chosen = new Set(operations.map(({ method, documentPath }) => `${method} ${documentPath}`));
  const isMethod = (key: string) => METHODS.some((method) => method === key);
  const resolve = createResolver(document, () => {});
  const paths: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(document.paths)) {
    // A path item that is a reference would include all its operations.
    const item = dereference(value, resolve);
    if (!item || !METHODS.some((method) => chosen.has(`${method} ${path}`))) continue;
    const kept = Object.entries(item).filter(
      ([key]) => !isMethod(key) || chosen.has(`${key} ${path}`),
    );
    paths[path] = withoutExamples(Object.fromEntries(kept));
  }
  const { components, ...rest } = document;
  return { ...rest, paths, components: referredComponents(components, paths) };
}

/** Outlines a document: the id, summary and tags of each operation. */
export function outlineOperations({ openapi, info, paths }: OpenApiDocument): OpenApiDocument {
  const outline = Object.entries(paths).map(([path, item]) => {
    const operations = Object.entries(isRecord(item) ? item : {}).flatMap(([method, operation]) => {
      if (!METHODS.some((known) => known === method) || !isRecord(operation)) return [];
      const { operationId, summary, tags } = operation;
      return [[method, { operationId, summary: decoded(summary), tags }] as const];
    });
    return [path, Object.fromEntries(operations)] as const;
  });
  return { openapi, info, paths: Object.fromEntries(outline) };
}

function referredComponents(components: unknown, paths: unknown): Record<string, unknown> {
  const found: Record<string, Record<string, unknown>> = {};
  const all = isRecord(components) ? components : {};
  if (isRecord(all['securitySchemes'])) found['securitySchemes'] = all['securitySchemes'];
  const open = refsIn(paths);
  for (let ref = open.pop(); ref !== undefined; ref = open.pop()) {
    const [, kind, name] = /^#\/components\/([^/]+)\/([^/]+)/.exec(ref) ?? [];
    if (kind === undefined || name === undefined) continue;
    const ofKind = Object.hasOwn(all, kind) ? all[kind] : undefined;
    if (!isRecord(ofKind) || !Object.hasOwn(ofKind, name)) continue;
    const kept = (found[kind] ??= {});
    if (Object.hasOwn(kept, name)) continue;
    kept[name] = withoutExamples(ofKind[name]);
    open.push(...refsIn(kept[name]));
  }
  return found;
}

function refsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(refsIn);
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' && typeof inner === 'string' ? [inner] : refsIn(inner),
  );
}

/** Removes examples; a property called `example` stays. */
function withoutExamples(value: unknown, areNames = false): unknown {
  if (Array.isArray(value)) return value.map((inner) => withoutExamples(inner));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => areNames || (key !== 'example' && key !== 'examples'))
      .map(([key, inner]) => [
        key,
        FOR_PEOPLE.has(key) && typeof inner === 'string'
          ? decoded(inner)
          : withoutExamples(inner, key === 'properties'),
      ]),
  );
}

/** Rails escapes what it renders into the document. */
const FOR_PEOPLE = new Set(['title', 'summary', 'description']);

function decoded(text: unknown): unknown {
  return typeof text === 'string' ? decode(text) : text;
}
