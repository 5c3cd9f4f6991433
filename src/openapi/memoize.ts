import { LRUCache } from 'lru-cache';

/** So few that even long texts take only some megabytes. */
const KEPT = 4_000;

/**
 * The same function of one text, which answers what it was asked lately without reading it again: a document
 * says the same words a thousand times over.
 */
export function memoize<Result extends NonNullable<unknown>>(
  read: (text: string) => Result,
): (text: string) => Result {
  const known = new LRUCache<string, Result>({ max: KEPT });
  return (text) => {
    const answer = known.get(text) ?? read(text);
    known.set(text, answer);
    return answer;
  };
}
