import MiniSearch from 'minisearch';
import { isUnspaced, pairsOf, splitWords } from '../../catalog/search/text.js';
import { indexWord } from '../../catalog/search/words.js';
import { isRecord } from '../../values/is-record.js';
import { recordName } from '../tools/record-name.js';
import type { FoundRecord } from './record-reader.js';
import { textOf } from './record-text.js';

/** The parts of a record that are searched, and the weight of a word in each. */
const WEIGHTS = { title: 4, kind: 1, text: 1 };
const MOST_CHARS = 8_000;
const DEEPEST = 5;
/** How many records are indexed before other requests get a turn. */
const AT_ONCE = 100;
const MONTHS = new Intl.DateTimeFormat('en', { month: 'long', timeZone: 'UTC' });

/**
 * Ranks records by the words of a question.
 * @returns the matching records, the best first
 */
export async function rankRecords(
  records: readonly FoundRecord[],
  question: string,
  limit: number,
): Promise<FoundRecord[]> {
  const index = new MiniSearch({
    idField: 'address',
    fields: Object.keys(WEIGHTS),
    tokenize: wordsOf,
    processTerm,
    extractField: (found: FoundRecord, field) => EXTRACT[field]?.(found) ?? '',
    searchOptions: {
      boost: WEIGHTS,
      fuzzy: (term) => term.length > 4 && 0.2,
      prefix: (term) => term.length > 2,
      weights: { fuzzy: 0.3, prefix: 0.5 },
    },
  });
  await index.addAllAsync(records, { chunkSize: AT_ONCE });
  const byAddress = new Map(records.map((found) => [found.address, found]));
  return index
    .search(question)
    .slice(0, limit)
    .flatMap(({ id }) => byAddress.get(String(id)) ?? []);
}

const EXTRACT: Record<string, (found: FoundRecord) => string> = {
  address: ({ address }) => address,
  title: ({ record }) => recordName(record) ?? '',
  kind: ({ source }) => source.kind,
  text: ({ record }) => valuesIn(record, 0).join(' ').slice(0, MOST_CHARS),
};

/** The digits of a number stand alone: `7`. */
function wordsOf(text: string): string[] {
  return [...splitWords(text), ...(text.match(/(?<![\p{L}\p{N}])\d(?![\p{L}\p{N}])/gu) ?? [])];
}

function processTerm(word: string): string[] | string | null {
  return isUnspaced(word) ? pairsOf(word) : indexWord(word);
}

function valuesIn(value: unknown, depth: number): string[] {
  if (value === null || value === undefined || depth > DEEPEST) return [];
  if (Array.isArray(value)) return value.flatMap((entry: unknown) => valuesIn(entry, depth + 1));
  if (isRecord(value)) {
    // A field that is true is found by its name: `archived`.
    return Object.entries(value).flatMap(([name, inner]) =>
      typeof inner === 'boolean' ? (inner ? name : []) : valuesIn(inner, depth + 1),
    );
  }
  const text = textOf(value);
  return /^\d{4}-\d\d-\d\d/.test(text) ? [text, monthOf(text)] : [text];
}

/** People write March where records have 03. */
function monthOf(date: string): string {
  const [, month] = date.split('-');
  const index = Number(month) - 1;
  return index >= 0 && index < 12 ? MONTHS.format(new Date(Date.UTC(2000, index))) : '';
}
