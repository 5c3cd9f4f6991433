import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { fileURLToPath } from 'node:url';
import { ALICE_TOKEN, startSandbox, type Sandbox } from '../src/sandbox/sandbox.js';
import { callTool, ERAS, post, writeMessage } from './raw-mcp.js';
import {
  freePort,
  runProgram,
  startServer,
  UNBUNDLED,
  until,
  type RunningServer,
} from './running-server.js';
import { SharedSockets } from './shared-sockets.js';

const alice = { token: ALICE_TOKEN };
const LISTEN = {
  notifications: { toolsListChanged: true },
};

let sandbox: Sandbox;

beforeEach(async () => {
  sandbox = await startSandbox({ port: 0 });
});
afterEach(() => sandbox.close());

const calls = () => sandbox.requests.filter(({ path }) => path === '/api/v1/teams').length;
const listTeams = (url: string, sockets: SharedSockets, era = ERAS[0]!) =>
  sockets.post(url, 'tools/call', { name: 'list_teams', arguments: {} }, { ...alice, era });

/** Opens a listening stream. @returns its response, once the headers have arrived */
async function listen(url: string): Promise<IncomingMessage> {
  const { headers, body } = writeMessage('subscriptions/listen', LISTEN, {
    ...alice,
    era: '2026-07-28',
  });
  const request = httpRequest(`${url}/mcp`, { method: 'POST', headers, agent: false }).end(body);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return response;
}

async function isAccepting(url: string): Promise<boolean> {
  return fetch(`${url}/health/live`, { headers: { connection: 'close' } }).then(
    ({ ok }) => ok,
    () => false,
  );
}

describe('graceful shutdown', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'finishes running requests and accepts no new ones (%s)',
    async (signal) => {
      const server = await startServer(sandbox.url);
      const sockets = new SharedSockets(20);
      // On connections that are already open, and are kept alive.
      await Promise.all(Array.from({ length: 20 }, () => listTeams(server.url, sockets)));
      sandbox.flags.latencyMs = 1_500;
      const before = calls();
      const answers = Array.from({ length: 20 }, (_, at) =>
        listTeams(server.url, sockets, ERAS[at % 2]),
      );
      await until(() => calls() === before + 20);
      const exited = server.exited;
      process.kill(server.pid, signal);
      await until(async () => !(await isAccepting(server.url)));
      for (const { status, text } of await Promise.all(answers)) {
        expect([status, text]).toEqual([200, expect.stringContaining('Acme')]);
      }
      expect(await exited).toBe(0);
      expect(server.log()).not.toMatch(/ERROR|FATAL/);
      sockets.close();
    },
  );

  it('ends listening streams', async () => {
    const server = await startServer(sandbox.url);
    const streams = await Promise.all([listen(server.url), listen(server.url)]);
    for (const stream of streams) {
      expect(stream.headers['content-type']).toMatch(/^text\/event-stream/);
      stream.resume();
    }
    const ended = Promise.all(streams.map((stream) => once(stream, 'end')));
    expect(await server.stop()).toBe(0);
    await ended;
  });

  it('cuts off unfinished requests after SHUTDOWN_GRACE_SECONDS, and exits with 0', async () => {
    const server = await startServer(sandbox.url, { SHUTDOWN_GRACE_SECONDS: '1' });
    sandbox.flags.faults = [{ path: '/api/v1/teams', kind: 'hang' }];
    const sockets = new SharedSockets(1);
    const answer = listTeams(server.url, sockets).then(
      () => 'answered',
      (error: NodeJS.ErrnoException) => error.code,
    );
    await until(() => calls() === 1);
    expect(await server.stop()).toBe(0);
    expect(await answer).toBe('ECONNRESET');
  });

  it('exits at once on a second signal', async () => {
    const server = await startServer(sandbox.url, { SHUTDOWN_GRACE_SECONDS: '3600' });
    sandbox.flags.faults = [{ path: '/api/v1/teams', kind: 'hang' }];
    const lost = expect(callTool(server.url, 'list_teams', {}, alice)).rejects.toThrow();
    await until(() => calls() === 1);
    const exited = server.stop();
    await until(async () => !(await isAccepting(server.url)));
    process.kill(server.pid, 'SIGINT');
    expect(await exited).toBe(0);
    await lost;
  });
});

