import { expect, it } from '@jest/globals';
import { ExactNumber } from '../../values/exact-number.js';
import { mapTexts } from './map-texts.js';

const upper = (text: string) => text.toUpperCase();

it('mapTexts maps names and values at every depth', () => {
  const value = { a: ['b', { c: 'd' }, 1, null], e: new ExactNumber('1.0') };
  expect(mapTexts(value, upper)).toEqual({ A: ['B', { C: 'D' }, 1, null], E: value.e });
});

it('mapTexts returns the very value that it does not change', () => {
  const value = { A: ['B', { C: 1 }], D: [] };
  expect(mapTexts(value, upper)).toBe(value);
  const mixed = { a: 'x', B: value };
  expect(mapTexts(mixed, upper).B).toBe(value);
});
