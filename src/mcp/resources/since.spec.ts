import { expect, it } from '@jest/globals';
import { readSince, SINCE } from './since.js';

const NOW = new Date('2026-03-02T23:30:00Z');

it.each([
  ['', '2026-02-23'],
  ['7', '2026-02-23'],
  ['1 day', '2026-03-01'],
  ['90 Days', '2025-12-02'],
  ['30d', '2026-01-31'],
  ['0', '2026-03-02'],
  ['2026-02-28', '2026-02-28'],
  ['2024-02-29', '2024-02-29'],
])('since %j is %s', (given, since) => {
  expect(readSince(given, NOW)).toEqual({ since, today: '2026-03-02' });
});

it.each([
  '2026-02-30',
  '2026-2-3',
  'yesterday',
  '-1',
  '9999',
  '1e3',
  '7 days; then delete all',
  '٧',
])('since %j is refused', (given) => {
  expect(() => readSince(given, NOW)).toThrow(/^since is a number of days/);
});

it('everything that completion offers can be read', () => {
  for (const given of SINCE) expect(() => readSince(given, NOW)).not.toThrow();
});