describe('a fault of this server', () => {
  const PRELOAD = fileURLToPath(new URL('faulty-tools.ts', import.meta.url));
  let server: RunningServer;

  // One for all, in front of an own sandbox: it must survive every fault but the last.
  let application: Sandbox;
  beforeAll(async () => {
    application = await startSandbox({ port: 0 });
    const variables = { NODE_OPTIONS: `--import=${PRELOAD}` };
    server = await startServer(application.url, variables, UNBUNDLED);
  });
  afterAll(async () => {
    await server.stop();
    await application.close();
  });

  it.each<[string, string, unknown]>([
    ['thrown synchronously', 'list_teams', { code: -32603 }],
    ['thrown asynchronously', 'get_team', { code: -32603 }],
    ['thrown in a callback that nobody awaits', 'list_memberships', 'server_error'],
    ['in a promise that nobody awaits', 'get_membership', 'server_error'],
  ])('%s is answered with an error, and affects no other request', async (_, tool, error) => {
    application.flags.latencyMs = 300;
    const args = { id: 1, team_id: 1 };
    const before = server.log().length;
    for (const era of ERAS) {
      const others = Array.from({ length: 10 }, (_, at) =>
        callTool(server.url, 'list_projects', { team_id: 1 }, { ...alice, era: ERAS[at % 2]! }),
      );
      const answer = await post(
        server.url,
        'tools/call',
        { name: tool, arguments: args },
        { ...alice, era },
      );
      expect([era, answer.status]).toEqual([era, 500]);
      expect(answer.body).toMatchObject({ error });
      expect(JSON.stringify(answer.body)).not.toContain('a detail of ours');
      for (const result of await Promise.all(others)) expect(result).not.toHaveProperty('isError');
    }
    expect(server.log().slice(before)).toContain('a detail of ours');
    expect((await post(server.url, 'tools/list', {}, alice)).status).toBe(200);
  });

  it('outside of any request ends the process with 1 after a graceful shutdown', async () => {
    application.flags.latencyMs = 800;
    application.requests.length = 0;
    const answers = Array.from({ length: 5 }, () =>
      callTool(server.url, 'list_projects', { team_id: 1 }, alice),
    );
    await until(
      () => application.requests.filter(({ path }) => path.endsWith('projects')).length === 5,
    );
    process.kill(server.pid, 'SIGUSR2');
    for (const result of await Promise.all(answers)) expect(result).not.toHaveProperty('isError');
    expect(await server.exited).toBe(1);
  });
});

it.each([
  ['nobody reads its log any more', 'development', 'pipe'],
  ['nobody reads its log any more', 'production', 'pipe'],
  ['the disk of its log is full', 'development', '/dev/full'],
  ['the disk of its log is full', 'production', '/dev/full'],
] as const)('the server keeps serving when %s (%s)', async (_what, environment, out) => {
  const port = await freePort();
  const full = out === 'pipe' ? undefined : await open(out, 'w');
  const { child, exited } = runProgram(
    {
      SERVER_PORT: String(port),
      SERVER_HOST: '127.0.0.1',
      NODE_ENV: environment,
      BULLET_TRAIN_BASE_URL: sandbox.url,
    },
    { stdio: full ? ['ignore', full.fd, full.fd] : 'pipe' },
  );
  const url = `http://localhost:${port}`;
  await until(() => isAccepting(url));
  child.stdout?.destroy();
  child.stderr?.destroy();
  for (let at = 0; at < 20; at++) {
    expect(await callTool(url, 'list_teams', {}, alice)).not.toHaveProperty('isError');
  }
  child.kill('SIGTERM');
  expect(await exited).toBe(0);
  await full?.close();
});
