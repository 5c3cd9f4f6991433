import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ALICE_TOKEN,
  BOB_TOKEN,
  startSandbox,
  type Fault,
  type RecordedRequest,
  type Sandbox,
} from '../src/sandbox/sandbox.js';
import { startDocumentHost, type DocumentHost } from './document-host.js';
import { callTool, post, type RawResult } from './raw-mcp.js';
import { freePort, startServer, until, type RunningServer } from './running-server.js';
import { startTlsProxy } from './tls-proxy.js';

let sandbox: Sandbox;
let server: RunningServer;
let elsewhere: DocumentHost;

beforeAll(async () => {
  elsewhere = await startDocumentHost();
  sandbox = await startSandbox({ port: 0 });
  server = await startServer(sandbox.url, { UPSTREAM_TIMEOUT_MS: '1000' });
});

afterEach(async () => {
  sandbox.flags.faults = [];
  // A success, so that no test begins with the failures of the one before.
  await until(async () => !(await call('list_teams')).isError);
});

afterAll(async () => {
  await server.stop();
  await sandbox.close();
  await elsewhere.close();
});

type Kind = Omit<Fault, 'path'>;

const READ = 'list_projects';
const CHANGE = 'create_project';
const ARGUMENTS = { [READ]: { team_id: 1 }, [CHANGE]: { team_id: 1, name: 'Made in vain' } };
const PROJECTS = '/api/v1/teams/1/projects';

const call = (name: string, args: Record<string, unknown> = {}, options = {}) =>
  callTool(server.url, name, args, { token: ALICE_TOKEN, ...options });
const textOf = ({ content }: RawResult) => content![0]!.text;
const asked = (path = PROJECTS) => sandbox.requests.filter((request) => request.path === path);

/** Calls a tool while its path misbehaves. */
async function callWith(tool: typeof READ | typeof CHANGE, fault: Kind) {
  sandbox.flags.faults = [{ path: PROJECTS, ...fault }];
  const before = sandbox.requests.length;
  const result = await call(tool, ARGUMENTS[tool]);
  const attempts = sandbox.requests.slice(before).filter(({ path }) => path === PROJECTS);
  return { result, text: textOf(result), attempts };
}

const json = { 'content-type': 'application/json' };
const answering = (status: number, body: Kind['body'] = '', headers = {}): Kind => ({
  kind: 'status',
  status,
  body,
  headers: { ...json, ...headers },
});

