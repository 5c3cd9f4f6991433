import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ALICE_TOKEN, startSandbox, type Sandbox } from '../src/sandbox/sandbox.js';
import { callTool, post } from './raw-mcp.js';
import { startServer, type RunningServer } from './running-server.js';

const OUTSIDE = 'https://app.example.com';
const JSON_TYPE = { 'content-type': 'application/json' };
const SECRET = 'c0ffee-is-not-for-models';

let sandbox: Sandbox;
let server: RunningServer;
let open: RunningServer;
let searched: RunningServer;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  const seenFrom = { BULLET_TRAIN_PUBLIC_URL: OUTSIDE };
  [server, open, searched] = await Promise.all([
    startServer(sandbox.url, seenFrom),
    startServer(sandbox.url, { FIELDS_REDACT: 'off', KNOWN_FAULTS: 'off' }),
    startServer(sandbox.url, { ...seenFrom, TOOLS_MODE: 'search', FIELDS_REDACT: 'default,name' }),
  ]);
});

afterEach(() => {
  sandbox.flags.faults = [];
});

afterAll(async () => {
  await Promise.all([server.stop(), open.stop(), searched.stop()]);
  await sandbox.close();
});

/** Sets the application's next response at a path. */
function answer(path: string, value: unknown, { status = 200, headers = {} } = {}): void {
  sandbox.flags.faults.push({
    path: `/api/v1${path}`,
    kind: 'status',
    status,
    headers: { ...JSON_TYPE, ...headers },
    body: JSON.stringify(value),
    times: 1,
  });
}

const call = async (name: string, args: Record<string, unknown>, at = server) =>
  (await callTool(at.url, name, args, { token: ALICE_TOKEN })).structuredContent!;

describe('secrets in results', () => {
  it('do not reach a model in a record, a list or a resource', async () => {
    const project = { id: 1, webhook_secret: SECRET, nested: [{ apiKey: SECRET }] };
    const hidden = { id: 1, webhook_secret: '[redacted]', nested: [{ apiKey: '[redacted]' }] };
    answer('/projects/1', project);
    expect(await call('get_project', { id: 1 })).toEqual(hidden);
    answer('/teams/1/projects', [project]);
    expect(await call('list_projects', { team_id: 1 })).toMatchObject({ items: [hidden] });
    answer('/projects/1', project);
    const read = await post(
      server.url,
      'resources/read',
      { uri: 'bullet-train://v1/projects/1' },
      { token: ALICE_TOKEN },
    );
    expect(read.text).toContain('[redacted]');
    expect(read.text).not.toContain(SECRET);
  });

  it('do not reach it in search mode, with more names from FIELDS_REDACT', async () => {
    answer('/projects/1', { id: 1, name: SECRET, password: SECRET, description: 'shown' });
    const args = { operation: 'get_project', arguments: { id: 1 } };
    expect(await call('call_read_operation', args, searched)).toEqual({
      id: 1,
      name: '[redacted]',
      password: '[redacted]',
      description: 'shown',
    });
  });

  it('are replaced by where the person can see a secret that is shown once', async () => {
    answer('/teams/1/projects', { id: 9, webhook_secret: SECRET }, { status: 201 });
    expect(await call('create_project', { team_id: 1, name: 'x' })).toMatchObject({
      webhook_secret: '[redacted]',
      note: expect.stringContaining('Developers, Webhooks'),
    });
  });

  it('are shown where the operator wants it', async () => {
    answer('/projects/1', { id: 1, webhook_secret: SECRET });
    expect(await call('get_project', { id: 1 }, open)).toEqual({ id: 1, webhook_secret: SECRET });
  });
});

describe('file URLs in results', () => {
  it('have the public origin of the application', async () => {
    answer('/projects/1', { id: 1, logo: `${sandbox.url}/rails/active_storage/blobs/1/a.png` });
    expect(await call('get_project', { id: 1 })).toEqual({
      id: 1,
      logo: `${OUTSIDE}/rails/active_storage/blobs/1/a.png`,
    });
  });
});

describe('the faults of a stock application', () => {
  const memberships = [
    { id: 1, team_id: 1 },
    { id: 2, team_id: 2 },
  ];

  it('list_memberships leaves out members of other teams, and says so', async () => {
    answer('/teams/1/memberships', memberships);
    expect(await call('list_memberships', { team_id: 1 })).toEqual({
      items: [{ id: 1, team_id: 1 }],
      next_after: null,
      note: expect.stringContaining('other teams'),
    });
  });

  it('list_memberships is unchanged with KNOWN_FAULTS=off', async () => {
    answer('/teams/1/memberships', memberships);
    expect(await call('list_memberships', { team_id: 1 }, open)).toMatchObject({
      items: memberships,
    });
  });

  it('a tool that always fails says so, unless KNOWN_FAULTS=off', async () => {
    const said = await Promise.all(
      [server, open].map(async ({ url }) => {
        const { body } = await post(url, 'tools/list', {}, { token: ALICE_TOKEN });
        return body.result!.tools!.find(({ name }) => name === 'create_membership')!.description;
      }),
    );
    expect(said[0]).toMatch(/adds nobody/);
    expect(said[1]).not.toMatch(/adds nobody/);
  });

  it('a list sorted by hand gives each record once, with a warning', async () => {
    answer('/teams/1/projects', [{ id: 3 }, { id: 1 }], { headers: { 'Pagination-Next': '1' } });
    answer('/teams/1/projects', [{ id: 3 }, { id: 2 }]);
    expect(await call('list_projects', { team_id: 1, max_items: 9 })).toEqual({
      items: [{ id: 3 }, { id: 1 }, { id: 2 }],
      next_after: null,
      note: expect.stringContaining('some may be missing'),
    });
  });
});
