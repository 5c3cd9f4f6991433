import type { Operation } from './operations.js';
import type { Parameter } from './parameters.js';
import { typesIn, type JsonSchema } from './schema-keywords.js';

export type ListOption = 'max_items' | 'fields';

export const MAX_ITEMS = 500;

/** What a list tool takes beside the operation's own arguments. Short: there can be a hundred. */
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

/** Whether an operation answers a list: it says that it answers an array, or it can be asked for what comes after. */
export function answersList({ method, parameters, answer }: Operation): boolean {
  if (method !== 'get') return false;
  return parameters.some(isAfter) || typesIn(answer?.schema ?? {}).includes('array');
}

/** Bullet Train's one way through a list. */
export function isAfter({ name, in: place }: Parameter): boolean {
  return name === 'after' && place === 'query';
}
