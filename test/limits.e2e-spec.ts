import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { startSandbox, type Sandbox } from '../src/sandbox/sandbox.js';
import { post, type RawAnswer } from './raw-mcp.js';
import { sendRaw, statusesIn } from './raw-socket.js';
import { RunningRedis } from './redis.js';
import { freePort, startServer, until, type RunningServer } from './running-server.js';

const LIMIT = 10;
const LIMITS = { RATE_LIMIT_PER_PERSON: String(LIMIT), RATE_LIMIT_PER_ADDRESS: String(LIMIT) };
const TOO_MANY = 429;

let sandbox: Sandbox;
let people = 0;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
});
afterAll(() => sandbox.close());

/** A token that has not been counted yet. */
function freshToken(): string {
  people++;
  return sandbox.addPerson(`person-${people}@example.com`, `Person ${people}`).token;
}

/** An address that has not been counted yet. */
function freshAddress(): string {
  people++;
  return `203.0.113.${people}`;
}

const from = (address: string) => ({ 'x-forwarded-for': address });

const list = ({ url }: RunningServer, token: string, headers = {}): Promise<RawAnswer> =>
  post(url, 'tools/list', {}, { token, headers });

/** @returns how many of these requests were admitted; the others were over the limit */
async function countAccepted(
  servers: RunningServer[],
  token: string,
  count: number,
): Promise<number> {
  let accepted = 0;
  for (let at = 0; at < count; at++) {
    const { status } = await list(servers[at % servers.length]!, token);
    expect([200, TOO_MANY]).toContain(status);
    if (status === 200) accepted++;
  }
  return accepted;
}

