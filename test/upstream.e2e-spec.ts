import { brotliCompressSync, gzipSync } from 'node:zlib';
import { readFile } from 'node:fs/promises';
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
const page = answering(500, '<html>SECRET</html>', { 'content-type': 'text/html' });
const redirect = (location: string) => answering(302, '', { location });
const LATER = { 'Retry-After': 'Fri, 31 Dec 2027 23:59:59 GMT' };
/** 1 GB of zeros, in 1 MB. */
const BOMB = Buffer.concat(Array<Buffer>(16).fill(gzipSync(Buffer.alloc(64 * 1024 * 1024))));
const NOTHING_CHANGED = /Nothing was changed: try once more later/;
const PERHAPS_DONE = /look before you repeat it/;

describe.each<[what: string, fault: () => Kind, attempts: number, happened: RegExp]>([
  ['a reset', () => ({ kind: 'reset' }), 3, /broke off/],
  ['half an answer', () => ({ kind: 'half' }), 3, /broke off/],
  ['no answer', () => ({ kind: 'hang' }), 1, /took too long/],
  ['a byte now and then', () => ({ kind: 'drip' }), 1, /took too long/],
  ['a page', () => ({ kind: 'html' }), 1, /answered 200, but with a page for people/],
  [
    'text',
    () => answering(200, 'hello', { 'content-type': 'text/plain' }),
    1,
    /answered 200, but with a body that is not the JSON/,
  ],
  ['half of the JSON', () => answering(200, '[{"id":1'), 1, /a body that is not the JSON/],
  ['broken gzip', () => answering(200, 'no gzip', { 'content-encoding': 'gzip' }), 3, /broke off/],
  ['500', () => answering(500, '{"error":"Oops"}'), 1, /failed \(500: Oops\)/],
  ['500 as a page', () => page, 1, /failed \(500\)/],
  ['502', () => answering(502), 3, /failed \(502\)/],
  ['503', () => answering(503), 3, /failed \(503\)/],
  ['504', () => answering(504), 3, /failed \(504\)/],
  [
    '503 for a while',
    () => answering(503, '', { 'Retry-After': '17' }),
    1,
    /failed \(503\).*Wait 17 seconds/,
  ],
  ['304', () => answering(304), 1, /answered 304 and no record/],
])('%s', (_what, fault, attempts, happened) => {
  it('of a reading is told as one that changed nothing', async () => {
    const read = await callWith(READ, fault());
    expect(read.result.isError).toBe(true);
    expect(read.text).toMatch(happened);
    expect(read.text).toMatch(NOTHING_CHANGED);
    expect(read.text).not.toMatch(/SECRET|look before/);
    expect(read.attempts).toHaveLength(attempts);
  });

  it('of a change is told as one that may have been made, and it is not made again', async () => {
    const change = await callWith(CHANGE, fault());
    expect(change.result.isError).toBe(true);
    expect(change.text).toMatch(happened);
    expect(change.text).toMatch(PERHAPS_DONE);
    expect(change.text).not.toMatch(/SECRET|Nothing was changed/);
    expect(change.attempts).toHaveLength(1);
  });
});

describe('what else an application may answer', () => {
  it.each<[what: string, fault: () => Kind, text: RegExp]>([
    ['429', () => answering(429, '', { 'Retry-After': '7' }), /Wait 7 seconds/],
    ['429 until a date', () => answering(429, '', LATER), /Try again after Fri, 31 Dec 2027/],
    ['nothing', () => answering(200), /answered 200, but with nothing.*Nothing was changed/],
    ['11 MB', () => answering(200, `["${'x'.repeat(11_000_000)}"]`), /more than 10 MB.*for less/],
    [
      'a sign-in page elsewhere',
      () => redirect('/users/sign_in'),
      /302, a redirect, which is never followed\. Do not try again/,
    ],
  ])('%s', async (_what, fault, text) => {
    const read = await callWith(READ, fault());
    expect(read.result.isError).toBe(true);
    expect(read.text).toMatch(text);
    expect(read.attempts).toHaveLength(1);
  });

  it.each<[what: string, fault: () => Kind, text: RegExp]>([
    ['429', () => answering(429, '', { 'Retry-After': '7' }), /Wait 7 seconds/],
    ['11 MB', () => answering(200, `["${'x'.repeat(11_000_000)}"]`), /10 MB.*look before/],
    ['a redirect', () => redirect('/users/sign_in'), /redirect.*look before you repeat it/],
  ])('%s to a change', async (_what, fault, text) => {
    const change = await callWith(CHANGE, fault());
    expect(change.result.isError).toBe(true);
    expect(change.text).toMatch(text);
    expect(change.attempts).toHaveLength(1);
  });

  it.each<[what: string, tool: typeof READ | typeof CHANGE, fault: Kind, content: object]>([
    [
      'brotli',
      READ,
      answering(200, brotliCompressSync('[{"id":1}]'), { 'content-encoding': 'br' }),
      { items: [{ id: 1 }] },
    ],
    ['an empty body', CHANGE, answering(200), { done: true }],
    ['204', CHANGE, answering(204), { done: true }],
  ])('%s is understood', async (_what, tool, fault, content) => {
    const { result } = await callWith(tool, fault);
    expect(result.isError).toBeUndefined();
    expect(result.structuredContent).toMatchObject(content);
  });

  it.each(['http', '//'])('a redirect to another host is not followed: %s', async (scheme) => {
    const host = elsewhere.url.replace(/^http:\/\//, '');
    const location = scheme === '//' ? `//${host}/` : `http://${host}${PROJECTS}`;
    for (const tool of [READ, CHANGE] as const) {
      const { text } = await callWith(tool, redirect(location));
      expect(text).toMatch(/never followed/);
      expect(text).not.toContain(host);
    }
    expect(elsewhere.asked).toEqual([]);
  });

  it('1 GB in 1 MB of gzip is not unpacked', async () => {
    const { text } = await callWith(READ, answering(200, BOMB, { 'content-encoding': 'gzip' }));
    expect(text).toMatch(/more than 10 MB/);
    expect(await mostMemory(server.pid)).toBeLessThan(500);
  });
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

/** The most that a process has had in memory, in MB (Linux). */
async function mostMemory(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)![1]) / 1024;
}
