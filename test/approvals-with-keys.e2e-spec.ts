import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { ALICE_TOKEN, startSandbox, type Sandbox } from '../src/sandbox/sandbox.js';
import { callTool } from './raw-mcp.js';
import { RunningRedis } from './redis.js';
import { freePort, startServer, type RunningServer } from './running-server.js';

let sandbox: Sandbox;
let redis: RunningRedis;
let servers: RunningServer[] = [];

const describeWithRedis = RunningRedis.isInstalled ? describe : describe.skip;
if (!RunningRedis.isInstalled)
  console.warn('There is no redis-server here: approvals across replicas are not tested');

const created = () =>
  sandbox.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/projects'));

async function create(args: Record<string, unknown>, server = 0) {
  const given = { team_id: 1, ...args };
  const result = await callTool(servers[server]!.url, 'create_project', given, {
    token: ALICE_TOKEN,
  });
  const { confirm, id } = (result.structuredContent ?? {}) as { confirm?: string; id?: number };
  return { result, confirm, id, text: result.content![0]!.text };
}

describeWithRedis('approvals of two replicas that share Redis', () => {
  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0 });
    redis = new RunningRedis(await freePort());
    await redis.start();
    const variables = {
      REDIS_URL: redis.url,
      OAUTH_SECRET: randomBytes(32).toString('base64'),
      PUBLIC_URL: 'http://localhost:1',
      CONFIRM: 'write',
      BATCHES: 'on',
    };
    servers = await Promise.all([1, 2].map(() => startServer(sandbox.url, variables)));
  });
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    await redis.kill();
    await sandbox.close();
  });

  it('work once in all, although a new record has no state that would change', async () => {
    const { confirm } = await create({ name: 'Once' });
    const before = created().length;
    const answers = await Promise.all(
      [0, 1, 0, 1].map((n) => create({ name: 'Once', confirm }, n)),
    );
    expect(created().length).toBe(before + 1);
    expect(answers.filter(({ result }) => !result.isError)).toHaveLength(1);
    expect((await create({ name: 'Once', confirm }, 1)).result.isError).toBe(true);
    expect(created().length).toBe(before + 1);
  });

  it('go with an idempotency_key: asked first, done once, and repeated with the first answer', async () => {
    const key = { name: 'Keyed', idempotency_key: 'approved' };
    const { confirm } = await create(key);
    expect(confirm).toEqual(expect.any(String));
    const before = created().length;
    const all = await Promise.all([0, 1].map((n) => create({ ...key, confirm }, n)));
    const [again, unasked] = [await create({ ...key, confirm }, 1), await create(key, 1)];
    const ids = new Set([...all, again, unasked].map(({ id }) => id));
    expect([...ids]).toEqual([expect.any(Number)]);
    expect(created().length).toBe(before + 1);
  });

  it('are for the key that the person was asked with', async () => {
    const { confirm } = await create({ name: 'Two keys', idempotency_key: 'one' });
    const before = created().length;
    const other = { name: 'Two keys', idempotency_key: 'other', confirm };
    expect((await create(other)).text).toContain('was not called');
    expect((await create({ name: 'Two keys', confirm })).text).toContain('was not called');
    expect(created().length).toBe(before);
    // What was refused has done nothing, so its key is still good.
    const asked = await create({ name: 'Two keys', idempotency_key: 'other' });
    const done = await create({ ...other, confirm: asked.confirm }, 1);
    expect(done.result.isError).toBeUndefined();
    expect(created().length).toBe(before + 1);
  });

  it('are one for a batch with a key, whose repeat creates nothing', async () => {
    const items = ['One', 'Two', 'Three'].map((name) => ({ name }));
    const batch = { items, idempotency_key: 'batch' };
    const { confirm } = await create(batch);
    const before = created().length;
    const first = await create({ ...batch, confirm });
    expect(first.result.structuredContent).toMatchObject({ done: 3 });
    expect(created().length).toBe(before + 3);
    const again = await create({ ...batch, confirm }, 1);
    expect(again.result.structuredContent).toEqual(first.result.structuredContent);
    const fewer = await create({ ...batch, items: items.slice(1), confirm }, 1);
    expect(fewer.text).toContain('used with other arguments');
    expect(created().length).toBe(before + 3);
  });
});
