import { explainMissingColumns, pickColumns } from './columns.js';
import { isRecord } from './document.js';
import { writeExactly } from './exact-number.js';
import { cursorReader, type Cursor, type Page } from './list-page.js';
import { shortenRecord } from './shorten.js';
import { tellingColumns } from './telling-columns.js';
import { estimateTextTokens } from './token-estimate.js';
import { structuredResult, type ToolResult } from './tool-result.js';

export interface ListChoice {
  maxItems?: number;
  /** The columns to show beside `id`; all when not given. */
  fields?: readonly string[];
  /** How much the JSON may become, in tokens by estimate. */
  maxTokens: number;
  /** Whether the tool takes `after`, so that it can be asked for the rest. */
  continues: boolean;
}

/** What is around the records: the brackets, `next_after` and the note. */
const RESERVED_TOKENS = 175;
const LONGEST_NOTE = 640;
const LONGEST_PROBLEM = 300;

/**
 * A list as a model sees it: `{ items, next_after }`, cut behind a record and never inside one, with
 * `next_after` exactly behind the last record shown and null when there is no more. A `note` says
 * what the person should know of it.
 * @param problem why the pages end before they were all read
 * @param remarks what else the person should know of it, a sentence each
 */
export function showList(
  pages: readonly Page[],
  { maxItems, fields, maxTokens, continues }: ListChoice,
  problem?: string,
  remarks: readonly string[] = [],
): ToolResult {
  const all = pages.flatMap(({ items }) => items);
  const shown = all.slice(0, maxItems).map((item) => pickColumns(item, fields));
  const room = maxTokens - RESERVED_TOKENS;
  const { items, cursor } = endBehindRecord(fitting(shown, room), pages, all, continues);
  const notes = [
    problem && `${problem.slice(0, LONGEST_PROBLEM)} The records until then are here.`,
    items.length < shown.length &&
      `Only ${items.length} of ${shown.length} records fit into one answer${fields?.length ? '' : fewerFields(all)}.`,
    (problem || items.length < shown.length) && adviceFor(cursor, continues),
    ...remarks,
    explainMissingColumns(all, fields),
  ].filter(Boolean);
  return structuredResult({
    items,
    next_after: cursor,
    ...(notes.length > 0 && { note: notes.join(' ').slice(0, LONGEST_NOTE) }),
  });
}

function adviceFor(cursor: Cursor | null, continues: boolean): string {
  return cursor !== null && continues
    ? 'Pass next_after as after for the rest.'
    : 'The rest cannot be asked for.';
}

/** Names the columns that are worth asking for, where there are some. */
function fewerFields(records: readonly unknown[]): string {
  const columns = tellingColumns(records);
  return columns.length > 0 ? `: ask for fewer fields, such as ${JSON.stringify(columns)}` : '';
}

/** As many as there is room for; one at least, with its texts shortened if need be. */
function fitting(items: readonly unknown[], room: number): readonly unknown[] {
  // A token is a character at least, all but always: most lists are not counted.
  if (writeExactly(items).length <= room) return items;
  const fit: unknown[] = [];
  let tokens = 0;
  for (const item of items) {
    tokens += estimateTextTokens(writeExactly(item));
    if (tokens > room) break;
    fit.push(item);
  }
  const [first] = items;
  return fit.length === 0 && isRecord(first) ? [shortenRecord(first, room)] : fit;
}

/** Without a cursor for the last record the list goes back to the end of the page before it. */
function endBehindRecord(
  items: readonly unknown[],
  pages: readonly Page[],
  all: readonly unknown[],
  continues: boolean,
): { items: readonly unknown[]; cursor: Cursor | null } {
  if (items.length === all.length) return { items, cursor: pages.at(-1)?.next ?? null };
  // Nobody can ask for what comes behind it.
  if (!continues) return { items, cursor: null };
  const cursor = cursorReader(pages)(all[items.length - 1]);
  if (cursor !== undefined) return { items, cursor };
  const ends: { count: number; cursor: Cursor | null }[] = [];
  for (const { items: ofPage, next } of pages) {
    ends.push({ count: (ends.at(-1)?.count ?? 0) + ofPage.length, cursor: next });
  }
  const end = ends.findLast(({ count }) => count > 0 && count <= items.length);
  return end ? { items: items.slice(0, end.count), cursor: end.cursor } : { items, cursor: null };
}
