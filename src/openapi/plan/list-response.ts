import { isEnvelope, listMember } from './envelope.js';
import { PAGING_PARAMETERS } from './next-page.js';
import type { Operation } from '../operations/operations.js';
import type { Parameter } from '../operations/parameters.js';
import { typesIn, type JsonSchema } from '../schema/schema-keywords.js';

export type ListOption = 'max_items' | 'fields';

/** The most that a call may ask for with `max_items`. */
export const MAX_ITEMS = 500;

/**
 * The arguments that list tools get in addition to the operation's own. The texts are short: there can be a hundred.
 */
export const LIST_OPTIONS: { option: ListOption; schema: JsonSchema }[] = [
  {
    option: 'max_items',
    schema: {
      type: 'integer',
      minimum: 1,
      maximum: MAX_ITEMS,
      description: 'Follow pages up to this many',
    },
  },
  {
    option: 'fields',
    schema: {
      type: 'array',
      items: { type: 'string' },
      description: 'Columns to return, inner ones as a.b',
    },
  },
];

/**
 * Whether an operation responds with a list: it documents an array or an envelope around one, or it takes a cursor.
 */
export function answersList(operation: Operation): boolean {
  const { method, parameters, successResponse: answer } = operation;
  if (method !== 'get') return false;
  if (parameters.some(isAfter) || typesIn(answer?.schema ?? {}).includes('array')) return true;
  return listIn(answer?.schema, parameters) !== undefined;
}

/** The list inside an envelope: its member name and the schema of its items; undefined where there is none. */
export function listIn(
  schema: JsonSchema | undefined,
  parameters: readonly Parameter[],
): { name: string; items: JsonSchema } | undefined {
  const properties = Object.entries(schema?.properties ?? {});
  const name = listMember(
    properties.map(([one, inner]) => [one, typesIn(inner).includes('array')]),
  );
  if (name === undefined) return undefined;
  const isAround = isEnvelope(
    properties.map(([one]) => one),
    name,
  );
  const isPaged = parameters.some(isPaging);
  if (!isAround && !isPaged) return undefined;
  return { name, items: schema?.properties?.[name]?.items ?? {} };
}

/** Whether a parameter selects a page, in Bullet Train's way (`after`) or another. */
export function isPaging(parameter: Parameter): boolean {
  if (isAfter(parameter)) return true;
  const { name, in: place } = parameter;
  return place === 'query' && name !== 'after' && PAGING_PARAMETERS.includes(name);
}

/** Whether a parameter is Bullet Train's cursor `after`; an `after` that is a time is a filter. */
export function isAfter({ name, in: place, schema }: Parameter): boolean {
  if (name !== 'after' || place !== 'query') return false;
  if (/^(date|time)/.test(String(schema['format'] ?? ''))) return false;
  const { description = '' } = schema;
  return (
    !/\b(dates?|times?|timestamps?|days?|since|created|updated)\b/i.test(description) ||
    /\b(cursor|id|ids|pagination|paging|page)\b/i.test(description)
  );
}
