import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ALICE_TOKEN, startSandbox, type Sandbox } from '../src/sandbox/sandbox.js';
import { callTool, post } from './raw-mcp.js';
import { freePort, runProgram, startServer, until, type RunningServer } from './running-server.js';

const NOWHERE = 'http://127.0.0.1:9';

let sandbox: Sandbox;
const running: RunningServer[] = [];

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
});
afterEach(async () => {
  sandbox.flags.faults = [];
  await Promise.all(running.splice(0).map((server) => server.stop()));
});
afterAll(() => sandbox.close());

const token = ALICE_TOKEN;
/** Makes connections go to the workers in turn. */
const headers = { connection: 'close' };

async function start(variables: Record<string, string> = {}) {
  const port = await freePort();
  const server = await startServer(sandbox.url, { METRICS_PORT: String(port), ...variables });
  running.push(server);
  return { server, metrics: `http://127.0.0.1:${port}/metrics` };
}

/** @returns the value of a metric with exactly these labels; undefined if there is none */
async function read(metrics: string, name: string, labels: Record<string, string> = {}) {
  const text = await (await fetch(metrics)).text();
  const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  for (const line of text.split('\n')) {
    const [, found, inside = '', value] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
    if (found !== `bullet_train_mcp_${name}` && found !== name) continue;
    const has = inside === '' ? [] : inside.split(/,(?=\w+=")/);
    if (has.toSorted().join() === wanted.toSorted().join()) return Number(value);
  }
  return undefined;
}

const called = (url: string, name: string, args = {}) =>
  callTool(url, name, args, { token, headers });

describe.each(['1', '2'])('/metrics with WORKERS=%s', (workers) => {
  it('counts requests, tool calls and upstream requests', async () => {
    const { server, metrics } = await start({ WORKERS: workers });
    if (workers === '2') await until(() => server.log().includes('2 workers share the port'));
    for (let at = 0; at < 4; at++) await called(server.url, 'list_teams');
    await called(server.url, 'get_project', { id: 999 });
    await called(server.url, 'get_project', {});
    sandbox.flags.faults = [{ path: '/api/v1/projects', kind: 'status', status: 500 }];
    await called(server.url, 'get_project', { id: 1 });
    const stranger = { token: 'no-such-token', headers };
    expect((await post(server.url, 'tools/list', {}, stranger)).status).toBe(401);
    await post(server.url, 'made/up', {}, { token, headers });
    await until(
      async () =>
        (await read(metrics, 'requests_total', {
          method: 'POST',
          mcp_method: 'other',
          status: '200',
        })) === 1,
    );

    const requests = (mcp_method: string, status: string) =>
      read(metrics, 'requests_total', { method: 'POST', mcp_method, status });
    expect(await requests('tools/call', '200')).toBe(7);
    expect(await requests('', '401')).toBe(1);
    const calls = (tool: string, outcome: string) =>
      read(metrics, 'tool_calls_total', { tool, outcome });
    expect(await calls('list_teams', 'ok')).toBe(4);
    expect(await calls('get_project', 'refused')).toBe(2);
    expect(await calls('get_project', 'error')).toBe(1);
    expect(await read(metrics, 'request_seconds_count', { mcp_method: 'tools/call' })).toBe(7);
    const upstream = (status: string) =>
      read(metrics, 'upstream_seconds_count', { method: 'GET', status });
    expect([await upstream('404'), await upstream('500')]).toEqual([1, 1]);
    const [hits, misses] = [
      await read(metrics, 'token_cache_hits_total'),
      await read(metrics, 'token_cache_misses_total'),
    ];
    expect(Number(hits) + Number(misses)).toBe(9);
    // Each worker validates tokens itself.
    expect(misses).toBeGreaterThanOrEqual(2);
    expect(misses).toBeLessThanOrEqual(1 + Number(workers));
    expect(await read(metrics, 'token_cache_size')).toBe(misses);
  });
});

it('/metrics describes the catalogue, the circuit breaker and the event loop', async () => {
  const { server, metrics } = await start();
  const { body } = await post(server.url, 'tools/list', {}, { token });
  expect(await read(metrics, 'catalog_tools')).toBe(body.result!.tools!.length);
  expect(await read(metrics, 'catalog_age_seconds')).toBeGreaterThan(0);
  expect(await read(metrics, 'breaker_open')).toBe(0);
  expect(await read(metrics, 'nodejs_eventloop_lag_seconds')).toBeGreaterThanOrEqual(0);
  expect(await (await fetch(metrics)).text()).toMatch(/catalog_info\{version="[\w-]{12}"\} 1/);
});

it('/metrics shows the open circuit breaker and refused rate limits', async () => {
  const { server, metrics } = await start({ RATE_LIMIT_PER_PERSON: '12' });
  sandbox.flags.faults = [{ path: '/api', kind: 'reset' }];
  for (let at = 0; at < 12; at++) await called(server.url, 'list_teams');
  expect(await read(metrics, 'breaker_open')).toBe(1);
  expect((await post(server.url, 'tools/list', {}, { token })).status).toBe(429);
  expect(await read(metrics, 'rate_limited_total', { by: 'person' })).toBe(1);
  expect(await read(metrics, 'rate_limited_total', { by: 'address' })).toBe(0);
});

it('/metrics has no label from a stranger, and no token', async () => {
  const { server, metrics } = await start();
  const odd = { token, headers: { 'user-agent': 'stranger' } };
  await post(server.url, 'tools/call', { name: 'stranger', arguments: { id: 'stranger' } }, odd);
  await post(server.url, 'stranger/method', {}, odd);
  await fetch(`${server.url}/stranger?stranger`, { method: 'PROPFIND' });
  await until(
    async () =>
      (await read(metrics, 'requests_total', {
        method: 'other',
        mcp_method: '',
        status: '404',
      })) === 1,
  );
  const text = await (await fetch(metrics)).text();
  expect(text).not.toMatch(/stranger|PROPFIND/);
  expect(text).not.toContain(ALICE_TOKEN);
});

it.each([
  ['GET', '', 404],
  ['GET', '/metrics/', 404],
  ['POST', '/metrics', 405],
  ['HEAD', '/metrics', 200],
])('the metrics server answers %s %s with %i', async (method, path, status) => {
  const { metrics } = await start();
  expect((await fetch(new URL(path || '/', metrics), { method })).status).toBe(status);
});

it.each<[variables: Record<string, string>, loaded: string[]]>([
  [{}, []],
  [
    { METRICS_PORT: '0', OTEL_EXPORTER_OTLP_ENDPOINT: NOWHERE, REDIS_URL: 'redis://127.0.0.1:9' },
    ['@opentelemetry/sdk-trace-base', 'ioredis', 'prom-client'],
  ],
])('with %j the optional packages %j are loaded', async (variables, loaded) => {
  if (variables['METRICS_PORT']) variables['METRICS_PORT'] = String(await freePort());
  // Node writes down every file that it loads, as for test coverage.
  const notes = await mkdtemp(join(tmpdir(), 'loaded-'));
  const server = await startServer(sandbox.url, { ...variables, NODE_V8_COVERAGE: notes });
  await callTool(server.url, 'list_teams', {}, { token });
  await server.stop();
  const texts = (await readdir(notes)).map((name) => readFile(join(notes, name), 'utf8'));
  const text = (await Promise.all(texts)).join();
  await rm(notes, { recursive: true });
  const files = new Set(text.match(/file:\/\/[^"]*\/dist\/bundle\/[^"]+/g));
  const parts = await Promise.all([...files].map((file) => readFile(new URL(file), 'utf8')));
  // The bundler writes each module's path above it.
  const optional = ['@opentelemetry/sdk-trace-base', 'ioredis', 'prom-client'];
  const isIn = (name: string) =>
    parts.some(
      (part) =>
        part.includes(`\n// node_modules/${name}/`) ||
        part.includes(`region node_modules/${name}/`),
    );
  expect(['@nestjs/core', ...optional].filter(isIn)).toEqual(['@nestjs/core', ...loaded]);
});

it.each(['1', '2'])(
  'the server explains in one line that METRICS_PORT is taken (WORKERS=%s)',
  async (WORKERS) => {
    const { metrics } = await start();
    const { port } = new URL(metrics);
    const { exited, output } = runProgram({
      WORKERS,
      METRICS_PORT: port,
      SERVER_PORT: String(await freePort()),
      SERVER_HOST: '127.0.0.1',
      BULLET_TRAIN_BASE_URL: sandbox.url,
    });
    expect(await exited).toBe(1);
    expect(output().match(/METRICS_PORT \d+ is taken/g)).toHaveLength(1);
  },
);
