import { describe, expect, it } from '@jest/globals';
import { ExactNumber } from '../../values/exact-number.js';
import type { ListPage } from './list-page.js';
import { refinePages } from './refine-pages.js';

const page = (ids: (number | string)[], next: ListPage['next'] = null): ListPage => ({
  items: ids.map((id) => ({ id })),
  next,
});
const idsOf = (pages: readonly ListPage[]) =>
  pages.map(({ items }) => items.map((item) => (item as { id: unknown }).id));
const BIG = (last: number) => ({ id: new ExactNumber(`900719925474099${last}123`) });
const PROJECTS = { path: '/teams/{team_id}/projects' };

describe('refinePages of a list sorted by hand', () => {
  it.each([
    ['repeats on the next page', [page([3, 1, 2], 2), page([3, 4])], {}, [[3, 1, 2], [4]]],
    ['the first page alone', [page([3, 1, 2], 2)], {}, [[3, 1, 2]]],
    ['a later page alone', [page([5, 4, 6])], { after: 3 }, [[5, 4, 6]]],
    ['ids of 19 digits', [{ items: [BIG(2), BIG(1)], next: 1 }], {}, [[BIG(2).id, BIG(1).id]]],
    ['turned round, as far as one page tells', [page([3, 2], 2)], {}, [[3, 2]]],
    ['turned round, and repeated', [page([3, 2], 2), page([3])], {}, [[3, 2], []]],
  ])('removes repeated records and adds a note: %s', (_what, pages, args, ids) => {
    const refined = refinePages(pages, PROJECTS, args);
    expect(idsOf(refined.pages)).toEqual(ids);
    expect(refined.notes).toEqual([expect.stringMatching(/some may be missing/)]);
  });

  it.each([
    ['ascends', [page([1, 2], 2), page([3])], {}],
    ['is all on one page', [page([3, 1, 2])], {}],
    ['descends from page to page', [page([4, 3], 3), page([2, 1])], {}],
    ['has obfuscated ids', [page(['b', 'a'], 'a'), page(['c'])], {}],
    ['has no ids', [{ items: [{ a: 1 }, { a: 1 }], next: 2 }], {}],
    ['is empty', [page([])], { after: 7 }],
  ])('adds no note where the list %s', (_what, pages, args) => {
    expect(refinePages(pages, PROJECTS, args)).toEqual({ pages, notes: [] });
  });
});

describe('refinePages of a list that ignores its team', () => {
  const MEMBERSHIPS = { path: '/teams/{team_id}/memberships', ignoresTeam: true as const };
  const of = (...teams: (number | string | undefined)[]): ListPage => ({
    items: teams.map((team_id, index) => ({
      id: index + 1,
      ...(team_id !== undefined && { team_id }),
    })),
    next: null,
  });

  it.each([
    ['numbers', of(1, 2, 1, 2), '1', [[1, 3]], /2 records of other teams/],
    ['a number as an argument', of(1, 2), 1, [[1]], /1 records? of other teams/],
    ['all of another team', of(2, 2), '1', [[]], /2 records of other teams/],
    [
      'ids of 19 digits',
      {
        items: [
          { id: 1, team_id: BIG(1).id },
          { id: 2, team_id: BIG(2).id },
        ],
        next: null,
      },
      BIG(1).id.digits,
      [[1]],
      /1 record of other teams/,
    ],
    ['texts', of('a', 'b'), 'a', [[1]], /1 records? of other teams/],
    ['an obfuscated id', of(1, 2), 'xYz', [[1, 2]], /look at team_id/],
  ])('removes records of other teams: %s', (_what, given, team_id, ids, note) => {
    const { pages, notes } = refinePages([given], MEMBERSHIPS, { team_id });
    expect(idsOf(pages)).toEqual(ids);
    expect(notes).toEqual([expect.stringMatching(note)]);
  });

  it.each([
    ['all are of the team', of(1, 1), '1'],
    ['no record says', of(undefined, undefined), '1'],
    ['an obfuscated id and one team', of(3, 3), 'xYz'],
  ])('removes nothing where %s', (_what, given, team_id) => {
    expect(refinePages([given], MEMBERSHIPS, { team_id })).toEqual({ pages: [given], notes: [] });
  });

  it('leaves every other list alone', () => {
    expect(refinePages([of(1, 2)], PROJECTS, { team_id: '1' }).notes).toEqual([]);
  });
});
