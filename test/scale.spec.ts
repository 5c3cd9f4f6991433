import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import {
  meanResponse,
  responsePercentile,
  serversFor,
  waitingProbability,
  waitPercentile,
} from '../bench/queueing.ts';
import { ASSUMED, planFor, type Measured } from '../bench/scale-model.ts';
import { writeScaleTables } from '../bench/scale-table.ts';

const read = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
const MEASURED = JSON.parse(read('bench/measured.json')) as Measured;

describe('the queueing model of equal servers', () => {
  it("follows Erlang's formula for one server and for two", () => {
    expect(waitingProbability({ arrivals: 0.8, service: 1, servers: 1 })).toBeCloseTo(0.8, 10);
    expect(waitingProbability({ arrivals: 1, service: 1, servers: 2 })).toBeCloseTo(1 / 3, 10);
    expect(meanResponse({ arrivals: 0.8, service: 1, servers: 1 })).toBeCloseTo(5, 10);
  });

  it('puts the 95th percentile of one server at ln 20 times its mean', () => {
    const queue = { arrivals: 0.5, service: 1, servers: 1 };
    expect(responsePercentile(queue, 0.95)).toBeCloseTo(Math.log(20) * meanResponse(queue), 3);
  });

  it('agrees with a simulation of five servers that are busy 80 % of the time', () => {
    const queue = { arrivals: 4, service: 1, servers: 5 };
    const times = simulate(queue, 200_000).toSorted((a, b) => a - b);
    const mean = times.reduce((sum, one) => sum + one, 0) / times.length;
    expect(mean / meanResponse(queue)).toBeCloseTo(1, 1);
    const late = times[Math.floor(times.length * 0.95)]!;
    expect(late / responsePercentile(queue, 0.95)).toBeCloseTo(1, 1);
  });

  it('asks for as many servers as keep most requests from waiting', () => {
    const servers = serversFor(100, 0.06, 0.7);
    expect(waitPercentile({ arrivals: 100, service: 0.06, servers }, 0.95)).toBeLessThan(0.06);
    expect(servers * 0.7).toBeGreaterThanOrEqual(6);
  });
});

/** Arrivals and services from a seeded generator. */
function simulate(
  { arrivals, service, servers }: Parameters<typeof meanResponse>[0],
  calls: number,
): number[] {
  let state = 42;
  const exponential = (mean: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return -Math.log((state + 1) / 2 ** 32) * mean;
  };
  const freeAt = Array<number>(servers).fill(0);
  let now = 0;
  return Array.from({ length: calls }, () => {
    now += exponential(1 / arrivals);
    const first = freeAt.indexOf(Math.min(...freeAt));
    const end = Math.max(now, freeAt[first]!) + exponential(service);
    freeAt[first] = end;
    return end - now;
  });
}

describe('the capacity plan for a number of people', () => {
  it('asks for more replicas where connections need them, and checks tokens more often then', () => {
    const [few, many] = [1, 4].map((connectionsPerPerson) =>
      planFor(100_000, MEASURED, { ...ASSUMED, connectionsPerPerson }),
    );
    expect(many!.replicas).toBe(4 * few!.replicas);
    expect(many!.checksPerSecond).toBeGreaterThan(few!.checksPerSecond);
    expect(many!.checksPerSecond).toBeLessThan(many!.callsPerSecond);
  });

  it('gives the replicas no more concurrent calls than there are threads', () => {
    const { replicas, threads, upstreamConnections } = planFor(1_000_000, MEASURED);
    expect(replicas * upstreamConnections).toBeLessThanOrEqual(threads);
  });
});

it('docs/deploying.md has the tables that the model writes', () => {
  expect(read('docs/deploying.md')).toContain(writeScaleTables(MEASURED));
});
