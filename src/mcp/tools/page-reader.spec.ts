import { describe, expect, it } from '@jest/globals';
import { UpstreamError } from '../../bullet-train/upstream-error.js';
import type { ApiResponse } from '../../openapi/response/response-body.js';
import { readPages, type Wanted } from './page-reader.js';

const rows = (from: number) =>
  Array.from({ length: 20 }, (_, index) => ({ id: from + index, name: 'x'.repeat(30) }));
const answer = (items: unknown, next?: number, status = 200): ApiResponse => ({
  status,
  headers: {
    'content-type': 'application/json',
    ...(next !== undefined && { 'pagination-next': String(next) }),
  },
  body: Buffer.from(JSON.stringify(items)),
});
const FIRST = { items: rows(1), next: 20 };

async function read(answers: (ApiResponse | Error)[], wanted: Partial<Wanted> = {}) {
  const asked: string[] = [];
  const reading = await readPages(
    FIRST,
    { maxTokens: 100_000, ...wanted },
    '/things?q=1',
    (path) => {
      asked.push(path);
      const next = answers.shift();
      return next instanceof Error || !next
        ? Promise.reject(next ?? new Error('asked too often'))
        : Promise.resolve(next);
    },
  );
  return { ...reading, asked, count: reading.pages.flatMap(({ items }) => items).length };
}

describe('readPages', () => {
  it.each<[string, Partial<Wanted>, string[], number]>([
    ['reads one page by default', {}, [], 20],
    ['reads only as many pages as max_items needs', { maxItems: 20 }, [], 20],
    ['reads pages until max_items is reached', { maxItems: 21 }, ['/things?q=1&after=20'], 40],
    [
      'reads to the last page',
      { maxItems: 500 },
      ['/things?q=1&after=20', '/things?q=1&after=40'],
      60,
    ],
    ['stops when the token limit is reached', { maxItems: 500, maxTokens: 200 }, [], 20],
    [
      'counts only the chosen fields against the limit',
      { maxItems: 500, maxTokens: 150, fields: ['id'] },
      ['/things?q=1&after=20'],
      40,
    ],
  ])('%s', async (_what, wanted, asked, count) => {
    const reading = await read([answer(rows(21), 40), answer(rows(41))], wanted);
    expect(reading).toMatchObject({ asked, count });
    expect(reading.problem).toBeUndefined();
  });

  it.each<[string, ApiResponse | Error, RegExp]>([
    ['a failure', answer({ error: 'Oops' }, undefined, 500), /failed \(500: Oops\)/],
    ['a network error', new UpstreamError('unreachable', 'reset'), /could not be reached/],
    ['a record instead of a page', answer({ id: 1 }), /no list/],
    ['the same page again', answer(rows(1), 20), /same page again/],
  ])('keeps the pages before %s', async (_what, second, problem) => {
    const { count, problem: said } = await read([answer(rows(21), 40), second], { maxItems: 500 });
    expect(count).toBe(40);
    expect(said).toMatch(problem);
  });

  it('reports a token that is refused on a later page', async () => {
    const reading = await read([answer({ error: 'Invalid token' }, undefined, 401)], {
      maxItems: 500,
    });
    expect(reading.refused).toBe(true);
  });

  it('rethrows a fault of this server', async () => {
    await expect(read([new TypeError('a bug')], { maxItems: 500 })).rejects.toThrow('a bug');
  });
});