describe('rate limits of a single server', () => {
  let server: RunningServer;
  /** Does not trust a proxy on this machine. */
  let direct: RunningServer;

  beforeAll(async () => {
    [server, direct] = await Promise.all([
      startServer(sandbox.url, LIMITS),
      startServer(sandbox.url, { ...LIMITS, TRUST_PROXY: '10.0.0.0/8' }),
    ]);
  });
  afterAll(() => Promise.all([server.stop(), direct.stop()]));

  it("limit each token, whatever its address, at nobody else's expense", async () => {
    const token = freshToken();
    expect(await countAccepted([server], token, LIMIT)).toBe(LIMIT);
    const { status, headers, body } = await list(server, token, from(freshAddress()));
    expect(status).toBe(TOO_MANY);
    const seconds = Number(headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
    expect(headers.get('content-type')).toMatch(/^application\/json/);
    expect(body).toEqual({
      error: 'temporarily_unavailable',
      error_description: `Too many requests: wait ${seconds} s`,
    });
    expect((await list(server, freshToken())).status).toBe(200);
  });

  const form = () => ({ method: 'POST', body: new URLSearchParams({ a: 'b' }) });
  const json = () => ({
    method: 'POST',
    body: '{}',
    headers: { 'content-type': 'application/json' },
  });
  const bearer = (authorization: string) => ({ method: 'POST', headers: { authorization } });
  const anonymous: [string, string, () => RequestInit][] = [
    ['without a token', '/mcp', () => ({ method: 'POST' })],
    // A new token each time, because each token is also counted.
    ['with a bad token', '/mcp', () => bearer(`Bearer bad-${people++}`)],
    ['with half a token', '/mcp', () => bearer('Bearer')],
    ['to sign in', '/oauth/authorize', () => ({})],
    ['to consent', '/oauth/consent', form],
    ['back from the application', '/oauth/callback', () => ({})],
    ['for a token', '/oauth/token', form],
    ['to revoke', '/revoke', form],
    ['to register', '/oauth/register', json],
  ];
  const knock = ({ url }: RunningServer, path: string, init: RequestInit, address: string) =>
    fetch(url + path, { ...init, headers: { ...init.headers, ...from(address) } });

  it.each(anonymous)('limit each address %s', async (_, path, init) => {
    const address = freshAddress();
    for (let at = 0; at < LIMIT; at++) {
      expect((await knock(server, path, init(), address)).status).not.toBe(TOO_MANY);
    }
    const answer = await knock(server, path, init(), address);
    expect(answer.status).toBe(TOO_MANY);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await knock(server, path, init(), freshAddress())).status).not.toBe(TOO_MANY);
  });

  it.each([
    ['/oauth/token', 'application/x-www-form-urlencoded'],
    ['/revoke', 'application/x-www-form-urlencoded'],
    ['/oauth/consent', 'application/x-www-form-urlencoded'],
    ['/oauth/register', 'application/json'],
    ['/oauth/token', 'text/plain'],
  ])('refuse at %s before the body of %s arrives', async (path, type) => {
    const address = freshAddress();
    for (let at = 0; at < LIMIT; at++) await knock(server, path, form(), address);
    const head = `POST ${path} HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: ${address}\r\n`;
    const announced = `Content-Type: ${type}\r\nContent-Length: 9\r\nConnection: close\r\n\r\n`;
    expect(statusesIn(await sendRaw(server.url, head + announced))).toEqual([TOO_MANY]);
  });

  it('count all of an address together, and still let a valid token in from there', async () => {
    const address = freshAddress();
    for (let at = 0; at < LIMIT; at++) {
      const [, path, init] = anonymous[at % anonymous.length]!;
      await knock(server, path, init(), address);
    }
    for (const [, path, init] of anonymous) {
      expect((await knock(server, path, init(), address)).status).toBe(TOO_MANY);
    }
    expect((await list(server, freshToken(), from(address))).status).toBe(200);
  });

  it.each<[string, (at: number) => string, boolean]>([
    [
      'made-up addresses before the one that the proxy saw',
      (at) => `198.51.100.${at}, 192.0.2.77`,
      true,
    ],
    ['other ports', (at) => `192.0.2.78:${at + 1}`, true],
    ['other addresses of one IPv6 network', (at) => `2001:db8:0:7::${at}`, true],
    ['other IPv6 networks', (at) => `2001:db8:1:${at}::1`, false],
    ['other addresses', (at) => `198.51.100.${at}`, false],
  ])('%s', async (_, address, isOne) => {
    for (let at = 0; at < LIMIT; at++) await knock(server, '/mcp', { method: 'POST' }, address(at));
    const { status } = await knock(server, '/mcp', { method: 'POST' }, address(LIMIT));
    expect(status === TOO_MANY).toBe(isOne);
  });

  it('read X-Forwarded-For from a trusted proxy only', async () => {
    const statuses: number[] = [];
    for (let at = 0; at <= LIMIT; at++) {
      statuses.push((await knock(direct, '/mcp', { method: 'POST' }, freshAddress())).status);
    }
    expect(statuses).toEqual([...Array.from({ length: LIMIT }, () => 401), TOO_MANY]);
  });

  it('tell a person in a browser on a page', async () => {
    const address = freshAddress();
    const accept = { headers: { accept: 'text/html' } };
    for (let at = 0; at < LIMIT; at++) await knock(server, '/oauth/authorize', accept, address);
    const answer = await knock(server, '/oauth/authorize', accept, address);
    expect(answer.status).toBe(TOO_MANY);
    expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
    expect(await answer.text()).toContain('Too many requests: wait ');
  });
});

if (!RunningRedis.isInstalled) {
  console.warn('Skipped: there is no redis-server on this machine (Debian: redis-server)');
}
const describeWithRedis = RunningRedis.isInstalled ? describe : describe.skip;