describe('an application that fails', () => {
  it('and answers then is asked until it does', async () => {
    const { result, attempts } = await callWith(READ, { kind: 'reset', times: 2 });
    expect(result.structuredContent!.items).toHaveLength(20);
    expect(attempts).toHaveLength(3);
  });

  it('is asked again only as long as the budget lasts', async () => {
    const before = sandbox.requests.length;
    const calls = 40;
    for (let made = 0; made < calls; made++) {
      expect((await callWith(READ, { kind: 'reset' })).result.isError).toBe(true);
    }
    const all = sandbox.requests.slice(before);
    const retries = all.filter(({ path }) => path === PROJECTS).length - calls;
    expect(retries).toBeGreaterThan(0);
    expect(retries).toBeLessThanOrEqual(20 + calls / 10);
    // What the last ten requests have earned, at most.
    expect((await callWith(READ, { kind: 'reset' })).attempts.length).toBeLessThanOrEqual(2);
  });

  it('is left alone when it gives no sign of life, and asked again five seconds later', async () => {
    sandbox.flags.faults = [{ path: '/api', kind: 'reset' }];
    const change = async () => textOf(await call(CHANGE, ARGUMENTS[CHANGE]));
    await until(async () =>
      /failed too often.*nothing was done\. Wait 5 seconds/.test(await change()),
    );
    const before = sandbox.requests.length;
    for (let made = 0; made < 10; made++) expect(await change()).toMatch(/failed too often/);
    expect(sandbox.requests).toHaveLength(before);
    expect(server.log()).toContain('it is not asked for 5 s');
    sandbox.flags.faults = [];
    await until(async () => !(await call('list_teams')).isError);
    expect(server.log()).toContain('The application answers again');
  });

  it.each<[what: string, fault: Kind]>([
    ['503', answering(503)],
    ['a reset', { kind: 'reset' }],
    ['no answer', { kind: 'hang' }],
  ])('by %s in what one person asks is there for everybody else', async (_what, fault) => {
    sandbox.flags.faults = [{ path: PROJECTS, ...fault }];
    const bob = { token: BOB_TOKEN };
    const failing = Array.from({ length: 30 }, () => call(CHANGE, ARGUMENTS[CHANGE]));
    for (const result of await Promise.all(failing)) {
      expect(textOf(result)).not.toMatch(/failed too often/);
      expect((await call('list_teams', {}, bob)).isError).toBeUndefined();
    }
  });

  it('learns that the client has gone away', async () => {
    for (const tool of [READ, CHANGE] as const) {
      sandbox.flags.faults = [{ path: PROJECTS, kind: 'hang' }];
      const before = asked().length;
      const client = new AbortController();
      const answer = call(tool, ARGUMENTS[tool], { signal: client.signal });
      let request: RecordedRequest | undefined;
      await until(() => (request = asked()[before]) !== undefined);
      client.abort();
      await expect(answer).rejects.toThrow(/abort/i);
      await until(() => request!.abandoned);
      expect(asked()).toHaveLength(before + 1);
    }
  });

  it('is given up after UPSTREAM_TIMEOUT_MS', async () => {
    const { attempts } = await callWith(READ, { kind: 'hang' });
    await until(() => attempts[0]!.abandoned);
    expect(server.log()).toContain('gave no complete answer in 1 s');
  });
});

describe('an application that is not there', () => {
  it('did nothing, for readings and changes alike', async () => {
    const own = await startSandbox({ port: 0 });
    const lonely = await startServer(own.url);
    const callLonely = (tool: typeof READ | typeof CHANGE) =>
      callTool(lonely.url, tool, ARGUMENTS[tool], { token: ALICE_TOKEN });
    expect((await callLonely(READ)).isError).toBeUndefined();
    await own.close();
    for (const tool of [READ, CHANGE] as const) {
      const result = await callLonely(tool);
      expect(result.isError).toBe(true);
      expect(textOf(result)).toMatch(/cannot be reached at the moment, so nothing was done/);
    }
    expect(lonely.log()).toContain('ECONNREFUSED');
    const back = await startSandbox({ port: own.port });
    expect((await callLonely(READ)).isError).toBeUndefined();
    await lonely.stop();
    await back.close();
  });

  it.each<
    [what: string, start: () => Promise<[url: string, end?: () => Promise<void>]>, why: RegExp]
  >([
    ['nobody listens', async () => [`http://localhost:${await freePort()}`], /ECONNREFUSED/],
    ['there is no such host', () => Promise.resolve(['http://app.invalid']), /ENOTFOUND|EAI_AGAIN/],
    [
      'its certificate is not trusted',
      async () => {
        const port = await freePort();
        const proxy = await startTlsProxy(port, sandbox.url);
        return [`https://localhost:${port}`, proxy.close];
      },
      /self-signed certificate/,
    ],
    [
      'it speaks no TLS',
      () => Promise.resolve([sandbox.url.replace('http', 'https')]),
      /EPROTO|SSL/,
    ],
  ])('%s: 503 with Retry-After, and the log says why', async (_what, start, why) => {
    const [url, end] = await start();
    const lonely = await startServer(url);
    const answer = await post(lonely.url, 'tools/list', {}, { token: ALICE_TOKEN });
    expect(answer.status).toBe(503);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(lonely.log()).toMatch(why);
    expect(lonely.log()).not.toContain(ALICE_TOKEN);
    expect((await fetch(`${lonely.url}/health/live`)).status).toBe(200);
    await lonely.stop();
    await end?.();
  });
});
