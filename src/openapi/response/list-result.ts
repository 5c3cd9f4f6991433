import { explainMissingFields, pickFields, pickFieldsOfAll } from './fields.js';
import { isRecord } from '../../values/is-record.js';
import { writeExactly, writeOnce, writtenList } from '../../values/exact-number.js';
import { cursorReader, type Cursor, type ListPage } from './list-page.js';
import type { ListOptions } from './list-options.js';
import { continueAfter, type Continuation } from '../plan/next-page.js';
import { truncateRecord } from './truncate.js';
import { defaultFields } from './default-fields.js';
import { charactersWithin } from '../../values/text-tokens.js';
import { listOf, type ToolResult } from './tool-result.js';

export interface ListChoice
  extends Omit<ListOptions, 'paging'>, Partial<Pick<ListOptions, 'paging'>> {
  /** How much the JSON may become, in tokens by estimate. */
  maxTokens: number;
  /** The path that was asked first, with its query. */
  path?: string;
}

/** What is around the records: the brackets, what comes next, and the note. */
const RESERVED_TOKENS = 175;
const LONGEST_NOTE = 640;
const LONGEST_PROBLEM = 300;
/** The most characters of what was beside the records, such as totals. */
const LONGEST_REST = 2_000;
/** The number of records whose fields are suggested as columns. */
const SAMPLE = 20;

/**
 * A list as a model sees it, cut behind a record and never inside one. Where it can be asked for what comes after a
 * record: `{ items, next_after }`, with `next_after` exactly behind the last record shown, and null when there is no
 * more. Where pages have other ways: `{ items, next }`, with the arguments of the next page, null when the application
 * says that this is the last, and without it when nobody says. What stood beside the records stays. A `note` says what
 * the person should know of it.
 * @param problem why the pages end before they were all read
 * @param remarks what else the person should know of it, a sentence each
 */
export function listResult(
  pages: readonly ListPage[],
  choice: ListChoice,
  problem?: string,
  remarks: readonly string[] = [],
): ToolResult {
  const { maxItems, fields, maxTokens, continues } = choice;
  const [only, ...others] = pages;
  const all = only && others.length === 0 ? only.items : pages.flatMap(({ items: some }) => some);
  const shown = pickFieldsOfAll(upTo(all, maxItems), choice);
  const rest = restOf(pages, choice);
  const { items, cursor } = endBehindRecord(
    fitting(shown, maxTokens - RESERVED_TOKENS),
    pages,
    all,
    continues,
  );
  const next = continues && cursor !== null ? undefined : nextOf(pages, items.length, all, choice);
  const isShort = items.length < shown.length;
  const notes = [
    problem && `${problem.slice(0, LONGEST_PROBLEM)} The records until then are here.`,
    isShort &&
      `Only ${items.length} of ${shown.length} records fit into one answer${fields?.length ? '' : fewerFields(pickFieldsOfAll(all.slice(0, SAMPLE), { ...choice, fields: ['*'] }))}.`,
    (problem || isShort) && adviceFor(cursor, continues, next),
    !continues && !problem && !isShort && explainNext(next, items.length, all.length, choice),
    ...remarks,
    explainMissingFields(all, fields),
  ].filter(Boolean);
  return listOf(items, {
    ...(continues && { next_after: cursor }),
    ...(next !== undefined && !isUnknown(next) && { next: next && argumentsOf(next, choice) }),
    ...rest,
    ...(notes.length > 0 && { note: notes.join(' ').slice(0, LONGEST_NOTE) }),
  });
}

/** The records themselves where there are no more of them: they have been written already. */
function upTo(all: readonly unknown[], maxItems = Infinity): readonly unknown[] {
  return all.length > maxItems ? all.slice(0, maxItems) : all;
}

/** The members beside the records of the last page, whose totals are current. */
function restOf(
  pages: readonly ListPage[],
  { isHidden }: Pick<ListChoice, 'isHidden'>,
): Record<string, unknown> {
  const {
    items: _items,
    next: _next,
    next_after: _after,
    note: _note,
    ...rest
  } = pages.at(-1)?.rest ?? {};
  if (writeExactly(rest).length > LONGEST_REST) return {};
  // Fields of a record make a record.
  return isHidden ? (pickFields(rest, { isHidden }) as Record<string, unknown>) : rest;
}

/** @returns undefined where nobody says, and `{}` where there is more and no way to it */
function nextOf(
  pages: readonly ListPage[],
  count: number,
  all: readonly unknown[],
  { path, paging, continues }: ListChoice,
): Continuation | null | undefined {
  if (count === all.length) {
    const last = pages.at(-1);
    return last?.more === undefined && last?.next ? {} : last?.more;
  }
  // Where there is a cursor, another column than the one that was seen to be it would lead elsewhere.
  if (continues) return undefined;
  if (!paging || path === undefined) return {};
  const place = { path, parameters: [...paging.keys()] };
  return continueAfter(all.slice(0, count), place) ?? {};
}

function isUnknown(next: Continuation | null): boolean {
  return next !== null && Object.keys(next).length === 0;
}

/** By the names of the tool's arguments. */
function argumentsOf(next: Continuation, { paging }: ListChoice): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(next).map(([name, value]) => [
      paging?.get(name) ?? name,
      /^(0|[1-9]\d{0,14})$/.test(value) ? Number(value) : value,
    ]),
  );
}

function explainNext(
  next: Continuation | null | undefined,
  count: number,
  all: number,
  { paging, hasPages }: ListChoice,
): string | undefined {
  if (count < all && (!next || isUnknown(next))) {
    return `${all - count} more of this page are not shown: ask with a larger max_items for them.`;
  }
  if (next && isUnknown(next)) {
    return 'There are more, and the document names no argument that leads to them.';
  }
  if (next !== undefined || !hasPages || all === 0) return undefined;
  const names = hasPages.map((name) => paging?.get(name) ?? name);
  return `The application does not say whether there are more: ask on with ${names.join(' or ')}.`;
}

function adviceFor(
  cursor: Cursor | null,
  continues: boolean,
  next: Continuation | null | undefined,
): string {
  if (cursor !== null && continues) return 'Pass next_after as after for the rest.';
  if (next && !isUnknown(next)) return 'Pass what is in next for the rest.';
  return 'The rest cannot be asked for.';
}

/** Names the columns that are worth asking for, where there are some. */
function fewerFields(records: readonly unknown[]): string {
  const columns = defaultFields(records);
  return columns.length > 0 ? `: ask for fewer fields, such as ${JSON.stringify(columns)}` : '';
}

/** As many as there is room for; one at least, with its texts shortened if need be. */
function fitting(items: readonly unknown[], room: number): readonly unknown[] {
  const whole = writeOnce(items);
  const end = charactersWithin(whole, room);
  if (end === whole.length) return items;
  const texts: string[] = [];
  let length = 0;
  for (const item of items) {
    const text = writeExactly(item);
    length += text.length + 1;
    if (length > end) break;
    texts.push(text);
  }
  const [first] = items;
  if (texts.length === 0 && isRecord(first)) return [truncateRecord(first, room)];
  return writtenList(items.slice(0, texts.length), texts);
}

/** Without a cursor for the last record the list goes back to the end of the page before it. */
function endBehindRecord(
  items: readonly unknown[],
  pages: readonly ListPage[],
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
