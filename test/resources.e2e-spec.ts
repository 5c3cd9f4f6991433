import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { ALICE_TOKEN, BOB_TOKEN, startSandbox, type Sandbox } from '../src/sandbox/sandbox.js';
import { ERAS, post, type RawOptions } from './raw-mcp.js';
import { startServer, until, type RunningServer } from './running-server.js';

let sandbox: Sandbox;
let server: RunningServer;
let small: RunningServer;
let stopping: RunningServer;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  server = await startServer(sandbox.url, { OPENAPI_REFRESH_SECONDS: '1' });
  small = await startServer(sandbox.url, { MCP_MAX_RESULT_TOKENS: '250' });
  stopping = await startServer(sandbox.url);
});

afterEach(() => {
  sandbox.flags.faults = [];
});

afterAll(async () => {
  await Promise.all([server.stop(), small.stop(), stopping.stop()]);
  await sandbox.close();
});

const ask = (method: string, params = {}, options: RawOptions = {}) =>
  post(server.url, method, params, { token: ALICE_TOKEN, ...options });
const read = async (uri: string, options: RawOptions = {}) => {
  const { body } = await ask('resources/read', { uri }, options);
  if (body.error) throw Object.assign(new Error(JSON.stringify(body.error)), { error: body.error });
  const { contents } = body.result as unknown as {
    contents: { uri: string; mimeType: string; text: string }[];
  };
  expect(contents).toMatchObject([{ uri, mimeType: 'application/json' }]);
  return JSON.parse(contents[0]!.text) as Record<string, unknown>;
};

describe('resources', () => {
  it.each(ERAS)('are the API document, the person and every kind of record (%s)', async (era) => {
    const { body } = await ask('resources/list', {}, { era });
    expect(body.result!['resources']).toMatchObject([
      { uri: 'bullet-train://v1/openapi.json' },
      { uri: 'bullet-train://v1/users/me' },
    ]);
    const templates = await ask('resources/templates/list', {}, { era });
    expect(templates.body.result!['resourceTemplates']).toMatchObject([
      { uriTemplate: 'bullet-train://v1/openapi/{tag}' },
      { uriTemplate: 'bullet-train://v1/teams/{id}', name: 'get_team' },
      { uriTemplate: 'bullet-train://v1/users/{id}', name: 'get_user' },
      { uriTemplate: 'bullet-train://v1/memberships/{id}' },
      { uriTemplate: 'bullet-train://v1/projects/{id}' },
      { uriTemplate: 'bullet-train://v1/tasks/{id}' },
    ]);
  });

  it.each(ERAS)('are read as the caller (%s)', async (era) => {
    expect(await read('bullet-train://v1/projects/1', { era })).toMatchObject({
      id: 1,
      team_id: 1,
    });
    const me = 'bullet-train://v1/users/me';
    expect(await read(me, { era })).toMatchObject({ email: 'alice@example.com' });
    expect(await read(me, { era, token: BOB_TOKEN })).toMatchObject({ email: 'bob@example.com' });
  });

  it.each([
    ["another person's record", 'projects/49'],
    ['a missing record', 'projects/999'],
    ['a URI without an id', 'nothing/1'],
    ['a list', 'teams/1/projects'],
    ['another version', '../v2/projects/1'],
    ['a way out', 'projects/..'],
    ['a hidden way out', 'projects/%2e%2e%2fteams'],
  ])('are not found for %s', async (_what, path) => {
    const uri = `bullet-train://v1/${path}`;
    for (const era of ERAS) {
      await expect(read(uri, { era })).rejects.toMatchObject({
        error: { code: -32602, data: { uri } },
      });
    }
  });

  it.each(ERAS)(
    "that are not found get the protocol's error code and their URI (%s)",
    async (era) => {
      const uri = 'bullet-train://v1/projects/49';
      const { body } = await ask('resources/read', { uri }, { era });
      expect(body.error).toMatchObject({ code: -32602, data: { uri } });
    },
  );

  it('report what the application says when it fails', async () => {
    sandbox.flags.faults = [{ path: '/api/v1/projects', kind: 'status', status: 503 }];
    await expect(read('bullet-train://v1/projects/1')).rejects.toThrow(/failed \(503/);
  });

  it.each(ERAS)('become a challenge when the token is refused (%s)', async (era) => {
    const token = sandbox.issueToken('alice@example.com');
    await read('bullet-train://v1/projects/1', { token });
    sandbox.revokeToken(token);
    const uri = 'bullet-train://v1/projects/1';
    const answer = await ask('resources/read', { uri }, { token, era });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toContain('error="invalid_token"');
  });

  it('hold the API document, an outline where it is long, and its parts', async () => {
    const whole = await read('bullet-train://v1/openapi.json');
    expect(Object.keys(whole['paths'] as object)).toHaveLength(11);
    expect(whole).toMatchObject({
      openapi: '3.1.0',
      components: { schemas: { TaskAttributes: {} } },
    });
    expect(JSON.stringify(whole)).not.toContain('"example"');

    const token = ALICE_TOKEN;
    const text = async (uri: string) => {
      const { body } = await post(small.url, 'resources/read', { uri }, { token });
      return (body.result!['contents'] as { text: string }[])[0]!.text;
    };
    const outline = await text('bullet-train://v1/openapi.json');
    expect(outline).toContain('"summary":"Archive Project"');
    expect(outline).not.toContain('"responses"');
    const part = JSON.parse(await text('bullet-train://v1/openapi/Task')) as { paths: object };
    expect(Object.keys(part.paths)).toEqual(['/projects/{project_id}/tasks', '/tasks/{id}']);
  });
});

describe('the prompt get_started', () => {
  const text = async (options: RawOptions = {}) => {
    const { body } = await ask('prompts/get', { name: 'get_started' }, options);
    const [message] = body.result!['messages'] as { role: string; content: { text: string } }[];
    expect(message!.role).toBe('user');
    return message!.content.text;
  };

  it.each(ERAS)('says who the person is and which tools there are (%s)', async (era) => {
    const { body } = await ask('prompts/list', {}, { era });
    expect(body.result!['prompts']).toContainEqual(
      expect.objectContaining({ name: 'get_started' }),
    );
    expect(await text({ era })).toMatch(
      /Sandbox Application[^]*alice@example\.com[^]*- Project: list, create, get, update, delete, archive/,
    );
    expect(await text({ era, token: BOB_TOKEN })).toContain('bob@example.com');
  });

  it('lists only the tools of a narrowed connection', async () => {
    const narrowed = await text({ path: '/mcp?readonly=true&tools=projects' });
    expect(narrowed).toContain('- Project: list, get\n');
    expect(narrowed).not.toMatch(/alice@|Task/);
  });

  it('omits the person where the application does not say', async () => {
    sandbox.flags.faults = [{ path: '/api/v1/users', kind: 'status', status: 500 }];
    expect(await text()).toMatch(/- Project: /);
  });

  it('becomes a challenge when the token is refused', async () => {
    const token = sandbox.issueToken('alice@example.com');
    await text({ token });
    sandbox.revokeToken(token);
    expect((await ask('prompts/get', { name: 'get_started' }, { token })).status).toBe(401);
  });
});

describe("the server's first messages to a client", () => {
  const HANDSHAKE = {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'raw', version: '1' },
  };
  const first = {
    handshake: () => ask('initialize', HANDSHAKE),
    '2026-07-28': () => ask('server/discover', {}, { era: '2026-07-28' }),
  };

  it.each(ERAS)(
    'fit the instructions into 512 characters and name the person (%s)',
    async (era) => {
      const instructions = (await first[era]()).body.result!['instructions'] as string;
      expect(instructions.length).toBeLessThanOrEqual(512);
      expect(instructions).toContain('get_user with id "me"');
      expect(instructions).toContain('starting at list_teams');
    },
  );

  it('announce list changes only where clients can listen', async () => {
    const capabilities = async (era: (typeof ERAS)[number]) =>
      (await first[era]()).body.result!['capabilities'];
    const extensions = {
      'io.modelcontextprotocol/ui': {},
      'io.modelcontextprotocol/skills': {},
    };
    expect(await capabilities('handshake')).toEqual({
      extensions,
      tools: {},
      resources: {},
      prompts: {},
      completions: {},
    });
    expect(await capabilities('2026-07-28')).toEqual({
      extensions,
      tools: { listChanged: true },
      resources: { listChanged: true },
      prompts: { listChanged: true },
      completions: {},
    });
  });

  it.each(['tools/list', 'resources/list', 'resources/templates/list', 'prompts/list'])(
    'say for %s how long the list is fresh',
    async (method) => {
      const { body } = await ask(method, {}, { era: '2026-07-28' });
      expect(body.result).toMatchObject({ ttlMs: 1_000, cacheScope: 'private' });
    },
  );
});

