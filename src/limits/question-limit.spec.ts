import { expect, it } from '@jest/globals';
import { LimitReached } from './limiter.js';
import { MemoryLimiter } from './memory-limiter.js';
import { QuestionLimit } from './question-limit.js';

const newLimit = (points: number) => {
  const limiter = new MemoryLimiter({ keyPrefix: '', points, duration: 60 });
  return { limiter, limit: new QuestionLimit(limiter) };
};
const answering = (valid: boolean) => () => Promise.resolve({ valid });

it('the limit of questions counts those in vain, and refuses before asking', async () => {
  const { limit } = newLimit(2);
  for (let at = 0; at < 5; at++)
    expect(await limit.ask('a', answering(true))).toEqual({ valid: true });
  for (let at = 0; at < 2; at++) await limit.ask('a', answering(false));
  let asked = 0;
  const refused = limit.ask('a', () => Promise.resolve({ valid: asked++ > 0 }));
  await expect(refused).rejects.toBeInstanceOf(LimitReached);
  await expect(refused).rejects.toMatchObject({ msBeforeNext: expect.any(Number) });
  expect(asked).toBe(0);
  expect(await limit.ask('b', answering(true))).toEqual({ valid: true });
});

it('the limit of questions asks no more at once than it would count, whatever the answers', async () => {
  const { limit, limiter } = newLimit(20);
  let asked = 0;
  let answer: (value: { valid: boolean }) => void = () => undefined;
  const answered = new Promise<{ valid: boolean }>((resolve) => (answer = resolve));
  const questions = Array.from({ length: 500 }, () =>
    limit.ask('a', () => {
      asked += 1;
      return answered;
    }),
  );
  const outcomes = Promise.allSettled(questions);
  await new Promise((resolve) => setImmediate(resolve));
  expect(asked).toBe(20);
  answer({ valid: true });
  const admitted = (await outcomes).filter(({ status }) => status === 'fulfilled');
  expect(admitted).toHaveLength(20);
  expect(await limiter.read('a')).toBeUndefined();
  expect(await limit.ask('a', answering(true))).toEqual({ valid: true });
});

it('the limit of questions counts those that fail', async () => {
  const { limit } = newLimit(1);
  const failing = () => Promise.reject(new Error('no answer'));
  await expect(limit.ask('a', failing)).rejects.toThrow('no answer');
  await expect(limit.ask('a', failing)).rejects.toBeInstanceOf(LimitReached);
});
