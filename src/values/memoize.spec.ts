import { expect, it } from '@jest/globals';
import { memoize } from './memoize.js';

it('a memoized function reads each text once, but for those that are too long to keep', () => {
  const read: string[] = [];
  const lengthOf = memoize((text) => {
    read.push(text);
    return text.length;
  }, 5);
  for (const text of ['short', 'short', 'longer', 'longer', '', '']) {
    expect(lengthOf(text)).toBe(text.length);
  }
  expect(read).toEqual(['short', 'longer', 'longer', '']);
});

it('a memoized function keeps 4,000 results at most', () => {
  let reads = 0;
  const numberOf = memoize((text) => {
    reads += 1;
    return Number(text);
  });
  for (let at = 0; at < 4_000; at++) numberOf(String(at));
  expect([numberOf('0'), reads]).toEqual([0, 4_000]);
  numberOf('4000');
  expect([numberOf('0'), reads]).toEqual([0, 4_002]);
});
