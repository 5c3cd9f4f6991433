import { isRecord } from '../../values/is-record.js';
import { ExactNumber } from '../../values/exact-number.js';
import {
  isPagingLink,
  readContinuation,
  type Continuation,
  type ListPlace,
} from '../plan/next-page.js';
import type { ApiResponse } from './response-body.js';

/** The value of `after`: the id of a record, as a number or obfuscated. */
export type Cursor = number | string;

/** One page of a list. */
export interface ListPage {
  items: readonly unknown[];
  /** What to pass as `after` for the next page; null on the last one. */
  next: Cursor | null;
  /**
   * The next page in APIs that page in another way: null on the last page, undefined where the response does not say.
   */
  more?: Continuation | null;
  /** Members beside the records, without links to other pages. */
  rest?: Readonly<Record<string, unknown>>;
  /** The last record as it came, of a page from which records were left out: cursors are read from it. */
  last?: unknown;
}

/**
 * Reads one page of a list and the cursor of the next.
 * @param place the requested list, for APIs that do not page like Bullet Train
 * @param body the members beside the records
 */
export function readListPage(
  items: readonly unknown[],
  headers: ApiResponse['headers'],
  place?: ListPlace,
  body: Readonly<Record<string, unknown>> = {},
): ListPage {
  const next = nextAfter(headers);
  const more = place && readContinuation(headers['link'], body, items, place);
  const rest = Object.entries(body).filter(([name]) => !isPagingLink(name));
  return {
    items,
    next,
    ...(more !== undefined && { more }),
    ...(rest.length > 0 && { rest: Object.fromEntries(rest) }),
  };
}

/** Bullet Train sends `Pagination-Next`, the last id of the page, and `Link`, only when there is more. */
function nextAfter(headers: ApiResponse['headers']): Cursor | null {
  const next = headers['pagination-next']?.trim() || afterInLink(headers['link']);
  if (!next) return null;
  const id = Number(next);
  return Number.isSafeInteger(id) && String(id) === next ? id : next;
}

/** RFC 8288: `<https://…?after=20>; rel="next"`. Nothing but its `after` is taken from the address. */
function afterInLink(link = ''): string | null {
  const [, address = ''] = /<([^>]*)>\s*;[^,]*\brel="?next\b/i.exec(link) ?? [];
  return new URLSearchParams(address.split('?')[1]).get('after');
}

/** The query parameters of the page after this one; undefined where there is none or no known way to it. */
export function continuationOf({ next, more }: ListPage): Continuation | undefined {
  if (next !== null) return { after: String(next) };
  return more && Object.keys(more).length > 0 ? more : undefined;
}

/**
 * What `after` takes for a record in the middle of these pages, or undefined where nothing in a record
 * is what the application itself gave as the cursor behind it.
 */
export function cursorReader(pages: readonly ListPage[]): (record: unknown) => Cursor | undefined {
  const name = cursorName(pages);
  return (record) => {
    const value = name !== undefined && isRecord(record) ? record[name] : undefined;
    if (value instanceof ExactNumber) return value.digits;
    return typeof value === 'number' || typeof value === 'string' ? value : undefined;
  };
}

function cursorName(pages: readonly ListPage[]): string | undefined {
  const known = pages.find(({ items, next }) => next !== null && items.length > 0);
  // With one page there is nothing to learn from, and Bullet Train's cursors are ids.
  if (!known) return 'id';
  const last = known.last ?? known.items.at(-1);
  const names = isRecord(last) ? Object.keys(last) : [];
  const isCursor = (name: string) => isRecord(last) && String(last[name]) === String(known.next);
  return ['id', ...names].find(isCursor);
}
