import { expect, it } from '@jest/globals';
import { FairQueue, type FairQueueLimits } from './fair-queue.js';

const LIMITS: FairQueueLimits = { running: 4, runningPerKey: 2, waiting: 100, waitMs: 60_000 };

/** A queue whose tasks run until they are told to end, and what has happened in it. */
function observe(limits: Partial<FairQueueLimits> = {}) {
  const queue = new FairQueue({ ...LIMITS, ...limits });
  const started: string[] = [];
  const refused: string[] = [];
  const ends = new Map<string, () => void>();
  const add = (name: string, options = {}) => {
    const task = () =>
      new Promise<void>((resolve) => {
        started.push(name);
        ends.set(name, resolve);
      });
    return queue.run(name[0]!, task, options).catch((error: { code: string }) => {
      refused.push(`${name} ${error.code}`);
    });
  };
  const end = async (...names: string[]) => {
    for (const name of names) ends.get(name)!();
    // Who comes next is started within these turns.
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  };
  return { queue, add, end, started, refused };
}

it('the fair queue runs as many tasks as there are places, and no more of one key than its share', () => {
  const { queue, add, started } = observe();
  for (const name of ['a1', 'a2', 'a3', 'b1', 'b2', 'c1']) void add(name);
  expect(started).toEqual(['a1', 'a2', 'b1', 'b2']);
  expect(queue.state).toEqual({ running: 4, waiting: 2, refused: { full: 0, late: 0 } });
});

it('the fair queue gives a free place to the key with the fewest running tasks, then to the one that has waited longest', async () => {
  const { add, end, started } = observe();
  for (const name of ['a1', 'a2', 'b1', 'c1']) void add(name);
  for (const name of ['a3', 'b2', 'c2', 'd1', 'e1']) void add(name);
  await end('a1', 'a2', 'b1');
  expect(started.slice(4)).toEqual(['d1', 'e1', 'a3']);
});

it('the fair queue keeps the order of the tasks of one key', async () => {
  const { add, end, started } = observe({ running: 1, runningPerKey: 1 });
  for (const name of ['a1', 'a2', 'a3', 'b1']) void add(name);
  await end('a1');
  await end('b1');
  await end('a2');
  expect(started).toEqual(['a1', 'b1', 'a2', 'a3']);
});

it('the fair queue serves a key with one task before the rest of a key with hundreds', async () => {
  const { add, end, started } = observe();
  for (let number = 1; number <= 90; number++) void add(`a${number}`);
  for (const name of ['b1', 'c1', 'd1']) void add(name);
  await end('a1');
  expect(started).toEqual(['a1', 'a2', 'b1', 'c1', 'd1']);
});

it('a full queue drops the newest task of the key that fills it when another key comes', () => {
  const { add, refused } = observe({ waiting: 3 });
  for (let number = 1; number <= 5; number++) void add(`a${number}`);
  for (const name of ['b1', 'b2', 'b3']) void add(name);
  return Promise.resolve()
    .then(() => Promise.resolve())
    .then(() => expect(refused).toEqual(['a5 busy']));
});

it('the fair queue refuses a task when its own key has filled the queue', async () => {
  const { queue, add, refused } = observe({ waiting: 3 });
  for (let number = 1; number <= 6; number++) void add(`a${number}`);
  await add('a7');
  expect(refused).toEqual(['a6 busy', 'a7 busy']);
  expect(queue.state.refused).toEqual({ full: 2, late: 0 });
});

it('the fair queue counts a heavy task as several', async () => {
  const { add, refused } = observe({ running: 1, runningPerKey: 1, waiting: 10 });
  void add('a1');
  void add('a2', { weight: 8 });
  await add('b1', { weight: 9 });
  expect(refused).toEqual(['b1 busy']);
});

it('the fair queue refuses a task that has waited too long', async () => {
  const { queue, add, refused } = observe({ running: 1, waitMs: 1 });
  void add('a1');
  await add('b1');
  expect(refused).toEqual(['b1 busy']);
  expect(queue.state).toEqual({ running: 1, waiting: 0, refused: { full: 0, late: 1 } });
});

it.each(['before it is queued', 'while it is queued'])(
  'the fair queue forgets a task cancelled %s',
  async (when) => {
    const { queue, add, end, started, refused } = observe({ running: 1 });
    void add('a1');
    const giveUp = new AbortController();
    if (when === 'before it is queued') giveUp.abort();
    const waiting = add('b1', { signal: giveUp.signal });
    giveUp.abort();
    await waiting;
    await end('a1');
    expect(refused).toEqual(['b1 gone']);
    expect(started).toEqual(['a1']);
    expect(queue.state).toMatchObject({ running: 0, waiting: 0 });
  },
);

it('the fair queue frees the place of a task that fails', async () => {
  const queue = new FairQueue({ ...LIMITS, running: 1 });
  const failing = queue.run('a', () => Promise.reject(new Error('broken')));
  await expect(failing).rejects.toThrow('broken');
  await expect(queue.run('b', () => Promise.resolve('done'))).resolves.toBe('done');
});

it('the fair queue keeps nothing of keys without tasks', async () => {
  const queue = new FairQueue({ ...LIMITS, waiting: 1_000_000 });
  const tasks = Array.from({ length: 1_000 }, (_, key) =>
    queue.run(String(key), () => Promise.resolve(key)),
  );
  expect(await Promise.all(tasks)).toHaveLength(1_000);
  const { shares, candidates } = queue as unknown as {
    shares: Map<string, object>;
    candidates: Set<object>[];
  };
  expect([shares.size, ...candidates.map(({ size }) => size)]).toEqual([0, 0, 0]);
});
