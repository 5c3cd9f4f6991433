import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  Client as NewClient,
  StreamableHTTPClientTransport as NewTransport,
} from '@modelcontextprotocol/client';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as OldTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ALICE_TOKEN, BOB_TOKEN, startSandbox, type Sandbox } from '../src/sandbox/sandbox.js';
import { callTool, ERAS, post } from './raw-mcp.js';
import { startServer, until, type RunningServer } from './running-server.js';

let sandbox: Sandbox;
let server: RunningServer;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  server = await startServer(sandbox.url);
});

afterEach(() => {
  Object.assign(sandbox.flags, {
    faults: [],
    latencyMs: 0,
    tokenInfo: true,
    doorkeeperAuthorize: false,
  });
});

afterAll(async () => {
  await server.stop();
  await sandbox.close();
});

const alice = { token: ALICE_TOKEN };
const call = (name: string, args: Record<string, unknown> = {}, options = {}) =>
  callTool(server.url, name, args, { ...alice, ...options });
const upstream = (path: string) => sandbox.requests.filter((request) => request.path === path);

describe('real clients', () => {
  const headers = { authorization: `Bearer ${ALICE_TOKEN}` };
  const clients = {
    'the 1.x client': async () => {
      const client = new OldClient({ name: 'old', version: '1' });
      await client.connect(
        new OldTransport(new URL(`${server.url}/mcp`), { requestInit: { headers } }),
      );
      return client;
    },
    'the 2.x client with a handshake': async () => {
      const client = new NewClient({ name: 'new', version: '1' });
      await client.connect(
        new NewTransport(new URL(`${server.url}/mcp`), { requestInit: { headers } }),
      );
      return client;
    },
    'the 2.x client without one': async () => {
      const client = new NewClient(
        { name: 'new', version: '1' },
        { versionNegotiation: { mode: { pin: '2026-07-28' } } },
      );
      await client.connect(
        new NewTransport(new URL(`${server.url}/mcp`), { requestInit: { headers } }),
      );
      return client;
    },
  };

  it.each(Object.entries(clients))('%s lists and calls tools', async (_name, connect) => {
    const client = await connect();
    const { tools } = await client.listTools();
    expect(tools).toHaveLength(22);
    const result = await client.callTool({ name: 'list_teams', arguments: {} });
    expect(result.structuredContent).toMatchObject({
      items: [{ name: 'Acme' }, { name: 'Globex' }],
    });
    const refusal = await client.callTool({ name: 'get_project', arguments: { id: 49 } });
    expect(refusal.isError).toBe(true);
    await client.close();
  });
});

