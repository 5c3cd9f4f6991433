import { isRecord } from '../../values/is-record.js';
import { dereference, type Resolve } from '../document/resolve.js';
import type { RawOperation } from './operations.js';

/** The document's examples of parameters and body fields, by `query name` or `body name`. */
export type Examples = ReadonlyMap<string, unknown>;

/** The most parts of a schema that are searched for an example. */
const MAX_SCHEMAS = 20;

/**
 * Reads the examples of an operation's parameters and of its body's fields, in the order in which the document's
 * authors mean them: of the parameter or the media type (OpenAPI 3.1 §4.8.12, §4.8.14), then of the schema. Bullet
 * Train's are references into a schema, `{$ref: "#/components/schemas/ProjectParameters/example"}`.
 */
export function readExamples({ pathItem, source }: RawOperation, resolve: Resolve): Examples {
  const examples = new Map<string, unknown>();
  for (const value of [pathItem['parameters'], source['parameters']].flat()) {
    const parameter = dereference(value, resolve);
    if (!parameter) continue;
    const example = exampleIn(parameter, resolve) ?? exampleOf(parameter['schema'], resolve);
    const place = `${String(parameter['in'])} ${String(parameter['name'])}`;
    if (example !== undefined) examples.set(place, example);
  }
  for (const [name, value] of Object.entries(bodyExample(source['requestBody'], resolve))) {
    examples.set(`body ${name}`, value);
  }
  return examples;
}

/** The examples of the body's fields, taken out of Rails' wrapper. */
function bodyExample(body: unknown, resolve: Resolve): Record<string, unknown> {
  const content = dereference(body, resolve)?.['content'];
  const media = isRecord(content) ? Object.values(content).find(isRecord) : undefined;
  if (!media) return {};
  const fields = fieldsOf(media['schema'], resolve);
  const whole = exampleIn(media, resolve) ?? exampleOf(media['schema'], resolve);
  const given = isRecord(whole) ? whole : {};
  const [key, inner] = Object.entries(fields)[0] ?? [];
  const isWrapped = key !== undefined && Object.keys(fields).length === 1;
  if (!isWrapped) return { ...eachExample(fields, resolve), ...given };
  const wrapped = fieldsOf(inner, resolve);
  if (Object.keys(wrapped).length === 0) return { ...eachExample(fields, resolve), ...given };
  const example = Object.hasOwn(given, key) ? given[key] : (exampleOf(inner, resolve) ?? given);
  return { ...eachExample(wrapped, resolve), ...(isRecord(example) && example) };
}

function eachExample(fields: Record<string, unknown>, resolve: Resolve): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields)
      .map(([name, schema]) => [name, exampleOf(schema, resolve)] as const)
      .filter(([, example]) => example !== undefined),
  );
}

/** The properties of a schema, its reference and its `allOf`. */
function fieldsOf(schema: unknown, resolve: Resolve): Record<string, unknown> {
  return Object.fromEntries(
    schemasIn(schema, resolve).flatMap(({ properties }) =>
      isRecord(properties) ? Object.entries(properties) : [],
    ),
  );
}

function exampleOf(schema: unknown, resolve: Resolve): unknown {
  return schemasIn(schema, resolve)
    .map((part) => exampleIn(part, resolve))
    .find((example) => example !== undefined);
}

/** A schema, what stands beside its reference, what that leads to, and the parts of `allOf`. */
function schemasIn(schema: unknown, resolve: Resolve): Record<string, unknown>[] {
  const found = new Set<Record<string, unknown>>();
  const waiting = [schema];
  while (waiting.length > 0 && found.size < MAX_SCHEMAS) {
    const next = waiting.shift();
    if (!isRecord(next) || found.has(next)) continue;
    found.add(next);
    if (typeof next['$ref'] === 'string') waiting.push(resolve(next['$ref']));
    if (Array.isArray(next['allOf'])) waiting.push(...next['allOf']);
  }
  return [...found];
}

/** `example`, or the first of `examples` (a list in a schema, objects by name elsewhere). */
function exampleIn(holder: Record<string, unknown>, resolve: Resolve): unknown {
  const { example, examples } = holder;
  if (example !== undefined) return follow(example, resolve) ?? undefined;
  const [first]: unknown[] = Array.isArray(examples) ? examples : [];
  if (first !== undefined) return follow(first, resolve) ?? undefined;
  const [named] = isRecord(examples) ? Object.values(examples) : [];
  return dereference(named, resolve)?.['value'] ?? undefined;
}

function follow(example: unknown, resolve: Resolve): unknown {
  return isRecord(example) && typeof example['$ref'] === 'string'
    ? dereference(example, resolve)
    : example;
}
