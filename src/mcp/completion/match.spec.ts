import { expect, it } from '@jest/globals';
import { matchIds, matchTyped } from './match.js';

const RECORDS = [
  { id: 1, name: 'The lighthouse keeper' },
  { id: 2, name: 'Lighthouse towns' },
  { id: 12, title: 'Élan' },
  { id: 'light', email: 'somebody@example.com' },
  { id: 3, name: '[redacted]' },
  { id: 4 },
  { id: 12, name: 'The same id, below another record' },
];

it.each([
  ['light', ['light', '2', '1']],
  ['lighthouse to', ['2', '1'].slice(0, 1)],
  ['keep light', ['1']],
  ['house', ['1', '2']],
  ['elan', ['12']],
  ['1', ['1', '12']],
  ['redacted', []],
  ['[redacted]', []],
  ['undefined', []],
  ['', ['1', '2', '12', 'light', '3', '4']],
])('what is typed as %j matches %j', (typed, ids) => {
  expect(matchIds(RECORDS, typed, false)).toEqual(ids);
});

it('what the application itself has found comes behind what the name says', () => {
  expect(matchIds(RECORDS, 'towns', true)).toEqual(['2', '1', '12', 'light', '3', '4']);
});

it('names that begin so come first', () => {
  const names = ['products tags', 'tags', 'Orders', 'tâgged'];
  expect(matchTyped(names, 'TAG')).toEqual(['tags', 'tâgged', 'products tags']);
  expect(matchTyped(names, '')).toEqual(names);
});
