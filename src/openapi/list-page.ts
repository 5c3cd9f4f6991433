import { isRecord } from './document.js';
import { ExactNumber } from './exact-number.js';
import type { ApiResponse } from './response-body.js';

/** What goes into `after`: the id of a record, as a number or obfuscated. */
export type Cursor = number | string;

/** One page of a list. */
export interface Page {
  items: readonly unknown[];
  /** What to pass as `after` for the next page; null on the last one. */
  next: Cursor | null;
}

export function readPage(items: readonly unknown[], headers: ApiResponse['headers']): Page {
  return { items, next: nextAfter(headers) };
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

/** The path of the page that comes after a record; the rest of the query stays as it is. */
export function pathAfter(path: string, cursor: Cursor): string {
  const [route, query = ''] = path.split('?');
  const pairs = query.split('&').filter((pair) => pair !== '' && !/^after(=|$)/.test(pair));
  return `${route}?${[...pairs, `after=${encodeURIComponent(cursor)}`].join('&')}`;
}

/**
 * What `after` takes for a record in the middle of these pages, or undefined where nothing in a record
 * is what the application itself gave as the cursor behind it.
 */
export function cursorReader(pages: readonly Page[]): (record: unknown) => Cursor | undefined {
  const name = cursorName(pages);
  return (record) => {
    const value = name !== undefined && isRecord(record) ? record[name] : undefined;
    if (value instanceof ExactNumber) return value.digits;
    return typeof value === 'number' || typeof value === 'string' ? value : undefined;
  };
}

function cursorName(pages: readonly Page[]): string | undefined {
  const known = pages.find(({ items, next }) => next !== null && items.length > 0);
  // With one page there is nothing to learn from, and Bullet Train's cursors are ids.
  if (!known) return 'id';
  const last = known.items.at(-1);
  const names = isRecord(last) ? Object.keys(last) : [];
  const isCursor = (name: string) =>
    isRecord(last) && String(last[name] as unknown) === String(known.next);
  return ['id', ...names].find(isCursor);
}
