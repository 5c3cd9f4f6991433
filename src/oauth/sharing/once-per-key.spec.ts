import { expect, it, jest } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { readConfig } from '../../config/app-config.js';
import { SharedRedis } from '../../redis/shared-redis.js';
import { Sealing } from '../sealing/sealing.js';
import { OncePerKey } from './once-per-key.js';
import { SharedMemory } from './shared-memory.js';

const config = readConfig({ OAUTH_SECRET: randomBytes(32).toString('hex') });
const sealing = new Sealing(config);

/** Processes that share a memory, as replicas share Redis. */
function replicas(count: number, seals = Array.from({ length: count }, () => sealing)) {
  const memory = new SharedMemory(new SharedRedis(config));
  const kept: string[] = [];
  const set = memory.set.bind(memory);
  memory.set = (key, value, ttlMs) => {
    kept.push(value);
    return set(key, value, ttlMs);
  };
  return { kept, all: seals.map((seal) => new OncePerKey(memory, seal, config)) };
}

/** Work that takes a moment, and counts how often it is done. */
const slowly = () => {
  let count = 0;
  return jest.fn(async () => {
    await delay(20);
    return { secret: `token ${++count}` };
  });
};

it.each([1, 3])(
  'OncePerKey does the work once for ten concurrent requests in %d processes',
  async (count) => {
    const { all } = replicas(count);
    const work = slowly();
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, (_, index) => all[index % count]!.run('key', 5, work)),
    );
    expect(work).toHaveBeenCalledTimes(1);
    expect(new Set(outcomes.map(({ result }) => result.secret))).toEqual(new Set(['token 1']));
    expect(outcomes.filter(({ isFirst }) => isFirst)).toHaveLength(1);
  },
);

it('OncePerKey returns the same result to a caller a little later, and does new work for another key', async () => {
  const { all } = replicas(2);
  const work = slowly();
  await all[0]!.run('key', 5, work);
  const late = await all[1]!.run('key', 5, work);
  expect(late).toEqual({ result: { secret: 'token 1' }, isFirst: false });
  const other = await all[1]!.run('other', 5, work);
  expect(other).toEqual({ result: { secret: 'token 2' }, isFirst: true });
});

it('OncePerKey does the work again when the result has expired', async () => {
  const { all } = replicas(1);
  const work = slowly();
  await all[0]!.run('key', 0.05, work);
  await delay(100);
  expect((await all[0]!.run('key', 0.05, work)).result).toEqual({ secret: 'token 2' });
});

it('OncePerKey does not keep failures', async () => {
  const { all } = replicas(2);
  const failing = () => delay(20).then(() => Promise.reject(new Error('away')));
  const together = await Promise.allSettled([1, 2, 3].map(() => all[0]!.run('key', 5, failing)));
  expect(together.map(({ status }) => status)).toEqual(Array(3).fill('rejected'));
  expect((await all[1]!.run('key', 5, slowly())).isFirst).toBe(true);
});

it('OncePerKey keeps results sealed, and does the work itself when it cannot open one', async () => {
  const other = new Sealing(readConfig({ OAUTH_SECRET: randomBytes(32).toString('hex') }));
  const { all, kept } = replicas(2, [sealing, other]);
  const work = slowly();
  await all[0]!.run('key', 5, work);
  expect(kept).toEqual([expect.stringMatching(/^eyJ[\w-]+\.\./)]);
  expect((await all[1]!.run('key', 5, work)).result).toEqual({ secret: 'token 2' });
});
