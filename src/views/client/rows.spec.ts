import { describe, expect, it } from '@jest/globals';
import { barsOf, groupColumns, sumColumns } from './groups.js';
import { firstColumns, idOf, nameOf, sortRows } from './rows.js';

describe('sorting rows by a column', () => {
  const sorted = (values: unknown[], descending = false) =>
    sortRows(
      values.map((a) => ({ a })),
      { column: 'a', descending },
    ).map(({ a }) => a);

  it.each([
    ['numbers by value', [10, 9, 100], [9, 10, 100]],
    ['decimals that are text', ['10.0', '9.5', '100'], ['9.5', '10.0', '100']],
    ['days by time', ['2027-01-02', '2026-12-31'], ['2026-12-31', '2027-01-02']],
    ['texts with numbers in them', ['Room 10', 'Room 9'], ['Room 9', 'Room 10']],
    ['empty values last', [null, 2, '', 1], [1, 2, null, '']],
  ])('%s', (_what, values, order) => {
    expect(sorted(values)).toEqual(order);
  });

  it('puts empty values last, also in descending order', () => {
    expect(sorted([null, 1, 2], true)).toEqual([2, 1, null]);
  });
});

it('the first columns are those that distinguish records', () => {
  const rows = [
    { id: 1, team_id: 2, empty: null, nested: {}, city: 'x', name: 'n', created_at: 'x' },
  ];
  expect(firstColumns(rows)).toEqual(['name', 'city']);
});

it.each([
  [{ id: 7 }, '7'],
  [{ id: 'aBc' }, 'aBc'],
  [{ id: 2 ** 64 }, undefined],
  [{ id: '' }, undefined],
  [{ id: { id: 1 } }, undefined],
  [{}, undefined],
])('the id of the record %j is %j', (row, id) => {
  expect(idOf(row)).toBe(id);
});

it.each([
  [{ id: 1, title: 'T', name: '' }, 'T'],
  [{ id: 1 }, '1'],
  [{ name: { first: 'x' } }, ''],
])('the record %j has the title %j', (row, name) => {
  expect(nameOf(row)).toBe(name);
});

describe('charts', () => {
  const writing = { locale: 'en', timeZone: 'America/New_York' };
  const rows = [
    { state: 'open', cost: '1.5', at: '2027-01-01T03:00:00Z', id: 1 },
    { state: 'open', cost: '2.5', at: '2027-01-03T12:00:00Z', id: 2 },
    { state: null, cost: null, at: '2027-01-03T13:00:00Z', id: 3 },
  ];
  const columns = Object.keys(rows[0]!);

  it('group by repeating values and by days, and sum numbers but not ids', () => {
    expect(groupColumns(rows, columns)).toEqual(['state', 'at']);
    expect(sumColumns(rows, columns)).toEqual(['cost']);
  });

  it.each([
    [
      'count',
      { by: 'state' },
      [
        ['open', 2],
        ['—', 1],
      ],
    ],
    [
      'sum',
      { by: 'state', sum: 'cost' },
      [
        ['open', 4],
        ['—', 0],
      ],
    ],
    [
      'count by the days where the person is, with those between',
      { by: 'at' },
      [
        ['Dec 31, 2026', 1],
        ['Jan 1, 2027', 0],
        ['Jan 2, 2027', 0],
        ['Jan 3, 2027', 2],
      ],
    ],
  ])('%s', (_what, chart, bars) => {
    expect(barsOf(rows, chart, writing).map(({ label, value }) => [label, value])).toEqual(bars);
  });

  it('have a last bar for everything that does not fit', () => {
    const many = Array.from({ length: 30 }, (_, n) => ({ kind: `kind ${n}` }));
    const bars = barsOf(many, { by: 'kind' }, writing);
    expect(bars).toHaveLength(20);
    expect(bars.at(-1)).toEqual({ label: 'Other', value: 11 });
  });
});