describeWithRedis('two servers with one Redis', () => {
  let redis: RunningRedis;
  let servers: RunningServer[];

  beforeEach(async () => {
    redis = new RunningRedis(await freePort());
    await redis.start();
    servers = await startBoth();
  });
  afterEach(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    await redis.kill();
  });

  const startBoth = () => {
    const start = () => startServer(sandbox.url, { ...LIMITS, REDIS_URL: redis.url });
    return Promise.all([start(), start()]);
  };
  const saying = (pattern: RegExp) =>
    servers.map((server) => server.log().match(pattern)?.length ?? 0);
  const warnings = () => saying(/Redis does not answer/g);
  const returns = () => saying(/Redis answers again/g);
  /** How often each server has warned without taking it back: on a busy machine, Redis is now and then late. */
  const openWarnings = () => {
    const taken = returns();
    return warnings().map((count, index) => count - (taken[index] ?? 0));
  };

  /** Sends requests of many people, each below the limit. @returns how often each status occurred */
  async function load(seconds: number): Promise<Record<number, number>> {
    const statuses: Record<number, number> = {};
    const end = Date.now() + seconds * 1000;
    const work = async () => {
      while (Date.now() < end) {
        const token = freshToken();
        for (const server of servers) {
          const { status } = await list(server, token);
          statuses[status] = (statuses[status] ?? 0) + 1;
        }
      }
    };
    await Promise.all(Array.from({ length: 8 }, work));
    return statuses;
  }

  async function expectShared(): Promise<void> {
    expect(await countAccepted(servers, freshToken(), LIMIT * 2 + 2)).toBe(LIMIT);
  }
  async function expectAlone(): Promise<void> {
    expect(await countAccepted(servers, freshToken(), LIMIT * 2 + 2)).toBe(LIMIT * 2);
  }

  it('replicas with Redis count together, and say how long to wait', async () => {
    await expectShared();
    const client = new Redis(redis.url);
    const token = freshToken();
    await client.flushall();
    expect(await countAccepted(servers, token, LIMIT)).toBe(LIMIT);
    const keys = await client.keys('bullet-train-mcp:person:*');
    expect(keys).toHaveLength(1);
    expect(keys[0]).not.toContain(token);
    await client.pexpire(keys[0]!, 2_500);
    const { status, headers } = await list(servers[1]!, token);
    expect([status, headers.get('retry-after')]).toEqual([TOO_MANY, '3']);
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect((await list(servers[0]!, token)).status).toBe(200);
    client.disconnect();
  });

  it('replicas count separately while Redis is down, warn once, and lose no request', async () => {
    const loading = load(3);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await redis.kill();
    const statuses = await loading;
    expect(Object.keys(statuses)).toEqual(['200']);
    expect(statuses[200]).toBeGreaterThan(100);
    await expectAlone();
    expect(openWarnings()).toEqual([1, 1]);
    await redis.start();
    await until(() => openWarnings().every((count) => count === 0));
    await expectShared();
    expect(openWarnings()).toEqual([0, 0]);
  }, 60_000);

  it('replicas count separately while Redis does not answer', async () => {
    redis.freeze();
    // Redis carries out afterwards what it was asked meanwhile: that must not count against anybody.
    const strangers = Array.from({ length: LIMIT - 1 }, freshToken);
    const answers = servers.flatMap((server) => strangers.map((token) => list(server, token)));
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual(
      answers.map(() => 200),
    );
    expect(Object.keys(await load(2))).toEqual(['200']);
    expect(openWarnings()).toEqual([1, 1]);
    redis.thaw();
    // Each retries Redis with the first request after its pause.
    await until(async () => {
      await Promise.all(servers.map((server) => list(server, freshToken())));
      return openWarnings().every((count) => count === 0);
    });
    await expectShared();
  }, 60_000);

  it('replicas start without Redis, and count together as soon as it is up', async () => {
    await Promise.all(servers.map((server) => server.stop()));
    await redis.kill();
    servers = await startBoth();
    await until(() => openWarnings().every((count) => count === 1));
    await expectAlone();
    await redis.start();
    await until(() => openWarnings().every((count) => count === 0));
    await expectShared();
    expect(openWarnings()).toEqual([0, 0]);
  }, 60_000);
});
