import { describe, expect, it } from '@jest/globals';
import type { ListPage } from './list-page.js';
import { listResult, type ListChoice } from './list-result.js';

const record = (id: number) => ({ id, name: `Record ${id}`, text: 'x'.repeat(80) });
const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);
const page = (from: number, to: number, next: ListPage['next'] = null): ListPage => ({
  items: range(from, to).map(record),
  next,
});
const PAGES = [page(1, 20, 20), page(21, 40, 40), page(41, 45)];

function show(pages: ListPage[], choice: Partial<ListChoice> = {}, problem?: string) {
  const result = listResult(pages, { maxTokens: 100_000, continues: true, ...choice }, problem);
  expect(JSON.parse(result.content[0]!.text)).toEqual(result.structuredContent);
  const { items, next_after, note } = result.structuredContent!;
  const ids = (items as ({ id?: number } | null)[]).map((item) => item?.id);
  return { ids, items, next_after, note, length: result.content[0]!.text.length };
}

describe('listResult', () => {
  it.each<[string, ListPage[], Partial<ListChoice>, number[], unknown]>([
    ['an empty page', [page(1, 0)], {}, [], null],
    ['one page of many', [page(1, 20, 20)], {}, range(1, 20), 20],
    ['all pages', PAGES, { maxItems: 500 }, range(1, 45), null],
    ['as many as were asked for', PAGES.slice(0, 2), { maxItems: 30 }, range(1, 30), 30],
    ['exactly a page', PAGES.slice(0, 1), { maxItems: 20 }, range(1, 20), 20],
    ['all but the last', PAGES, { maxItems: 44 }, range(1, 44), 44],
    ['fewer than the last page has', [page(1, 5)], { maxItems: 2 }, [1, 2], 2],
    ['what has no way on', [page(1, 5)], { maxItems: 2, continues: false }, [1, 2], undefined],
  ])('shows %s', (_what, pages, choice, ids, next_after) => {
    expect(show(pages, choice)).toMatchObject({ ids, next_after });
  });

  it.each([250, 500, 900, 1_300])(
    'cuts the list after a record to fit into %i tokens',
    (maxTokens) => {
      const { ids, next_after, note, length } = show(PAGES, { maxItems: 500, maxTokens });
      expect(length).toBeLessThanOrEqual(maxTokens * 5);
      expect(ids.length).toBeGreaterThan(0);
      expect(ids).toEqual(range(1, ids.length));
      expect(next_after).toBe(ids.at(-1));
      expect(note).toContain(`Only ${ids.length} of 45 records`);
    },
  );

  it('loses and repeats no record over many truncated pages', () => {
    const seen: unknown[] = [];
    for (let after = 0; ;) {
      const rest = page(after + 1, 45);
      const { ids, next_after } = show([rest], { maxTokens: 600 });
      seen.push(...ids);
      if (next_after === null) break;
      after = next_after as number;
    }
    expect(seen).toEqual(range(1, 45));
  });

  it('truncates a record that is too long alone, and continues after it', () => {
    const long = { id: 1, name: 'A', text: 'y'.repeat(50_000) };
    const { items, next_after, length } = show([{ items: [long, record(2)], next: null }], {
      maxTokens: 600,
    });
    expect(length).toBeLessThanOrEqual(2_000);
    expect(items).toEqual([
      {
        id: 1,
        name: 'A',
        text: expect.stringMatching(/^y+… \(the first \d+ of 50000 characters\)$/),
      },
    ]);
    expect(next_after).toBe(1);
  });

  it('cuts at the end of a page where records have no cursor', () => {
    const items = range(1, 10).map((n) => ({ name: `${n}`.padEnd(60, '-') }));
    const pages = [
      { items, next: 'a' },
      { items, next: 'b' },
    ];
    expect(show(pages, { maxItems: 500, maxTokens: 430 })).toMatchObject({
      items,
      next_after: 'a',
    });
    expect(show(pages, { maxItems: 500, maxTokens: 250 })).toMatchObject({
      next_after: null,
      note: expect.stringContaining('cannot be asked for'),
    });
  });

  it('does not use the id as cursor where another field was the cursor', () => {
    const items = range(1, 10).map((id) => ({ id, key: `k${id}`, text: 'x'.repeat(300) }));
    const pages: ListPage[] = [{ items, next: 'elsewhere', more: { after: 'elsewhere' } }];
    const paging = new Map([['after', 'after']]);
    const { structuredContent } = listResult(pages, {
      maxTokens: 400,
      continues: true,
      paging,
      path: '/things',
    });
    expect(structuredContent).toMatchObject({ next_after: null });
    expect(structuredContent).not.toHaveProperty('next');
  });

  it('reports an error between pages and how to continue', () => {
    const { ids, next_after, note } = show(
      PAGES.slice(0, 2),
      { maxItems: 500 },
      'It failed (503).',
    );
    expect({ ids, next_after }).toEqual({ ids: range(1, 40), next_after: 40 });
    expect(note).toBe(
      'It failed (503). The records until then are here. Pass next_after as after for the rest.',
    );
  });

  it('picks fields, keeps the id, and names fields that do not exist', () => {
    const { items, note } = show([page(1, 2)], { fields: ['name', 'nmae'] });
    expect(items).toEqual([
      { id: 1, name: 'Record 1' },
      { id: 2, name: 'Record 2' },
    ]);
    expect(note).toBe('There is no column nmae; there are id, name, text.');
    expect(show([page(1, 2)], { fields: [] }).items).toEqual([record(1), record(2)]);
    expect(show([{ items: [1, null, 'a'], next: null }], { fields: ['name'] })).toMatchObject({
      items: [1, null, 'a'],
      note: undefined,
    });
  });

  it('offers no continuation where the tool takes no cursor', () => {
    const { note } = show([page(1, 20)], { maxTokens: 400, continues: false });
    expect(note).toContain('The rest cannot be asked for.');
  });
});