describe('the endpoint', () => {
  it.each(ERAS)('answers JSON without a session (%s)', async (era) => {
    const answer = await post(server.url, 'tools/list', {}, { ...alice, era });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    expect(answer.headers.get('mcp-session-id')).toBeNull();
    expect(answer.body.result?.tools).toHaveLength(22);
  });

  it('answers at the bare address as well', async () => {
    const answer = await post(server.url, 'tools/list', {}, { ...alice, path: '/' });
    expect(answer.body.result?.tools).toHaveLength(22);
  });

  it('tells 2026-07-28 clients how long the list is good', async () => {
    const answer = await post(server.url, 'tools/list', {}, { ...alice, era: '2026-07-28' });
    expect(answer.body.result).toMatchObject({
      resultType: 'complete',
      ttlMs: 300_000,
      cacheScope: 'private',
    });
  });

  it.each([
    ['GET', '/mcp', 405],
    ['DELETE', '/mcp', 405],
    ['PUT', '/mcp', 405],
    ['GET', '/', 405],
    ['DELETE', '/', 405],
  ])('answers %s %s with %i', async (method, path, status) => {
    const answer = await fetch(server.url + path, {
      method,
      headers: { authorization: `Bearer ${ALICE_TOKEN}`, accept: 'text/event-stream' },
    });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('allow')).toBe('POST');
  });

  it.each([
    ['no JSON', '{', 'application/json', 400],
    ['another content type', '{}', 'text/plain', 415],
    ['more than 1 MB', JSON.stringify('x'.repeat(1_100_000)), 'application/json', 413],
  ])('refuses %s', async (_what, body, contentType, status) => {
    const answer = await fetch(`${server.url}/mcp`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${ALICE_TOKEN}`,
        'content-type': contentType,
        accept: 'application/json, text/event-stream',
      },
      body,
    });
    expect(answer.status).toBe(status);
  });

  it('answers an unknown tool with a protocol error', async () => {
    const answer = await post(server.url, 'tools/call', { name: 'nope', arguments: {} }, alice);
    expect(answer.body.error).toMatchObject({
      code: -32602,
      message: expect.stringContaining('nope'),
    });
  });

  it('answers an unknown address with JSON, never with a page', async () => {
    const answer = await fetch(`${server.url}/nowhere`);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ error: 'not_found' });
  });
});

describe('the guard', () => {
  const metadata = () => `${server.url}/.well-known/oauth-protected-resource`;

  it.each([
    ['initialize', 'handshake'],
    ['tools/list', 'handshake'],
    ['server/discover', '2026-07-28'],
    ['tools/list', '2026-07-28'],
  ] as const)('challenges %s (%s) without a token', async (method, era) => {
    const answer = await post(server.url, method, {}, { era });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe(
      `Bearer resource_metadata="${metadata()}/mcp", scope="read write delete"`,
    );
  });

  it('names the metadata of the bare address there', async () => {
    const answer = await post(server.url, 'initialize', {}, { path: '/' });
    expect(answer.headers.get('www-authenticate')).toContain(`resource_metadata="${metadata()}"`);
  });

  it('challenges before it reads a body', async () => {
    const answer = await fetch(`${server.url}/mcp`, { method: 'POST', body: 'not json' });
    expect(answer.status).toBe(401);
  });

  it.each([
    ['an unknown token', 'Bearer nobodys', 401, 'error="invalid_token"'],
    ['two tokens', 'Bearer one two', 400, 'error="invalid_request"'],
    ['an empty one', 'Bearer ', 400, 'error="invalid_request"'],
    ['another scheme', 'Basic abc', 401, 'Bearer resource_metadata'],
  ])('refuses %s', async (_what, authorization, status, challenge) => {
    const answer = await post(server.url, 'tools/list', {}, { headers: { authorization } });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('www-authenticate')).toContain(challenge);
  });

  it('never takes a token from the URL', async () => {
    const answer = await post(
      server.url,
      'tools/list',
      {},
      { path: `/mcp?access_token=${ALICE_TOKEN}` },
    );
    expect(answer.status).toBe(401);
  });

  it.each([
    ['Origin', { origin: 'https://evil.example' }],
    ['Origin', { origin: 'http://claude.ai' }],
  ])('refuses a foreign %s and answers the next request', async (_header, headers) => {
    const answer = await post(server.url, 'tools/list', {}, { ...alice, headers });
    expect(answer.status).toBe(403);
    expect((await post(server.url, 'tools/list', {}, alice)).status).toBe(200);
  });

  it.each(['http://localhost:6274', 'http://127.0.0.1:1234'])('lets %s in', async (origin) => {
    const answer = await post(server.url, 'tools/list', {}, { ...alice, headers: { origin } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  });

  it('asks about a token once for many requests at the same time', async () => {
    const token = sandbox.issueToken('alice@example.com');
    const asked = () =>
      upstream('/oauth/token/info').filter(
        ({ headers }) => headers['authorization'] === `Bearer ${token}`,
      ).length;
    await Promise.all(
      Array.from({ length: 20 }, () => post(server.url, 'tools/list', {}, { token })),
    );
    expect(asked()).toBe(1);
    await post(server.url, 'tools/list', {}, { token });
    expect(asked()).toBe(1);
  });

  it('remembers a refusal', async () => {
    const before = upstream('/oauth/token/info').length;
    await post(server.url, 'tools/list', {}, { token: 'refused-twice' });
    await post(server.url, 'tools/list', {}, { token: 'refused-twice' });
    expect(upstream('/oauth/token/info').length - before).toBe(1);
  });

  it.each([
    ['reset', { kind: 'reset' }],
    ['503', { kind: 'status', status: 503 }],
    ['an HTML page', { kind: 'html' }],
    ['a redirect', { kind: 'status', status: 302, headers: { location: 'https://evil.example/' } }],
  ] as const)(
    'answers 503 with Retry-After when the application answers with %s',
    async (_what, fault) => {
      const token = sandbox.issueToken('alice@example.com');
      sandbox.flags.faults = [{ path: '/oauth/token/info', ...fault }];
      const answer = await post(server.url, 'tools/list', {}, { token });
      expect(answer.status).toBe(503);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      sandbox.flags.faults = [];
      expect((await post(server.url, 'tools/list', {}, { token })).status).toBe(200);
    },
  );

  it('takes tokens on trust, and warns once, where there is no token info', async () => {
    sandbox.flags.tokenInfo = false;
    for (const email of ['alice@example.com', 'bob@example.com']) {
      const token = sandbox.issueToken(email);
      expect((await post(server.url, 'tools/list', {}, { token })).status).toBe(200);
    }
    expect(server.log().match(/taken on trust/g)).toHaveLength(1);
  });

  it.each([false, true])(
    'turns a 401 in a call into a challenge (doorkeeper_authorize!: %s)',
    async (flag) => {
      sandbox.flags.doorkeeperAuthorize = flag;
      for (const era of ERAS) {
        const token = sandbox.issueToken('alice@example.com');
        expect((await post(server.url, 'tools/list', {}, { token, era })).status).toBe(200);
        sandbox.revokeToken(token);
        const params = { name: 'list_teams', arguments: {} };
        const answer = await post(server.url, 'tools/call', params, { token, era });
        expect(answer.status).toBe(401);
        expect(answer.headers.get('www-authenticate')).toContain('error="invalid_token"');
        // Forgotten: the next request is refused by the guard, which asks again.
        expect((await post(server.url, 'tools/list', {}, { token, era })).status).toBe(401);
      }
    },
  );
});

describe('calls', () => {
  it('follow a list page by page', async () => {
    const ids: unknown[] = [];
    let after: unknown;
    do {
      const args = { team_id: 1, ...(after ? { after } : {}) };
      const { structuredContent, content } = await call('list_projects', args);
      expect(JSON.parse(content![0]!.text)).toEqual(structuredContent);
      ids.push(...structuredContent!.items!.map(({ id }) => id));
      after = structuredContent!['next_after'];
    } while (after !== null);
    expect(ids).toEqual(Array.from({ length: 45 }, (_, index) => index + 1));
  });

  it('create, update, read and delete a record in the wrapper that Rails wants', async () => {
    const created = await call('create_project', {
      team_id: 2,
      name: 'Grün & blau',
      budget: '250',
      tag_names: '["a","b"]',
    });
    expect(created.structuredContent).toMatchObject({
      name: 'Grün & blau',
      budget: '250.0',
      tag_names: ['a', 'b'],
    });
    expect(JSON.parse(sandbox.requests.at(-1)!.body)).toEqual({
      project: { name: 'Grün & blau', budget: 250, tag_names: ['a', 'b'] },
    });
    const id = created.structuredContent!['id'];
    const updated = await call('update_project', { id, description: 'new' });
    expect(updated.structuredContent).toMatchObject({
      id,
      name: 'Grün & blau',
      description: 'new',
    });
    const archived = await call('archive_project', { id });
    expect(archived.structuredContent).toMatchObject({ archived: true });
    const deleted = await call('delete_project', { id });
    expect(deleted).toMatchObject({ structuredContent: { done: true } });
    expect((await call('get_project', { id })).isError).toBe(true);
  });

  it.each([
    ['get_project', {}, '"id" is missing'],
    ['list_projects', { team_id: null }, '"team_id"'],
    ['create_project', { team_id: 1 }, '"name" is missing'],
    ['create_project', { team_id: 1, name: 'x', archived: 'perhaps' }, '"archived" must be'],
    ['create_project', { team_id: 1, name: 'x', colour: 'red' }, 'no argument "colour"'],
    ['update_project', { id: 1 }, 'give at least one of name'],
    ['get_project', { id: '../teams' }, 'must be an id'],
  ])('%s refuses %j by name and sends nothing', async (name, args, message) => {
    const before = sandbox.requests.length;
    const result = await call(name, args);
    expect(result.isError).toBe(true);
    expect(result.content![0]!.text).toContain(message);
    expect(sandbox.requests.slice(before).filter(({ path }) => path.startsWith('/api'))).toEqual(
      [],
    );
  });

  it.each([
    ['get_project', { id: 999 }, /Not found \(404\).*may not see it/],
    ['get_project', { id: 49 }, /Not found \(404\)/],
    ['create_project', { team_id: 1, name: '' }, /422.*name can't be blank/],
    ['update_user', { id: 1, first_name: 'A' }, /failed \(500/],
  ])('%s %j says what to do', async (name, args, message) => {
    const result = await call(name, args);
    expect(result.isError).toBe(true);
    expect(result.content![0]!.text).toMatch(message);
  });

  it.each([
    [{ kind: 'status', status: 429, headers: { 'Retry-After': '7' } }, /Wait 7 seconds/],
    [{ kind: 'reset' }, /broke off/],
    [{ kind: 'html' }, /./],
    [{ kind: 'status', status: 302, headers: { location: 'http://evil.example/' } }, /redirect/],
  ] as const)('survive %j', async (fault, message) => {
    sandbox.flags.faults = [{ path: '/api/v1/teams', ...fault }];
    const result = await call('list_teams');
    expect(result.content![0]!.text).toMatch(message);
    sandbox.flags.faults = [];
    expect((await call('list_teams')).isError).toBeUndefined();
  });

  it('end with the client that made them', async () => {
    sandbox.flags.faults = [{ path: '/api/v1/teams', kind: 'hang' }];
    const aborted = new AbortController();
    const before = upstream('/api/v1/teams').length;
    const answer = call('list_teams', {}, { signal: aborted.signal });
    await until(() => upstream('/api/v1/teams').length > before);
    aborted.abort();
    await expect(answer).rejects.toThrow(/abort/i);
    await until(() => /has gone away/.test(server.log()));
  });
});

describe('two people', () => {
  it('with the same request id at the same time get their own answers', async () => {
    const people = [
      { token: ALICE_TOKEN, team: 'Acme' },
      { token: BOB_TOKEN, team: 'Initech' },
    ];
    sandbox.flags.latencyMs = 5;
    const answers = await Promise.all(
      Array.from({ length: 400 }, async (_, index) => {
        const { token, team } = people[index % 2]!;
        const era = ERAS[Math.floor(index / 2) % 2]!;
        const result = await callTool(server.url, 'list_teams', {}, { token, era, id: 7 });
        return result.structuredContent!.items![0]!['name'] === team;
      }),
    );
    expect(answers.filter((own) => own)).toHaveLength(400);
  });

  it('see nothing of each other', async () => {
    const result = await callTool(
      server.url,
      'list_projects',
      { team_id: 1 },
      { token: BOB_TOKEN },
    );
    expect(result).toMatchObject({ isError: true });
  });
});

it('logs requests with their id and never a token', async () => {
  const answer = await post(server.url, 'tools/call', { name: 'list_teams', arguments: {} }, alice);
  const find = () =>
    server
      .log()
      .split('\n')
      .find((text) => text.includes(answer.headers.get('x-request-id')!));
  await until(() => find() !== undefined);
  const line = find();
  expect(line).toMatch(/list_teams: GET \/teams 200, \d+ ms/);
  expect(server.log()).not.toMatch(/sandbox-token|Bearer /);
});
