import { expect, it } from '@jest/globals';
import { ExactNumber } from '../../values/exact-number.js';
import { collectReferences, idOf, type References } from './references.js';

function referencesIn(fields: Record<string, unknown>): References {
  const found: References = { teams: [], records: [], ids: [] };
  for (const [name, value] of Object.entries(fields)) collectReferences(name, value, found);
  return found;
}

it.each<[fields: Record<string, unknown>, teams: unknown[]]>([
  [{ team_id: 2 }, [2]],
  [{ teamId: 2, 'X-Team-Id': '3' }, [2, '3']],
  [{ 'filter[team_id]': '2', 'project.team_id': 3 }, ['2', 3]],
  [{ team_ids: [1, '2'], teams: [{ id: 3 }, 4] }, [1, '2', 3, 4]],
  [{ team: { id: 2, name: 'x' }, team_attributes: { id: 3 } }, [2, 3]],
  [{ deep: [{ er: { new_team_id: true } }] }, [true]],
  [{ team_id: null, team: '', team_name: 'Acme', steam_id: 3, teammate: 'x' }, []],
])('of %j the teams are %j', (fields, teams) => {
  expect(referencesIn(fields).teams).toEqual(teams);
});

it('other ids are told apart by what they name', () => {
  const { records, ids } = referencesIn({
    project_id: 7,
    membership_ids: [1, 2],
    ids: [8],
    tasks_attributes: [{ id: 9, name: 'x' }],
  });
  expect(records).toEqual([
    { name: 'project', id: 7 },
    { name: 'membership', id: 1 },
    { name: 'membership', id: 2 },
  ]);
  expect(ids).toEqual([8]);
});

it('what is nested too deep counts as a team that nobody has chosen', () => {
  let value: unknown = 'x';
  for (let depth = 0; depth < 60; depth += 1) value = { inner: value };
  const [team] = referencesIn({ value }).teams;
  expect(idOf(team)).toBeUndefined();
});

it.each<[value: unknown, id: string | undefined]>([
  [7, '7'],
  ['7', '7'],
  [new ExactNumber('9007199254740993'), '9007199254740993'],
  ['s7f3a', 's7f3a'],
  ['2b1e0c1e-0f7a-4c51-9a51-1b2c3d4e5f60', '2b1e0c1e-0f7a-4c51-9a51-1b2c3d4e5f60'],
  ['07', undefined],
  ['7x', undefined],
  ['7,8', undefined],
  [' 7', undefined],
  ['7/../8', undefined],
  [1.5, undefined],
  [-1, undefined],
  [true, undefined],
  [{ id: 7 }, undefined],
])('of %j the id is %j', (value, id) => {
  expect(idOf(value)).toBe(id);
});
