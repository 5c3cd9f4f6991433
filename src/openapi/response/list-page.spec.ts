import { describe, expect, it } from '@jest/globals';
import { cursorReader, readListPage } from './list-page.js';

describe('readListPage', () => {
  const LINK = '<https://app.example.com/api/v1/teams?filter%5Bid%5D=1&after=20>; rel="next"';
  it.each([
    ['from nothing', {}, null],
    ['from Pagination-Next', { 'pagination-next': '20' }, 20],
    ['from an obfuscated one', { 'pagination-next': 'JkX' }, 'JkX'],
    [
      'from one too long for a number',
      { 'pagination-next': '12345678901234567890' },
      '12345678901234567890',
    ],
    ['from one with a leading zero', { 'pagination-next': '007' }, '007'],
    ['from an empty one', { 'pagination-next': ' ' }, null],
    ['from Link', { link: LINK }, 20],
    ['from one Link of two', { link: `<https://x/teams?after=1>; rel="prev", ${LINK}` }, 20],
    ['from a Link without an after', { link: '<https://x/teams?page=2>; rel="next"' }, null],
    ['from a Link that is none', { link: 'next' }, null],
    ['from Pagination-Next before Link', { 'pagination-next': '7', link: LINK }, 7],
  ])('reads the next cursor %s', (_what, headers, next) => {
    expect(readListPage([], headers as Record<string, string>)).toEqual({ items: [], next });
  });
});

describe('cursorReader', () => {
  const record = (id: number, more = {}) => ({ id, public_id: `p${id}`, ...more });
  it.each([
    ['the id of a single page', [{ items: [record(1)], next: null }], 3],
    ['the id, where it was the cursor', [{ items: [record(1), record(2)], next: 2 }], 3],
    ['the id, although written as a text', [{ items: [record(2)], next: '2' }], 3],
    ['another column, where that was it', [{ items: [record(2)], next: 'p2' }], 'p3'],
    ['nothing, where no column was it', [{ items: [record(2)], next: 'x' }], undefined],
    [
      'what an earlier page taught',
      [
        { items: [record(2)], next: 'p2' },
        { items: [], next: null },
      ],
      'p3',
    ],
  ])('reads %s', (_what, pages, expected) => {
    expect(cursorReader(pages)(record(3))).toBe(expected);
  });

  it.each([[null], ['text'], [{ name: 'no id' }], [{ id: null }]])(
    'finds no cursor in %j',
    (item) => {
      expect(cursorReader([])(item)).toBeUndefined();
    },
  );
});
