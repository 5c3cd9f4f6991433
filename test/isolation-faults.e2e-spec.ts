import { describe, expect, it } from '@jest/globals';
import type { Fault } from '../src/sandbox/sandbox.js';
import {
  countProjects,
  FEW,
  makeJobs,
  people,
  type Person,
  QUESTIONS,
  replicas,
  run,
  sandbox,
  sockets,
  startIsolationRig,
  Tally,
} from './isolation-rig.js';
import { until } from './running-server.js';

const FLAPS: Fault[] = [
  { path: '/api/v1', kind: 'status', status: 503 },
  { path: '/oauth/token/info', kind: 'status', status: 503 },
  { path: '/api/v1', kind: 'reset' },
];

startIsolationRig();

describe('people who send the same request id get only their own answers', () => {
  it('while the application fails now and then and calls are retried', async () => {
    const few = people.slice(0, FEW);
    const jobs = makeJobs(few, 1);
    let failures = 0;
    const flapping = setInterval(() => {
      if (sandbox.flags.faults[0]?.times === 0) failures++;
      sandbox.flags.faults = [{ ...FLAPS[failures % FLAPS.length]!, times: 1 }];
    }, 15);
    const tally = await run(jobs, replicas);
    clearInterval(flapping);
    sandbox.flags.faults = [];
    expect(tally.problems.slice(0, 5)).toEqual([]);
    expect(tally.answered + tally.left).toBe(jobs.length);
    expect(failures).toBeGreaterThan(10);
    expect(tally.refused.length).toBeLessThan(tally.answered / 5);
    const counts = await countProjects(few);
    expect([...counts].filter(([, count]) => count > 1)).toEqual([]);
  }, 120_000);

  it('while the token of one of them is revoked', async () => {
    const few = people.slice(0, FEW);
    const [unlucky, ...others] = few;
    const tally = new Tally();
    const running = run(makeJobs(few, 2), replicas, tally);
    await until(() => tally.answered > FEW);
    sandbox.revokeToken(unlucky!.bulletTrainToken);
    await running;
    expect(tally.problems.slice(0, 5)).toEqual([]);
    expect([...new Set(tally.refused)]).toEqual([unlucky!.email]);
    for (const { url } of replicas) {
      const statuses = async ({ token }: Person) =>
        Promise.all(
          Object.values(QUESTIONS).map(async ({ method, params }) => {
            const { status } = await sockets.post(url, method, params(unlucky!, ''), { token });
            return status;
          }),
        );
      await until(async () => (await statuses(unlucky!)).every((status) => status === 401));
      expect(new Set(await statuses(others[0]!))).toEqual(new Set([200]));
    }
  }, 120_000);
});
