import { afterEach, expect, it, jest } from '@jest/globals';
import { MemoryLimiter } from './memory-limiter.js';

afterEach(() => {
  jest.useRealTimers();
});

const newLimiter = (points: number) => new MemoryLimiter({ keyPrefix: '', points, duration: 60 });

/** @returns how many of so many are let in */
async function countAdmitted(limiter: MemoryLimiter, key: string, times: number): Promise<number> {
  const outcomes = await Promise.allSettled(
    Array.from({ length: times }, () => limiter.consume(key)),
  );
  return outcomes.filter(({ status }) => status === 'fulfilled').length;
}

it('the memory limiter admits as many requests as there are points, also concurrent ones, for each key separately', async () => {
  const limiter = newLimiter(20);
  expect(await countAdmitted(limiter, 'a', 500)).toBe(20);
  expect(await countAdmitted(limiter, 'b', 500)).toBe(20);
});

it('the memory limiter says how long to wait, and admits requests again afterwards', async () => {
  jest.useFakeTimers();
  const limiter = newLimiter(1);
  await limiter.consume('a');
  jest.advanceTimersByTime(20_000);
  await expect(limiter.consume('a')).rejects.toMatchObject({ msBeforeNext: 40_000 });
  jest.advanceTimersByTime(40_000);
  await expect(limiter.consume('a')).resolves.toBeUndefined();
});

it('the memory limiter sets no timer', async () => {
  jest.useFakeTimers();
  await newLimiter(1).consume('a');
  expect(jest.getTimerCount()).toBe(0);
});

it('the memory limiter says what it has counted, and counts nothing for it', async () => {
  jest.useFakeTimers();
  const limiter = newLimiter(2);
  expect(await limiter.read('a')).toBeUndefined();
  await limiter.consume('a');
  jest.advanceTimersByTime(20_000);
  for (let time = 0; time < 5; time++) {
    expect(await limiter.read('a')).toEqual({ requests: 1, msBeforeNext: 40_000 });
  }
  expect(await countAdmitted(limiter, 'a', 5)).toBe(1);
  jest.advanceTimersByTime(40_000);
  expect(await limiter.read('a')).toBeUndefined();
});

it('the memory limiter keeps at most 8 MB and 42,000 keys, however many and however long they are', async () => {
  const limiter = newLimiter(1_000_000);
  for (let at = 0; at < 200_000; at++) await limiter.consume(`2001:db8:${at.toString(16)}::/64`);
  expect(limiter.bytes).toBeLessThanOrEqual(8 * 1024 * 1024);
  expect(limiter.size).toBeGreaterThan(30_000);
  expect(limiter.size).toBeLessThanOrEqual(42_000);
  for (let at = 0; at < 1_000; at++) await limiter.consume(`${at}${'x'.repeat(100_000)}`);
  expect(limiter.bytes).toBeLessThanOrEqual(8 * 1024 * 1024);
});
