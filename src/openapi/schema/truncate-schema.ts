import { isRecord } from '../../values/is-record.js';
import { typeKeyword } from './json-type.js';
import type { JsonSchema } from './schema-keywords.js';
import { typesOf } from './schema-keywords.js';

/** How many nested references and choices are followed. */
const MAX_HOPS = 8;

/**
 * Truncates a schema that repeats itself or is nested too deeply.
 * @returns only its types and those of its items, found through its reference, `allOf` and choices
 */
export function truncateSchema(source: unknown, resolve: (ref: string) => unknown): JsonSchema {
  const types = typesThrough(source, resolve, MAX_HOPS);
  if (types.length === 0) return {};
  const type = typeKeyword(types);
  if (!types.includes('array')) return { type };
  const items = typesThrough(itemsThrough(source, resolve, MAX_HOPS), resolve, MAX_HOPS);
  if (items.length === 0) return { type, items: {} };
  // Items of items are not described any more, but an array must have some.
  const inner = { type: typeKeyword(items) };
  return { type, items: items.includes('array') ? { ...inner, items: {} } : inner };
}

function typesThrough(source: unknown, resolve: (ref: string) => unknown, hops: number): string[] {
  if (!isRecord(source) || hops === 0) return [];
  const own = typesOf(source);
  if (own.length > 0) return own;
  if (typeof source['$ref'] === 'string') {
    return typesThrough(resolve(source['$ref']), resolve, hops - 1);
  }
  const through = (part: unknown) => typesThrough(part, resolve, hops - 1);
  const parts = listOf(source['allOf']).map(through);
  const said = parts.find((types) => types.length > 0);
  if (said) return said;
  const choices = [...listOf(source['oneOf']), ...listOf(source['anyOf'])].map(through);
  // A variant without a type may be anything.
  return choices.some((types) => types.length === 0) ? [] : [...new Set(choices.flat())];
}

function itemsThrough(source: unknown, resolve: (ref: string) => unknown, hops: number): unknown {
  if (!isRecord(source) || hops === 0) return undefined;
  const own = source['items'] ?? source['contains'];
  if (own !== undefined) return own;
  const inner = [
    ...(typeof source['$ref'] === 'string' ? [resolve(source['$ref'])] : []),
    ...['allOf', 'oneOf', 'anyOf'].flatMap((keyword) => listOf(source[keyword])),
  ];
  for (const part of inner) {
    const found = itemsThrough(part, resolve, hops - 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
