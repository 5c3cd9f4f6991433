import { afterEach, describe, expect, it } from '@jest/globals';
import { startPuma, type Puma } from './puma.js';
import { callTool, post, type RawResult } from './raw-mcp.js';
import { freePort, startServer, until, type RunningServer } from './running-server.js';

const HEAVY = 'fair-heavy-token';

let puma: Puma;
let server: RunningServer;
let metricsUrl: string;

afterEach(async () => {
  await server.stop();
  await puma.close();
});

async function start(connections: number, threads: number) {
  const port = await freePort();
  metricsUrl = `http://127.0.0.1:${port}/metrics`;
  puma = await startPuma(threads);
  server = await startServer(puma.url, {
    UPSTREAM_CONNECTIONS: String(connections),
    METRICS_PORT: String(port),
  });
}

/** @returns a metric of the queue, such as `queue_length` */
async function queue(metric: string): Promise<number> {
  const text = await (await fetch(metricsUrl)).text();
  const name = `bullet_train_mcp_upstream_${metric} `;
  const line = text.split('\n').find((found) => found.startsWith(name));
  return Number(line?.slice(name.length));
}

const call = (token: string, id: number): Promise<RawResult> =>
  callTool(server.url, 'get_thing', { id }, { token });
const callMany = (count: number, tokenOf: (id: number) => string) =>
  Array.from({ length: count }, (_, id) => call(tokenOf(id), id));
const textOf = ({ content }: RawResult) => content![0]!.text;

describe('the fair queue before an application with five threads', () => {
  it('never runs more calls at once than UPSTREAM_CONNECTIONS, and each gets its own response', async () => {
    await start(8, 5);
    const calls = callMany(120, (id) => `fair-person-${id % 30}`);
    await until(async () => (await queue('queue_length')) === 112);
    expect(await queue('in_flight')).toBe(8);
    puma.release();
    const ids = (await Promise.all(calls)).map((result) => result.structuredContent!['id']);
    expect(ids).toEqual(calls.map((_, id) => id));
    expect(puma.mostAtOnce()).toBe(8);
  });

  it('serves fifty people with one call each before the rest of one person with a hundred', async () => {
    await start(16, 5);
    const heavy = callMany(100, () => HEAVY);
    await until(async () => (await queue('queue_length')) === 96);
    const light = callMany(50, (id) => `fair-light-${id}`);
    // Nobody gets more than a quarter of the places.
    await until(async () => (await queue('queue_length')) === 96 + 38);
    puma.release();
    await Promise.all(light);
    const results = await Promise.all(heavy);
    expect(results.filter(({ isError }) => isError)).toEqual([]);
    const lastLight = puma.answered.findLastIndex((token) => token !== HEAVY);
    const heavyBefore = puma.answered.slice(0, lastLight).filter((token) => token === HEAVY);
    // The calls that were already running, and those that began when none of the fifty was waiting.
    expect(heavyBefore.length).toBeLessThanOrEqual(4 + 4);
  });
});

describe('a full queue', () => {
  it('refuses a call with an error that a model can act on, and counts it', async () => {
    await start(1, 1);
    const calls = callMany(160, () => HEAVY);
    // One running call and 128 waiting ones.
    await until(async () => (await queue('queue_refused_total{by="full"}')) === 31);
    puma.release();
    const refused = (await Promise.all(calls)).filter(({ isError }) => isError).map(textOf);
    expect(refused).toHaveLength(31);
    expect([...new Set(refused)]).toEqual([
      'Too many calls are waiting for the application, so it was not asked and nothing was done. Wait 5 seconds, then make fewer calls at once.',
    ]);
    expect([await queue('in_flight'), await queue('queue_length')]).toEqual([0, 0]);
    expect(await queue('queue_seconds_count')).toBeGreaterThanOrEqual(129);
  });

  it('does not delay token validation', async () => {
    await start(1, 1);
    const calls = callMany(30, () => HEAVY);
    await until(async () => (await queue('queue_length')) === 29);
    const { status } = await post(server.url, 'tools/list', {}, { token: 'fair-newcomer' });
    expect(status).toBe(200);
    expect(puma.answered).toEqual([]);
    puma.release();
    await Promise.all(calls);
  });
});
