import { expect, it } from '@jest/globals';
import { OtherTeams } from './other-teams.js';

function leaveOut(value: unknown, chosen = ['1']): unknown {
  return new OtherTeams(new Set(chosen)).leaveOut(value);
}

it.each<[what: string, value: unknown, kept: unknown]>([
  [
    'records of a list',
    [{ team_id: 1 }, { team_id: '1' }, { team_id: 2 }, { team: { id: 2 } }, { name: 'x' }],
    [{ team_id: 1 }, { team_id: '1' }, { name: 'x' }],
  ],
  [
    'teams',
    { teams: [{ id: 1 }, { id: 2 }], team_ids: [1, 2, '2'] },
    { teams: [{ id: 1 }], team_ids: [1] },
  ],
  [
    'one team, and its id',
    { current_team: { id: 2, name: 'x' }, current_team_id: 2, team_id: 1 },
    { current_team: null, current_team_id: null, team_id: 1 },
  ],
  [
    'a nested record',
    { lead: { id: 3, team_id: 2 }, owner: { id: 4 } },
    { lead: null, owner: { id: 4 } },
  ],
  ['at every depth', { a: { b: [{ c: [{ team_id: 2 }] }] } }, { a: { b: [{ c: [] }] } }],
  [
    'no text that is no id',
    { team: 'Red Sox', team_name: '2' },
    { team: 'Red Sox', team_name: '2' },
  ],
  ['what is shared with a chosen team', [{ team_ids: [1, 2] }], [{ team_ids: [1] }]],
])('leaves out %s', (_, value, kept) => {
  expect(leaveOut(value)).toEqual(kept);
});

it('counts what it leaves out', () => {
  const others = new OtherTeams(new Set(['1']));
  others.leaveOut({ teams: [{ id: 1 }] });
  expect(others.left).toBe(0);
  others.leaveOut({ teams: [{ id: 2 }, { id: 3 }], current_team_id: 2 });
  expect(others.left).toBe(3);
});
