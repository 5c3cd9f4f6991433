import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { ALICE_TOKEN, BOB_TOKEN, startSandbox, type Sandbox } from '../src/sandbox/sandbox.js';
import { callTool } from './raw-mcp.js';
import { RunningRedis } from './redis.js';
import { freePort, startServer, type RunningServer } from './running-server.js';

let sandbox: Sandbox;
let servers: RunningServer[] = [];

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
});
afterEach(() => {
  sandbox.flags.faults = [];
  sandbox.flags.latencyMs = 0;
});
afterAll(async () => {
  await sandbox.close();
});

let count = 0;
const newKey = () => `key-${(count += 1)}`;

function create(key: string, args: Record<string, unknown> = {}, server = 0, token = ALICE_TOKEN) {
  const given = { team_id: 1, name: 'Once', ...args, idempotency_key: key };
  return callTool(servers[server]!.url, 'create_project', given, { token });
}
/** The application's create requests with a key, or with the keys of a batch. */
const sent = (key: string) =>
  sandbox.requests.filter(
    ({ method, headers }) =>
      method === 'POST' && String(headers['idempotency-key']).split('.')[0] === key,
  );
const textOf = ({ content }: Awaited<ReturnType<typeof create>>) => content![0]!.text;

describe('an idempotency key without Redis', () => {
  beforeAll(async () => {
    servers = [await startServer(sandbox.url)];
  });
  afterAll(async () => {
    await servers[0]!.stop();
  });

  it('is sent to the application in a header, and not as a field', async () => {
    const key = newKey();
    await create(key);
    await create(key);
    expect(sent(key)).toHaveLength(2);
    expect(sent(key)[0]!.body).not.toContain(key);
  });

  it.each(['', 'a b', 'a\r\nX-Evil: 1', 'ä', 'x'.repeat(201), 7])(
    'is refused if it is %j',
    async (key) => {
      const before = sandbox.requests.length;
      const result = await create(key as string);
      expect(result.isError).toBe(true);
      expect(textOf(result)).toContain('idempotency_key must be 1 to 200 visible ASCII characters');
      expect(sandbox.requests.slice(before).filter(({ method }) => method === 'POST')).toEqual([]);
    },
  );
});

if (!RunningRedis.isInstalled) {
  console.warn('Skipped: there is no redis-server on this machine (Debian: redis-server)');
}
const describeWithRedis = RunningRedis.isInstalled ? describe : describe.skip;

describeWithRedis('with Redis, across two replicas', () => {
  let redis: RunningRedis;

  beforeAll(async () => {
    redis = new RunningRedis(await freePort());
    await redis.start();
    const shared = {
      REDIS_URL: redis.url,
      OAUTH_SECRET: randomBytes(32).toString('base64'),
      PUBLIC_URL: 'http://localhost:1',
      UPSTREAM_TIMEOUT_MS: '1000',
      BATCHES: 'on',
    };
    servers = await Promise.all([1, 2].map(() => startServer(sandbox.url, shared)));
  });
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    await redis.kill();
  });

  it('a repeated call gets the first result, also at the other replica and with arguments in another order', async () => {
    const key = newKey();
    const first = await create(key, { description: 'x', priority: 'low' });
    const again = await create(key, { priority: 'low', description: 'x' }, 1);
    expect(first.structuredContent).toMatchObject({ name: 'Once', description: 'x' });
    expect(again).toEqual(first);
    expect(sent(key)).toHaveLength(1);
  });

  it('concurrent calls with one idempotency key are made once', async () => {
    sandbox.flags.latencyMs = 300;
    const key = newKey();
    const results = await Promise.all([0, 1, 0, 1, 0].map((server) => create(key, {}, server)));
    expect(new Set(results.map(textOf)).size).toBe(1);
    expect(results[0]!.structuredContent!['id']).toEqual(expect.any(Number));
    expect(sent(key)).toHaveLength(1);
  });

  it('an idempotency key with other arguments is refused, and the error reveals neither', async () => {
    const key = newKey();
    await create(key);
    const other = await create(key, { name: 'Another' }, 1);
    expect(other.isError).toBe(true);
    expect(textOf(other)).toContain('used with other arguments');
    expect(sent(key)).toHaveLength(1);
  });

  it('the same idempotency key of another person is a different key', async () => {
    const key = newKey();
    const alices = await create(key);
    const bobs = await create(key, { team_id: 3 }, 0, BOB_TOKEN);
    expect(bobs.isError).toBeUndefined();
    expect(bobs.structuredContent!['id']).not.toBe(alices.structuredContent!['id']);
    expect(sent(key)).toHaveLength(2);
  });

  it('a call that was refused can be repeated with its idempotency key', async () => {
    const key = newKey();
    const refused = await create(key, { name: '' });
    expect(refused.isError).toBe(true);
    expect((await create(key, { name: 'Well' }, 1)).isError).toBeUndefined();
  });

  it('a call whose outcome is unknown is not made again', async () => {
    const key = newKey();
    sandbox.flags.faults.push({
      path: '/api/v1/teams/1/projects',
      method: 'POST',
      kind: 'hang',
      times: 1,
    });
    expect((await create(key)).isError).toBe(true);
    const again = await create(key, {}, 1);
    expect(textOf(again)).toContain('It is not known how the first call');
    expect(sent(key)).toHaveLength(1);
  });

  it('a batch is repeated as a whole', async () => {
    const key = newKey();
    const items = [{ name: 'One' }, { name: 'Two' }];
    const first = await create(key, { items });
    expect(await create(key, { items }, 1)).toEqual(first);
    expect(first.structuredContent).toMatchObject({ done: 2 });
    expect(sent(key).map(({ headers }) => headers['idempotency-key'])).toEqual([
      `${key}.0`,
      `${key}.1`,
    ]);
  });
});
