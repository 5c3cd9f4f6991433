import { expect, it } from '@jest/globals';
import { chooseTeams } from './teams.js';

it.each<[offered: string[], reach: string | undefined, ticked: string[], chosen: unknown]>([
  [[], 'all', [], undefined],
  [[], 'these', ['1'], undefined],
  [['1'], undefined, [], ['1']],
  [['1'], 'all', [], ['1']],
  [['1', '2'], undefined, [], ['1', '2']],
  [['1', '2'], 'all', ['1'], undefined],
  [['1', '2'], 'these', ['2'], ['2']],
  [['1', '2'], undefined, ['2'], ['2']],
])('of the teams %j, a choice of %j with %j grants %j', (offered, reach, ticked, chosen) => {
  expect(chooseTeams(offered, reach, ticked)).toEqual(chosen);
});

it.each<[reach: string, ticked: string[]]>([
  ['these', []],
  ['these', ['3']],
  ['these', ['1', '3']],
  ['everything', ['1']],
])('a choice of %j with %j is refused', (reach, ticked) => {
  expect(() => chooseTeams(['1', '2'], reach, ticked)).toThrow(/team|reach/);
});
