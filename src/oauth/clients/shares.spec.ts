import { expect, it } from '@jest/globals';
import { Shares } from './shares.js';

it('Shares gives an owner no more than its share, and all owners together no more than the total', () => {
  const shares = new Shares(3, 2);
  expect([shares.take('a'), shares.take('a')].every((release) => release)).toBe(true);
  expect(shares.take('a')).toBeUndefined();
  expect(shares.take('b')).toBeDefined();
  expect(shares.take('c')).toBeUndefined();
});

it('Shares counts a place for each of its owners, and gives none when one of them is full', () => {
  const shares = new Shares(10, 1);
  shares.take('host a', 'address 1');
  expect(shares.take('host b', 'address 1')).toBeUndefined();
  expect(shares.take('host a', 'address 2')).toBeUndefined();
  expect(shares.take('host b', 'address 2')).toBeDefined();
});

it('Shares frees a place once, even if it is released twice', () => {
  const shares = new Shares(1, 1);
  const release = shares.take('a', 'a')!;
  release();
  release();
  expect(shares.take('b')).toBeDefined();
  expect(shares.take('c')).toBeUndefined();
});
