import { afterEach, expect, it, jest } from '@jest/globals';
import { UsedAssertions } from './used-assertions.js';

let clock = 1_000_000;
afterEach(() => {
  jest.restoreAllMocks();
});

/** Uses so many of one host and address. @returns how many were taken */
function fill(used: UsedAssertions, count: number, host: string, address: string, isKnown = false) {
  let taken = 0;
  for (let i = 0; i < count; i += 1) {
    try {
      if (used.add(`${host} ${address} ${i}`, 60_000, isKnown, [host, address])) taken += 1;
    } catch (error) {
      expect(error).toMatchObject({ code: 'temporarily_unavailable', retryAfterSeconds: 60 });
    }
  }
  return taken;
}

it('used assertions: each is accepted once until it expires', () => {
  jest.spyOn(Date, 'now').mockImplementation(() => clock);
  const used = new UsedAssertions();
  const add = () => used.add('key', 60_000, false, ['host', 'address']);
  expect([add(), add()]).toEqual([true, false]);
  clock += 60_000;
  expect([add(), add()]).toEqual([true, false]);
});

it('used assertions: a host and an address get 10,000 entries each, and none is dropped for others', () => {
  const used = new UsedAssertions();
  expect(fill(used, 10_100, 'evil.example', '1.1.1.1')).toBe(10_000);
  expect(fill(used, 10_100, 'evil.example', '2.2.2.2')).toBe(0);
  expect(fill(used, 10_100, 'other.example', '1.1.1.1')).toBe(0);
  expect(fill(used, 5, 'other.example', '2.2.2.2')).toBe(5);
  expect(used.add('evil.example 1.1.1.1 0', 60_000, false, ['a', 'b'])).toBe(false);
});

it('used assertions: clients in use always have room, whoever else comes', () => {
  const used = new UsedAssertions();
  for (let i = 0; i < 10; i += 1) fill(used, 3_000, `${i}.evil.example`, `1.1.1.${i}`);
  expect(fill(used, 5, 'unknown.example', '3.3.3.3')).toBe(0);
  expect(fill(used, 5, 'known.example', '3.3.3.3', true)).toBe(5);
});

it('used assertions: expired entries make room for new ones', () => {
  jest.spyOn(Date, 'now').mockImplementation(() => clock);
  const used = new UsedAssertions();
  fill(used, 10_000, 'client.example', '1.1.1.1');
  clock += 61_000;
  expect(fill(used, 10_000, 'client.example', '2.2.2.2')).toBe(10_000);
});
