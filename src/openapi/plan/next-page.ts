import { isRecord } from '../../values/is-record.js';
import { ExactNumber } from '../../values/exact-number.js';

/**
 * The query parameters of the next page, by their names on the wire. Empty where there is a next page but no known way
 * to it.
 */
export type Continuation = Readonly<Record<string, string>>;

/** The requested list: its path, and the parameters that it takes. */
export interface ListPlace {
  /** Names of the query parameters in the document. */
  parameters: readonly string[];
  /** The requested path with its query. */
  path: string;
}

const LAST_ID = 'starting_after after last_id since_id after_id'.split(' ');
const OFFSETS = 'offset skip start page[offset]'.split(' ');
const NUMBERS = 'page page_number pageNumber page_no page[number] p'.split(' ');
const TOKENS =
  'cursor page_token pageToken next_token nextToken page[cursor] page[after] after continuation_token starting_after start_cursor marker token next'.split(
    ' ',
  );
/** Query parameters that APIs use for paging. */
export const PAGING_PARAMETERS: readonly string[] = [
  ...new Set([...NUMBERS, ...OFFSETS, ...TOKENS, ...LAST_ID]),
];

/** Members of bodies that contain paging data, in snake case. */
const INSIDE =
  /^_?(meta|metadata|pagination|paging|paginator|page|page_info|links|cursors?|response_metadata|pagy)$/;
const URLS = /^(next|next_url|next_href|next_link|next_page|next_page_url|odata_next_link)$/;
const CURSORS =
  /^(next|next_cursor|next_page_token|next_token|next_page|next_page_number|next_offset|next_marker|continuation_token|end_cursor|after|cursor)$/;
const FLAGS = /^(has_more|has_next|has_next_page|has_more_items|more|is_truncated)$/;
const OF_PAGES = /^(total_pages|page_count|last_page|pages)$/;
const CURRENT = /^(page|current_page|page_number|current|number)$/;
const SIZES = /^(per_page|page_size|limit|size|items_per_page)$/;
const TOTALS = /^(total|total_count|count|total_items|total_records|total_entries)$/;
const END = /^(is_last|is_last_page|last)$/;

/** Whether a member beside the records describes the paging rather than the list. */
export function isPagingMember(name: string): boolean {
  const word = snakeCase(name);
  return (
    [INSIDE, URLS, CURSORS, FLAGS, OF_PAGES, CURRENT, TOTALS, END].some((one) => one.test(word)) ||
    /^(prev|previous|first|limit|offset|per_page|page_size|size|object|url|kind|success|status|included|prev_.*|previous_.*|starting_.*|.*_cursor|.*_count)$/.test(
      word,
    )
  );
}

/** Whether a member beside the records only links to other pages. A model gets `next` instead. */
export function isPagingLink(name: string): boolean {
  const word = snakeCase(name);
  return FLAGS.test(word) || /^(next|prev|previous|first|last|self|links)(_|$)/.test(word);
}

/**
 * Reads the next page from the `Link` header (RFC 8288) or from the members beside the records. From a URL, only values
 * of parameters that the document names are used.
 * @returns null where this is the last page, undefined where the response does not say
 */