describe('a changed document', () => {
  const SMALLER = `
openapi: 3.1.0
info: { title: Smaller, version: V1 }
paths:
  /things/{id}:
    get: { operationId: getThings, responses: { '200': { description: OK } } }
`;

  it('is announced to listening clients', async () => {
    const client = new Client(
      { name: 'listener', version: '1' },
      { versionNegotiation: { mode: { pin: '2026-07-28' } } },
    );
    const heard: string[] = [];
    client.setNotificationHandler(
      'notifications/tools/list_changed',
      () => void heard.push('tools'),
    );
    client.setNotificationHandler(
      'notifications/resources/list_changed',
      () => void heard.push('resources'),
    );
    client.setNotificationHandler(
      'notifications/prompts/list_changed',
      () => void heard.push('prompts'),
    );
    try {
      await client.connect(
        new StreamableHTTPClientTransport(new URL(`${server.url}/mcp`), {
          requestInit: { headers: { authorization: `Bearer ${ALICE_TOKEN}` } },
        }),
      );
      const subscription = await client.listen({
        toolsListChanged: true,
        resourcesListChanged: true,
        promptsListChanged: true,
      });
      expect(heard).toEqual([]);
      sandbox.flags.document = SMALLER;
      await until(() => heard.length === 3);
      expect(heard).toEqual(['tools', 'prompts', 'resources']);
      expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['get_thing']);
      delete sandbox.flags.document;
      await until(() => heard.length === 6);
      await subscription.close();
    } finally {
      await client.close();
    }
  });

  it('does not keep the server from stopping', async () => {
    const params = { notifications: { toolsListChanged: true } };
    const answer = await fetch(`${stopping.url}/mcp`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${ALICE_TOKEN}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        'mcp-protocol-version': '2026-07-28',
        'mcp-method': 'subscriptions/listen',
      },
      body: JSON.stringify({
        jsonrpc: '2.0',
        id: 1,
        method: 'subscriptions/listen',
        params: {
          ...params,
          _meta: {
            'io.modelcontextprotocol/protocolVersion': '2026-07-28',
            'io.modelcontextprotocol/clientInfo': { name: 'raw', version: '1' },
            'io.modelcontextprotocol/clientCapabilities': {},
          },
        },
      }),
    });
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    expect(await stopping.stop()).toBe(0);
    expect(await answer.text()).toContain('notifications/subscriptions/acknowledged');
  });
});
