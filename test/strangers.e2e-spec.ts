import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ALICE_TOKEN, startSandbox, type Sandbox } from '../src/sandbox/sandbox.js';
import { writeMessage } from './raw-mcp.js';
import { RunningRedis } from './redis.js';
import { freePort, startServer, until, type RunningServer } from './running-server.js';

const LIMIT = 20;

let sandbox: Sandbox;
let strangers = 0;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
});
afterAll(async () => {
  await sandbox.close();
});

const madeUp = () => `made-up-${strangers++}-${'x'.repeat(30)}`;
/** An address that has not been counted yet. */
const freshAddress = () => `2001:db8:${(strangers++).toString(16)}::1`;

async function list({ url }: RunningServer, token: string, address: string): Promise<number> {
  const { headers, body } = writeMessage('tools/list', {});
  const response = await fetch(`${url}/mcp`, {
    method: 'POST',
    headers: { ...headers, authorization: `Bearer ${token}`, 'x-forwarded-for': address },
    body,
  });
  await response.arrayBuffer();
  return response.status;
}

/** @returns how often each status came */
async function countStatuses(statuses: Promise<number>[]): Promise<Record<number, number>> {
  const counts: Record<number, number> = {};
  for (const status of await Promise.all(statuses)) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

/** @returns how many token checks `work` caused at the application */
async function countQuestions(work: () => Promise<unknown>): Promise<number> {
  sandbox.requests.length = 0;
  await work();
  return sandbox.requests.filter(({ path }) => path === '/oauth/token/info').length;
}

if (!RunningRedis.isInstalled) {
  console.warn('Skipped: there is no redis-server on this machine (Debian: redis-server)');
}

describe.each(RunningRedis.isInstalled ? ['memory', 'Redis'] : ['memory'])(
  'requests with unknown tokens, counted in %s',
  (where) => {
    let redis: RunningRedis | undefined;
    let server: RunningServer;

    beforeAll(async () => {
      if (where === 'Redis') {
        redis = new RunningRedis(await freePort());
        await redis.start();
      }
      server = await startServer(sandbox.url, {
        RATE_LIMIT_PER_ADDRESS: String(LIMIT),
        // The verdict is not cached here, but that the token was valid is.
        TOKEN_CACHE_SECONDS: '0',
        ...(redis && { REDIS_URL: redis.url }),
      });
    });
    afterAll(async () => {
      await server.stop();
      await redis?.kill();
    });

    it('500 made-up tokens of one address ask the application about 20 times', async () => {
      const address = freshAddress();
      let statuses: Record<number, number> = {};
      const questions = await countQuestions(async () => {
        const all = Array.from({ length: 500 }, () => list(server, madeUp(), address));
        statuses = await countStatuses(all);
      });
      expect(statuses).toEqual({ 401: LIMIT, 429: 500 - LIMIT });

      expect(questions).toBe(LIMIT);
    });

    it('an address over its limit still lets known tokens in, and no others', async () => {
      const address = freshAddress();
      expect(await list(server, ALICE_TOKEN, freshAddress())).toBe(200);
      for (let at = 0; at < LIMIT; at++) await list(server, madeUp(), address);
      const { token } = sandbox.addPerson(`${strangers}@example.com`, 'New');
      expect(await list(server, ALICE_TOKEN, address)).toBe(200);
      expect(await list(server, token, address)).toBe(429);
      expect(await list(server, token, freshAddress())).toBe(200);
      // From then on it is known too.
      expect(await list(server, token, address)).toBe(200);
    });

    it('tokens that turn out to be valid do not count, however many there are', async () => {
      const address = freshAddress();
      const people = Array.from({ length: LIMIT * 3 }, (_, at) =>
        sandbox.addPerson(`nat-${where}-${at}@example.com`, 'Behind a NAT'),
      );
      for (const { token } of people) expect(await list(server, token, address)).toBe(200);
    });

    it('the same made-up token asks the application once in five seconds', async () => {
      const token = madeUp();
      const questions = await countQuestions(async () => {
        for (let at = 0; at < LIMIT; at++) await list(server, token, freshAddress());
      });
      expect(questions).toBeLessThanOrEqual(2);
    });

    if (where !== 'Redis') return;
    it('the counters have short names, hold no token, and expire', async () => {
      const client = new Redis(redis!.url);
      await client.flushall();
      for (let at = 0; at < 100; at++) await list(server, madeUp(), freshAddress());
      const keys = await client.keys('*');
      expect(keys.length).toBeGreaterThan(100);
      for (const key of keys) {
        expect(key).toMatch(/^bullet-train-mcp:(address|question):[0-9a-z]{1,4}$/);
        expect(await client.pttl(key)).toBeGreaterThan(0);
      }
      client.disconnect();
    });
  },
);

describe('memory', () => {
  const directory = mkdtempSync(join(tmpdir(), 'strangers-'));
  const file = join(directory, 'heap');
  let server: RunningServer;

  beforeAll(async () => {
    server = await startServer(sandbox.url, {
      HEAP_FILE: file,
      NODE_OPTIONS: `--import ${new URL('heap-preload.mjs', import.meta.url).href}`,
      RATE_LIMIT_PER_ADDRESS: '1000000',
    });
  });
  afterAll(async () => {
    await server.stop();
    rmSync(directory, { recursive: true });
  });

  /** @returns the bytes in use after a garbage collection */
  async function heap(): Promise<number> {
    rmSync(file, { force: true });
    process.kill(server.pid, 'SIGUSR2');
    await until(() => existsSync(file));
    return Number(readFileSync(file, 'utf8'));
  }

  const COUNT = 1_500;
  /** Bytes for each token: a verdict and two counts take fewer than 500; the objects of a request would take 7,000. */
  const MOST_BYTES_EACH = 3_000;

  it.each<[string, (at: number) => string]>([
    ['a made-up token', madeUp],
    ['a good token', (at) => sandbox.addPerson(`kept-${at}@example.com`, 'Kept').token],
  ])(
    'of a request with %s is freed',
    async (_, token) => {
      const { headers, body } = writeMessage('ping', {}, {});
      const send = async (bearer: string) => {
        const authorization = `Bearer ${bearer}`;
        await fetch(`${server.url}/mcp`, {
          method: 'POST',
          headers: { ...headers, authorization, 'x-forwarded-for': freshAddress() },
          body,
        }).then((response) => response.arrayBuffer());
      };
      const tokens = Array.from({ length: COUNT }, (_given, at) => token(at));
      const sendAll = async (some: string[]) => {
        while (some.length > 0) await Promise.all(some.splice(0, 50).map(send));
      };
      await sendAll(tokens.splice(0, 300));
      const before = await heap();
      const count = tokens.length;
      await sendAll(tokens);
      expect(((await heap()) - before) / count).toBeLessThan(MOST_BYTES_EACH);
    },
    120_000,
  );
});
