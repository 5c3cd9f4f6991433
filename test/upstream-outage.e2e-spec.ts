import { describe, expect, it } from '@jest/globals';
import {
  ALICE_TOKEN,
  BOB_TOKEN,
  startSandbox,
  type RecordedRequest,
} from '../src/sandbox/sandbox.js';
import { callTool, post } from './raw-mcp.js';
import { freePort, startServer, until } from './running-server.js';
import { startTlsProxy } from './tls-proxy.js';
import {
  sandbox,
  server,
  type Kind,
  READ,
  CHANGE,
  ARGUMENTS,
  PROJECTS,
  call,
  textOf,
  callWith,
  answering,
  startUpstreamRig,
} from './upstream-rig.js';

startUpstreamRig();

const asked = (path = PROJECTS) => sandbox.requests.filter((request) => request.path === path);

describe('an application that fails', () => {
  it('is retried until it answers', async () => {
    const { result, attempts } = await callWith(READ, { kind: 'reset', times: 2 });
    expect(result.structuredContent!.items).toHaveLength(20);
    expect(attempts).toHaveLength(3);
  });

  it('is retried only within the retry budget', async () => {
    const before = sandbox.requests.length;
    const calls = 40;
    for (let made = 0; made < calls; made++) {
      expect((await callWith(READ, { kind: 'reset' })).result.isError).toBe(true);
    }
    const all = sandbox.requests.slice(before);
    const retries = all.filter(({ path }) => path === PROJECTS).length - calls;
    expect(retries).toBeGreaterThan(0);
    expect(retries).toBeLessThanOrEqual(20 + calls / 10);
    // The most that the last ten requests add to the budget.
    expect((await callWith(READ, { kind: 'reset' })).attempts.length).toBeLessThanOrEqual(2);
  });

  it('opens the circuit breaker by failing probes, and is called again five seconds later', async () => {
    sandbox.flags.faults = [{ path: '/api', kind: 'reset' }];
    const change = async () => textOf(await call(CHANGE, ARGUMENTS[CHANGE]));
    await until(async () =>
      /failed too often.*nothing was done\. Wait 5 seconds/.test(await change()),
    );
    const before = sandbox.requests.length;
    for (let made = 0; made < 10; made++) expect(await change()).toMatch(/failed too often/);
    expect(sandbox.requests).toHaveLength(before);
    expect(server.log()).toContain(
      'The circuit breaker opens: the application fails, so nothing is sent to it for 5 s',
    );
    sandbox.flags.faults = [];
    await until(async () => !(await call('list_teams')).isError);
    expect(server.log()).toContain('the application answers again');
  });

  it.each<[what: string, fault: Kind]>([
    ['503', answering(503)],
    ['a reset', { kind: 'reset' }],
    ['no answer', { kind: 'hang' }],
  ])("stays available to everybody else after %s in one person's calls", async (_what, fault) => {
    sandbox.flags.faults = [{ path: PROJECTS, ...fault }];
    const bob = { token: BOB_TOKEN };
    const failing = Array.from({ length: 30 }, () => call(CHANGE, ARGUMENTS[CHANGE]));
    for (const result of await Promise.all(failing)) {
      expect(textOf(result)).not.toMatch(/failed too often/);
      expect((await call('list_teams', {}, bob)).isError).toBeUndefined();
    }
  });

  it('notices that the client has disconnected', async () => {
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

  it('is aborted after UPSTREAM_TIMEOUT_MS', async () => {
    const { attempts } = await callWith(READ, { kind: 'hang' });
    await until(() => attempts[0]!.abandoned);
    expect(server.log()).toContain('gave no complete answer in 1 s');
  });
});

describe('an application that cannot be reached', () => {
  it('is reported as having done nothing, for reads and changes alike', async () => {
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
  ])(
    'is answered with 503 and Retry-After, and the log says why: %s',
    async (_what, start, why) => {
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
    },
  );
});
