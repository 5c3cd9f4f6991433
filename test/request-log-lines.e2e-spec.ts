import { expect, it } from '@jest/globals';
import { ALICE_TOKEN } from '../src/sandbox/sandbox.js';
import { post } from './raw-mcp.js';
import { RawClient } from './raw-oauth.js';
import { freePort, runProgram, startServer, until } from './running-server.js';
import {
  PRODUCTION,
  USER_AGENT,
  broker,
  server,
  linesOf,
  ofRequests,
  lineOf,
  withoutTimes,
  ALICE,
  startLoggingServers,
} from './request-lines.js';

startLoggingServers();

it('the log has a line for every other request, without its query, but none for probes', async () => {
  const probe = await fetch(`${server.url}/health/live`);
  for (const [path, status] of [
    ['/.well-known/oauth-authorization-server', 200],
    ['/nothing?code=s3cret-code', 404],
    ['/?token=s3cret', 200],
  ] as const) {
    const { headers } = await fetch(server.url + path, {
      headers: { accept: 'application/json', 'user-agent': USER_AGENT },
    });
    const line = withoutTimes(await lineOf(headers));
    expect(line).toEqual({
      level: 'info',
      context: 'Request',
      method: 'GET',
      path: path.split('?')[0],
      status,
      client: 'curl/8.0',
    });
  }
  expect(server.log()).not.toContain(probe.headers.get('x-request-id'));
});

it.each([
  ['control characters', 'bad\u0007\u001b[31m\u2028name', 'bad[31mname'],
  ['a megabyte', 'x'.repeat(500_000), 'x'.repeat(64)],
])("the log writes a client's name without %s", async (_what, name, shown) => {
  const params = {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name, version: '1' },
  };
  const { headers } = await post(server.url, 'initialize', params, ALICE);
  expect(await lineOf(headers)).toMatchObject({ client: shown, mcpMethod: 'initialize' });
});

it('the log is JSON throughout, and has no token, code, cookie or argument', async () => {
  const client = await RawClient.register(server.url);
  const code = await client.codeFor();
  const { body } = await client.exchange(code);
  const token = String(body['access_token']);
  const args = { team_id: 1, name: 'argument-value' };
  await post(server.url, 'tools/call', { name: 'create_project', arguments: args }, { token });
  const { headers } = await post(server.url, 'tools/list', {}, { token });
  await lineOf(headers);
  expect(linesOf(server).length).toBeGreaterThan(20);
  const secrets = [
    code,
    token,
    String(body['refresh_token']),
    ALICE_TOKEN,
    'argument-value',
    's3cret',
    'The plan',
    'any words',
  ];
  for (const secret of secrets) expect(server.log()).not.toContain(secret);
  expect(server.log()).not.toMatch(/eyJ|code=|state=|Bearer /);
});

it.each([
  ['warn', 0, 0],
  ['silent', 0, 0],
  ['info', 1, 1],
])('LOG_LEVEL=%s writes what it should', async (level, atStart, ofRequest) => {
  const port = String(await freePort());
  const { child, exited, output } = runProgram({
    ...PRODUCTION,
    LOG_LEVEL: level,
    SERVER_PORT: port,
    SERVER_HOST: '127.0.0.1',
    BULLET_TRAIN_BASE_URL: broker.sandbox.url,
  });
  const url = `http://localhost:${port}`;
  await until(() =>
    fetch(`${url}/health/live`).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
  const { headers } = await post(url, 'tools/list', {}, ALICE);
  child.kill('SIGTERM');
  expect(await exited).toBe(0);
  const lines = output().split('\n');
  const count = (text: string) => lines.filter((line) => line.includes(text)).length;
  expect([count('Tools: '), count(headers.get('x-request-id')!)]).toEqual([atStart, ofRequest]);
});

it('the log loses no line when the process is killed a moment later', async () => {
  const killed = await startServer(broker.sandbox.url, PRODUCTION);
  const { headers } = await post(killed.url, 'tools/list', {}, ALICE);
  const id = headers.get('x-request-id')!;
  await until(() => killed.log().includes(id));
  process.kill(killed.pid, 'SIGKILL');
  await killed.exited;
  expect(ofRequests(killed)).toHaveLength(1);
});

it('the log is one short line a request in a terminal', async () => {
  const shown = await startServer(broker.sandbox.url);
  const { headers } = await post(shown.url, 'tools/call', { name: 'list_teams' }, ALICE);
  const id = headers.get('x-request-id')!;
  await until(() => shown.log().includes(id));
  expect(shown.log()).toMatch(
    new RegExp(
      `\\[Request\\] \\[${id}\\] POST /mcp 200, \\d+ ms, curl/8.0, tools/call list_teams: GET /teams 200, \\d+ ms in 2 requests`,
    ),
  );
  await shown.stop();
});