export function readContinuation(
  link: string | undefined,
  body: Readonly<Record<string, unknown>>,
  items: readonly unknown[],
  place: ListPlace,
): Continuation | null | undefined {
  if (link !== undefined) {
    const [, address] = /<([^>]*)>\s*;[^,<]*\brel\s*=\s*"?(?:[\w-]+\s+)*next\b/i.exec(link) ?? [];
    if (address !== undefined) return fromAddress(address, place);
    if (/\brel\s*=\s*"?\s*(first|last|prev)/i.test(link)) return null;
  }
  const said = membersOf(body);
  return fromNext(said, items, place);
}

type Member = [name: string, value: unknown];

/** The members beside the records, and inside paging objects, with names in snake case. */
function membersOf(body: Readonly<Record<string, unknown>>, depth = 0): Member[] {
  return Object.entries(body).flatMap(([name, value]): Member[] => {
    const word = snakeCase(name);
    if (isRecord(value) && typeof value['href'] === 'string') return [[word, value['href']]];
    if (isRecord(value)) return INSIDE.test(word) && depth < 3 ? membersOf(value, depth + 1) : [];
    return Array.isArray(value)
      ? []
      : [[word, value instanceof ExactNumber ? value.digits : value]];
  });
}

function fromNext(
  said: readonly Member[],
  items: readonly unknown[],
  place: ListPlace,
): Continuation | null | undefined {
  const find = (names: RegExp, is: (value: unknown) => boolean) =>
    said.find(([name, value]) => names.test(name) && is(value));
  const flag =
    find(FLAGS, (value) => typeof value === 'boolean') ?? find(END, (value) => value === false);
  const isLast = flag?.[1] === false && FLAGS.test(flag[0]);
  if (isLast || find(END, (value) => value === true)) return null;
  const address = find(URLS, isAddress);
  if (address) return fromAddress(String(address[1]), place);
  const cursor = find(CURSORS, isCursor);
  // In some APIs `cursor` is that of this page; without a flag it does not reveal the next.
  if (cursor && (flag || cursor[0] !== 'cursor')) {
    return fromCursor(cursor[0], String(cursor[1]), place);
  }
  if (flag) return continueFromLast(said, items, place);
  if (find(/^next(_|$)/, (value) => value === null || value === '' || value === false)) return null;
  return byCount(said, items, place);
}

function isAddress(value: unknown): boolean {
  return typeof value === 'string' && /^(https?:\/\/|\/|\?|[\w/.-]*\?)/.test(value);
}

function isCursor(value: unknown): boolean {
  return (typeof value === 'string' && value !== '') || typeof value === 'number';
}

function fromAddress(address: string, { parameters, path }: ListPlace): Continuation {
  const asked = queryOf(path);
  const given = queryOf(address);
  return Object.fromEntries(
    [...given].filter(([name, value]) => parameters.includes(name) && asked.get(name) !== value),
  );
}

function fromCursor(name: string, value: string, place: ListPlace): Continuation {
  const families = /offset/.test(name)
    ? OFFSETS
    : /page(_number)?$/.test(name) || /^\d{1,9}$/.test(value)
      ? [...NUMBERS, ...OFFSETS, ...TOKENS]
      : TOKENS;
  const own = [name, name.replace(/^next_/, ''), name.replace(/^(next|end)_/, 'after_')];
  const parameter = firstOf([...own, ...families], place);
  return parameter === undefined ? {} : { [parameter]: value };
}

/** There is more, but no link to it: continue after the last record, on the next page, or at the next offset. */
function continueFromLast(
  said: readonly Member[],
  items: readonly unknown[],
  place: ListPlace,
): Continuation {
  const last = items.at(-1);
  const id = isRecord(last) ? last['id'] : undefined;
  const behind = firstOf(LAST_ID, place);
  if (behind !== undefined && id !== undefined && id !== null) return { [behind]: String(id) };
  const asked = queryOf(place.path);
  const page = firstOf(NUMBERS, place);
  if (page !== undefined) {
    const current = said.find(([name, value]) => CURRENT.test(name) && typeof value === 'number');
    return { [page]: String(Number(current?.[1] ?? asked.get(page) ?? 1) + 1) };
  }
  const offset = firstOf(OFFSETS, place);
  return offset === undefined
    ? {}
    : { [offset]: String(Number(asked.get(offset) ?? 0) + items.length) };
}

/**
 * The parameters that continue after these records, by offset or by the last id; undefined where neither is possible.
 */
export function continueAfter(
  items: readonly unknown[],
  place: ListPlace,
): Continuation | undefined {
  const offset = firstOf(OFFSETS, place);
  if (offset !== undefined) {
    return { [offset]: String(Number(queryOf(place.path).get(offset) ?? 0) + items.length) };
  }
  const last = items.at(-1);
  const id = isRecord(last) ? last['id'] : undefined;
  const behind = firstOf(LAST_ID, place);
  return behind === undefined || id === undefined || id === null
    ? undefined
    : { [behind]: String(id) };
}

function byCount(
  said: readonly Member[],
  items: readonly unknown[],
  place: ListPlace,
): Continuation | null | undefined {
  const numberOf = (names: RegExp) =>
    said.flatMap(([name, value]) =>
      names.test(name) && typeof value === 'number' ? [value] : [],
    )[0];
  const [pages, current, total] = [numberOf(OF_PAGES), numberOf(CURRENT), numberOf(TOTALS)];
  if (pages !== undefined && current !== undefined) {
    return current < pages ? continueFromLast(said, items, place) : null;
  }
  const size = numberOf(SIZES);
  if (total !== undefined && current !== undefined && size !== undefined) {
    return current * size < total ? continueFromLast(said, items, place) : null;
  }
  const asked = queryOf(place.path);
  const isFirst = PAGING_PARAMETERS.every((name) => !asked.has(name));
  if (total === undefined || !isFirst || total < items.length) return undefined;
  return total > items.length ? continueFromLast(said, items, place) : null;
}

function firstOf(names: readonly string[], { parameters }: ListPlace): string | undefined {
  return names.find((name) => parameters.includes(name));
}

function queryOf(address: string): URLSearchParams {
  return new URLSearchParams(address.replace(/#.*$/s, '').split('?')[1]);
}

/** The path of the next page; the other query parameters stay. */
export function pathOfNext(path: string, continuation: Continuation): string {
  const [route, query = ''] = path.split('?');
  const pairs = query.split('&').filter((pair) => {
    const [name = ''] = pair.split('=');
    return pair !== '' && !Object.hasOwn(continuation, decode(name));
  });
  const more = Object.entries(continuation).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  );
  return `${route}?${[...pairs, ...more].join('&')}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function snakeCase(name: string): string {
  return name
    .replace(/^[@_]+/, '')
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/[^\w]+/g, '_')
    .toLowerCase();
}
