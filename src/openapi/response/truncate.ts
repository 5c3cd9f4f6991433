import { isRecord } from '../../values/is-record.js';
import { writeExactly } from '../../values/exact-number.js';
import { fitsTokens } from '../../values/text-tokens.js';

/** Texts are truncated to no fewer characters than this; after that, lists are truncated. */
const SHORTEST = 200;

/**
 * Truncates a record to a token limit: the longest texts first, each noting its full length, then the lists inside,
 * each ending with the number of missing entries.
 * @param maxTokens of the record's JSON, by estimate
 * @returns the record itself where it fits; a note alone where nothing helps
 */
export function truncateRecord(
  record: Record<string, unknown>,
  maxTokens: number,
): Record<string, unknown> {
  const fits = (value: unknown) => fitsTokens(writeExactly(value), maxTokens);
  if (fits(record)) return record;
  for (let longest = maxTokens * 4; longest >= SHORTEST; longest = Math.floor(longest * 0.8)) {
    const shorter = cut(record, longest, Infinity);
    if (fits(shorter)) return shorter;
  }
  for (let entries = 256; entries >= 1; entries = Math.floor(entries / 2)) {
    const shorter = cut(record, SHORTEST, entries);
    if (fits(shorter)) return shorter;
  }
  return {
    note: `This record of ${writeExactly(record).length} characters is too large to be shown.`,
  };
}

function cut<T>(value: T, longest: number, entries: number): T;
function cut(value: unknown, longest: number, entries: number): unknown {
  if (typeof value === 'string') return cutText(value, longest);
  if (Array.isArray(value)) {
    const kept = value.slice(0, entries).map((entry: unknown) => cut(entry, longest, entries));
    const missing = value.length - kept.length;
    return missing > 0 ? [...kept, `… ${missing} more are not shown`] : kept;
  }
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, cut(inner, longest, entries)]),
  );
}

function cutText(text: string, longest: number): string {
  if (text.length <= longest) return text;
  // Not between the halves of a surrogate pair.
  const end = text.slice(0, longest).replace(/[\uD800-\uDBFF]$/, '');
  return `${end}… (the first ${end.length} of ${text.length} characters)`;
}
