import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { ALICE_TOKEN, type Sandbox } from '../src/sandbox/sandbox.js';
import { startBroker, type Broker } from './broker.js';
import { RawClient } from './raw-oauth.js';
import { callTool } from './raw-mcp.js';
import { freePort, runProgram, startServer, until, type RunningServer } from './running-server.js';

let broker: Broker;
let sandbox: Sandbox;
let server: RunningServer;

beforeAll(async () => {
  broker = await startBroker({}, { WORKERS: '2', OAUTH_SECRET: '' });
  ({ sandbox, server } = broker);
  await until(() => server.log().includes('2 workers share the port'));
});

afterAll(async () => {
  await broker.close();
});

/** The processes that a server has started (proc(5)). */
function workersOf({ pid }: { pid?: number | undefined }): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return children.trim().split(' ').filter(Boolean).map(Number);
}

const CLOSE = { connection: 'close' };
const options = { token: ALICE_TOKEN, headers: CLOSE };
const getProject = () => callTool(server.url, 'get_project', { id: 1 }, options);

describe('a server with WORKERS=2', () => {
  it('prints its address and its warnings once', () => {
    expect(server.log().match(/Health: /g)).toHaveLength(1);
    expect(server.log().match(/OAUTH_SECRET is not set/g)).toHaveLength(1);
  });

  it('lets every worker open what another has sealed, without OAUTH_SECRET', async () => {
    const client = await RawClient.register(server.url);
    // Makes connections go to the workers in turn.
    for (let attempt = 0; attempt < 4; attempt++) {
      const { status, body } = await client.exchange(await client.codeFor(), {}, CLOSE);
      expect(status).toBe(200);
      const token = String(body['access_token']);
      const result = await callTool(
        server.url,
        'get_project',
        { id: 1 },
        { token, headers: CLOSE },
      );
      expect(result.structuredContent).toMatchObject({ id: 1 });
    }
  });

  it('replaces a worker that dies, while the other continues', async () => {
    const [victim, other] = workersOf(server);
    process.kill(victim!, 'SIGKILL');
    const replaced = `Worker ${victim} ended (SIGKILL): another takes its place`;
    await until(() => server.log().includes(replaced));
    for (let call = 0; call < 4; call++) {
      expect((await getProject()).structuredContent).toMatchObject({ id: 1 });
    }
    await until(() => workersOf(server).length === 2);
    expect(workersOf(server)).toContain(other);
    expect((await getProject()).structuredContent).toMatchObject({ id: 1 });
  });

  it('finishes running requests before it exits', async () => {
    const ending = await startServer(sandbox.url, { WORKERS: '2' });
    sandbox.flags.latencyMs = 1_000;
    const running = () =>
      sandbox.requests.filter(({ path }) => /\/projects\/\d+$/.test(path)).length;
    const before = running();
    const calls = [1, 2, 3, 4].map((id) =>
      callTool(ending.url, 'get_project', { id: Math.min(id, 2) }, options),
    );
    await until(() => running() === before + calls.length);
    const exited = ending.stop();
    const answers = await Promise.all(calls);
    expect(answers.map(({ structuredContent }) => structuredContent?.['id'])).toEqual([1, 2, 2, 2]);
    expect(await exited).toBe(0);
    sandbox.flags.latencyMs = 0;
  });

  it('still replaces workers when nobody reads its log', async () => {
    const port = String(await freePort());
    const variables = { WORKERS: '2', SERVER_PORT: port, SERVER_HOST: '127.0.0.1' };
    const { child, exited, output } = runProgram({
      ...variables,
      BULLET_TRAIN_BASE_URL: sandbox.url,
    });
    await until(() => output().includes('2 workers share the port'));
    child.stdout?.destroy();
    child.stderr?.destroy();
    const [victim] = workersOf(child);
    process.kill(victim!, 'SIGKILL');
    await until(() => workersOf(child).length === 2 && !workersOf(child).includes(victim!));
    child.kill('SIGTERM');
    expect(await exited).toBe(0);
  });

  it('explains in one line why it cannot start', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as { port: number };
    const { exited, output } = runProgram({
      WORKERS: '2',
      SERVER_PORT: String(port),
      SERVER_HOST: '127.0.0.1',
      BULLET_TRAIN_BASE_URL: sandbox.url,
    });
    expect(await exited).toBe(1);
    expect(output().match(/SERVER_PORT \d+ is taken/g)).toHaveLength(1);
    taken.close();
  });
});
