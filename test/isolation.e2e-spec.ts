import { describe, expect, it } from '@jest/globals';
import {
  countProjects,
  FEW,
  findProjectProblems,
  makeJobs,
  people,
  replicas,
  run,
  sandbox,
  shared,
  SOCKETS,
  sockets,
  startIsolationRig,
} from './isolation-rig.js';
import { startServer, until } from './running-server.js';

/** Each person asks each question once a round. */
const ROUNDS = 3;

startIsolationRig();

describe('people who send the same request id get only their own answers', () => {
  it('from one server: 1,000 people over 100 shared connections', async () => {
    const jobs = makeJobs(people, ROUNDS);
    const tally = await run(jobs, replicas.slice(0, 1));
    expect(tally.problems.slice(0, 5)).toEqual([]);
    expect(tally.answered + tally.left).toBe(jobs.length);
    expect(tally.refused).toEqual([]);
    expect(tally.answered).toBeGreaterThanOrEqual(20_000);
    expect(tally.left).toBeGreaterThan(0);
    // A client that goes away takes its connection with it.
    expect(sockets.opened).toBeLessThanOrEqual(SOCKETS + tally.left);
    expect(findProjectProblems(jobs, await countProjects(people))).toEqual([]);
  }, 300_000);

  it('from two replicas in turn', async () => {
    const few = people.slice(0, FEW);
    const jobs = makeJobs(few, 2);
    const tally = await run(jobs, replicas);
    expect(tally.problems.slice(0, 5)).toEqual([]);
    expect(tally.answered + tally.left).toBe(jobs.length);
    expect(tally.refused).toEqual([]);
    expect(findProjectProblems(jobs, await countProjects(few))).toEqual([]);
  }, 120_000);

  it('from two workers that share a port', async () => {
    const server = await startServer(sandbox.url, { ...shared, WORKERS: '2' });
    await until(() => server.log().includes('2 workers share the port'));
    const few = people.slice(FEW, 2 * FEW);
    const jobs = makeJobs(few, 2);
    const tally = await run(jobs, [server]);
    sockets.close();
    expect(await server.stop()).toBe(0);
    expect(tally.problems.slice(0, 5)).toEqual([]);
    expect(tally.answered + tally.left).toBe(jobs.length);
    expect(tally.refused).toEqual([]);
    expect(findProjectProblems(jobs, await countProjects(few))).toEqual([]);
  }, 120_000);
});
