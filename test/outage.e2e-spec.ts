import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ALICE_TOKEN, startSandbox, type Sandbox } from '../src/sandbox/sandbox.js';
import { callTool, ERAS, post, writeMessage } from './raw-mcp.js';
import { freePort, startServer, until, type RunningServer } from './running-server.js';
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

it('a server answers again after its application was down and came back, under load', async () => {
  const server = await startServer(sandbox.url, { RATE_LIMIT_PER_PERSON: '0' });
  const { port } = sandbox;
  const sockets = new SharedSockets(20);
  const seen = new Set<string>();
  const loaded = new AbortController();
  const load = async () => {
    while (!loaded.signal.aborted) {
      const { status, body } = await listTeams(server.url, sockets);
      seen.add(status === 200 && body.result?.isError === undefined ? 'good' : `${status} refused`);
      await delay(5);
    }
  };
  const loading = Promise.all(Array.from({ length: 20 }, load));
  await until(() => seen.has('good'));
  await sandbox.close();
  await until(() => seen.has('200 refused'));
  await delay(1_000);
  sandbox = await startSandbox({ port });
  seen.clear();
  await until(() => seen.has('good'));
  seen.clear();
  await until(() => seen.has('good'));
  loaded.abort();
  await loading;
  expect([...seen]).toEqual(['good']);
  expect(await server.stop()).toBe(0);
  sockets.close();
}, 60_000);

const hasNginx = spawnSync('nginx', ['-v']).status === 0;
if (!hasNginx) console.warn('Skipped: there is no nginx on this machine (Debian: nginx-light)');

(hasNginx ? describe : describe.skip)('two replicas behind nginx', () => {
  const CONFIG = fileURLToPath(new URL('../deploy/nginx.conf', import.meta.url));
  let directory: string;
  let nginx: ChildProcess;
  let url: string;
  let ports: string[];
  let replicas: RunningServer[];

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'nginx-'));
  });
  afterAll(() => rm(directory, { recursive: true }));

  beforeEach(async () => {
    ports = [String(await freePort()), String(await freePort())];
    const port = await freePort();
    url = `http://localhost:${port}`;
    replicas = await Promise.all(ports.map(start));
    const site = (await readFile(CONFIG, 'utf8'))
      .replace('127.0.0.1:3001', `127.0.0.1:${ports[0]}`)
      .replace('127.0.0.1:3002', `127.0.0.1:${ports[1]}`)
      .replace('listen 80;', `listen 127.0.0.1:${port};`);
    await writeFile(join(directory, 'nginx.conf'), frame(site));
    nginx = spawn('nginx', [
      '-p',
      directory,
      '-c',
      'nginx.conf',
      '-e',
      'error.log',
      '-g',
      'daemon off;',
    ]);
    await until(() => isAccepting(url));
  });
  afterEach(async () => {
    const ended = once(nginx, 'exit');
    nginx.kill('SIGTERM');
    await Promise.all([ended, ...replicas.map((server) => server.stop())]);
  });

  const start = (port: string) =>
    startServer(sandbox.url, { SERVER_PORT: port, PUBLIC_URL: 'http://localhost' });

  /** Debian's /etc/nginx/nginx.conf around a site, with all files in the directory. */
  const frame = (site: string) => `
    pid nginx.pid;
    events {}
    http {
      access_log off;
      ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${name};`).join('\n')}
      ${site}
    }`;

  it('replicas that restart one after the other under load lose no request', async () => {
    sandbox.flags.jitterMs = 40;
    const sockets = new SharedSockets(40);
    const outcomes: Record<string, number> = {};
    const loaded = new AbortController();
    const load = async (_: unknown, at: number) => {
      for (let turn = at; !loaded.signal.aborted; turn++) {
        const outcome = await attempt(sockets, turn);
        outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      }
    };
    const loading = Promise.all(Array.from({ length: 40 }, load));
    for (const at of [0, 1]) {
      await delay(500);
      expect(await replicas[at]!.stop()).toBe(0);
      replicas[at] = await start(ports[at]!);
      await until(async () => (await fetch(`${replicas[at]!.url}/health/ready`)).ok);
    }
    loaded.abort();
    await loading;
    sockets.close();
    const errors = await readFile(join(directory, 'error.log'), 'utf8');
    // nginx handles a replica that refuses connections while it restarts.
    const lost = errors.split('\n').filter((line) => line && !line.includes('(111: '));
    expect([Object.keys(outcomes), lost]).toEqual([['200'], []]);
    expect(outcomes['200']).toBeGreaterThan(200);
  }, 90_000);

  async function attempt(sockets: SharedSockets, turn: number): Promise<string> {
    try {
      const { status, body, text } = await listTeams(url, sockets, ERAS[turn % 2]);
      return status === 200 && body.result && !body.result.isError ? '200' : `${status} ${text}`;
    } catch (error) {
      return String(error);
    }
  }

  it('when one replica is killed, the other answers those who come next', async () => {
    process.kill(replicas[0]!.pid, 'SIGKILL');
    await replicas[0]!.exited;
    for (let at = 0; at < 20; at++) {
      expect(await callTool(url, 'list_teams', {}, alice)).not.toHaveProperty('isError');
    }
  });

  it('a proxy does not send a change again that may have been made', async () => {
    sandbox.flags.faults = [{ path: '/api/v1/teams/1/projects', method: 'POST', kind: 'hang' }];
    const args = { team_id: 1, name: 'Once' };
    const changing = post(url, 'tools/call', { name: 'create_project', arguments: args }, alice);
    const sent = () => sandbox.requests.filter(({ method }) => method === 'POST').length;
    await until(() => sent() === 1);
    const failed = changing.then(
      ({ status }) => status,
      () => 'no JSON',
    );
    process.kill(replicas[0]!.pid, 'SIGKILL');
    process.kill(replicas[1]!.pid, 'SIGKILL');
    expect(await failed).toBe('no JSON');
    expect(sent()).toBe(1);
  });

  it('a proxy passes events on at once', async () => {
    const stream = await listen(url);
    const [event] = (await once(stream, 'data')) as [Buffer];
    expect(event.toString()).toMatch(/^(event|data|id|:)/);
    stream.destroy();
  });
});
