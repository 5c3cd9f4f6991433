import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as OldTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ALICE_EMAIL, ALICE_TOKEN, startSandbox, type Sandbox } from '../src/sandbox/sandbox.js';
import { auditFile } from './audit-lines.js';
import { callTool, ERAS, post, type RawTool } from './raw-mcp.js';
import { startServer, until, type RunningServer } from './running-server.js';

const ALICE = { token: ALICE_TOKEN };
const folder = mkdtempSync(join(tmpdir(), 'audit-'));

let sandbox: Sandbox;
/** One process, two workers, and one that asks first. */
const servers: Record<string, RunningServer> = {};
const logs: Record<string, ReturnType<typeof auditFile>> = {};
let changing: RawTool[];

async function start(name: string, variables: Record<string, string>) {
  logs[name] = auditFile(join(folder, `${name}.log`));
  servers[name] = await startServer(sandbox.url, {
    AUDIT_LOG: 'file',
    AUDIT_FILE: logs[name].path,
    ...variables,
  });
}

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  await Promise.all([
    start('one process', { AUDIT_FIELDS: 'priority,name', FIELDS_REDACT: 'default,name' }),
    start('two workers', { WORKERS: '2', AUDIT_REQUIRED: 'on' }),
    start('asking', { CONFIRM: 'write', BATCHES: 'on', TOOLS_MODE: 'search' }),
  ]);
  const { body } = await post(servers['one process']!.url, 'tools/list', {}, ALICE);
  changing = body.result!.tools!.filter(({ annotations }) => !annotations['readOnlyHint']);
});
afterAll(async () => {
  await Promise.all(Object.values(servers).map((server) => server.stop()));
  await sandbox.close();
  rmSync(folder, { recursive: true });
});

/** Arguments that the schema admits; the application may still refuse them. */
function argumentsOf({ inputSchema: { properties, required = [] } }: RawTool, id: number) {
  return Object.fromEntries(
    required.map((name) => {
      const { type, enum: choices } = properties[name] as { type?: string; enum?: unknown[] };
      if (choices) return [name, choices[0]];
      if (name === 'team_id') return [name, 1];
      if (type === 'integer') return [name, id];
      return [name, type === 'array' ? [] : type === 'boolean' ? true : 'secret words'];
    }),
  );
}

type Call = (name: string, args: Record<string, unknown>) => Promise<unknown>;
const headers = { authorization: `Bearer ${ALICE_TOKEN}` };
const transportOptions = { requestInit: { headers } };

/** Every way in which a call can come. */
const WAYS: [string, (url: string) => Promise<{ call: Call; close?: () => Promise<void> }>][] = [
  ...ERAS.map((era): (typeof WAYS)[number] => [
    `plain ${era}`,
    async (url) => ({ call: (name, args) => callTool(url, name, args, { ...ALICE, era }) }),
  ]),
  [
    'the 1.x client',
    async (url) => {
      const client = new OldClient({ name: 'old', version: '1' });
      await client.connect(new OldTransport(new URL(`${url}/mcp`), transportOptions) as never);
      return {
        call: (name, args) => client.callTool({ name, arguments: args }),
        close: () => client.close(),
      };
    },
  ],
  [
    'the 2.x client',
    async (url) => {
      const client = new Client(
        { name: 'new', version: '1' },
        { versionNegotiation: { mode: { pin: '2026-07-28' } } },
      );
      await client.connect(
        new StreamableHTTPClientTransport(new URL(`${url}/mcp`), transportOptions),
      );
      return {
        call: (name, args) => client.callTool({ name, arguments: args }),
        close: () => client.close(),
      };
    },
  ],
];

describe.each(['one process', 'two workers'])('with %s', (kind) => {
  it.each(WAYS)(
    'a change has one line when its answer is there, whichever tool and way: %s',
    async (_, connect) => {
      const { call, close } = await connect(servers[kind]!.url);
      logs[kind]!.news();
      for (const tool of changing) {
        // What the tests behind this one need is not deleted.
        for (const id of tool.annotations['destructiveHint'] ? [999_999] : [1, 999_999]) {
          await call(tool.name, argumentsOf(tool, id)).catch((error: Error) => error);
          const lines = logs[kind]!.news();
          expect([tool.name, lines.length]).toEqual([tool.name, 1]);
          expect(lines[0]).toMatchObject({ event: 'call', tool: tool.name });
          expect(JSON.stringify(lines)).not.toContain('secret words');
        }
      }
      await close?.();
    },
    120_000,
  );
});

describe('a line', () => {
  const one = () => servers['one process']!;
  const log = () => logs['one process']!;

  it('says who did what to which record, and no values but those that are named', async () => {
    log().news();
    const made = await callTool(
      one().url,
      'create_project',
      { team_id: 1, name: 'Apollo', priority: 'low' },
      ALICE,
    );
    const [line] = log().news();
    expect(line).toEqual({
      type: 'audit',
      time: expect.any(String),
      request_id: expect.any(String),
      event: 'call',
      outcome: 'ok',
      ms: expect.any(Number),
      person: { id: expect.any(String), email: ALICE_EMAIL },
      client: { id: expect.any(String) },
      scopes: 'read write delete',
      tool: 'create_project',
      operation: 'POST /teams/{team_id}/projects',
      ids_in: { team_id: ['1'] },
      ids_out: [String(made.structuredContent!['id'])],
      values: { priority: 'low' },
    });
    expect(statSync(log().path).mode & 0o777).toBe(0o600);
  });

  it.each([
    ['list_projects', { team_id: 1 }, { outcome: 'ok', ids_out: expect.any(Array) }],
    ['get_project', { id: 999_999 }, { outcome: 'refused', reason: 'application', status: 404 }],
    ['get_project', {}, { outcome: 'refused', reason: 'arguments' }],
  ])('of a read says its outcome: %s %j', async (name, args, expected) => {
    log().news();
    await callTool(one().url, name, args, ALICE);
    let lines = log().news();
    await until(() => (lines = [...lines, ...log().news()]).length > 0);
    expect(lines).toEqual([expect.objectContaining({ tool: name, ...expected })]);
  });

  it('is there for an unknown tool, a resource and a prompt', async () => {
    log().news();
    const ask = (method: string, params: Record<string, unknown>) =>
      post(one().url, method, params, ALICE);
    await ask('tools/call', { name: 'no_such_tool', arguments: {} });
    await ask('resources/read', { uri: 'bullet-train://v1/users/me' });
    await ask('prompts/get', { name: 'get_started' });
    expect(log().news()).toMatchObject([
      { outcome: 'refused', reason: 'unknown_tool', tool: 'no_such_tool' },
      { outcome: 'ok', via: 'resource', operation: 'GET /users/{id}' },
      { outcome: 'ok', via: 'prompt', operation: 'GET /users/{id}' },
    ]);
  });

  it('is there for a call that the client gives up, with what came of it', async () => {
    log().news();
    sandbox.flags.latencyMs = 1_000;
    const args = { id: 1, name: 'Later' };
    const signal = AbortSignal.timeout(200);
    await post(
      one().url,
      'tools/call',
      { name: 'update_project', arguments: args },
      { ...ALICE, signal },
    ).catch((error: Error) => error);
    let lines = log().news();
    await until(() => (lines = [...lines, ...log().news()]).length > 0);
    sandbox.flags.latencyMs = 0;
    expect(lines).toMatchObject([{ tool: 'update_project', outcome: 'cancelled' }]);
  });

  it('is there for each message of a batch, once', async () => {
    log().news();
    const message = (id: number) => ({
      jsonrpc: '2.0',
      id,
      method: 'tools/call',
      params: { name: 'update_project', arguments: { id: 999_999, name: 'x' } },
    });
    await fetch(`${one().url}/mcp`, {
      method: 'POST',
      headers: {
        ...headers,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
      },
      body: JSON.stringify([message(1), message(2)]),
    });
    expect(log().news()).toHaveLength(2);
  });

  it('asks for the e-mail address once for each person', () => {
    const asked = sandbox.requests.filter(({ path }) => path === '/api/v1/users/me');
    // Three servers, one of them two processes; the resource and the prompt ask for themselves.
    expect(asked.length).toBeLessThanOrEqual(6);
  });
});

it('a call that is asked about has a line for each round, and a batch one for all items', async () => {
  const { url } = servers['asking']!;
  const log = logs['asking']!;
  const call = (operation: string, args: object) =>
    callTool(url, 'call_write_operation', { operation, arguments: args }, ALICE);
  const items = [{ name: 'One' }, { name: 'Two' }];
  log.news();
  const first = await call('create_project', { team_id: 1, items });
  const { confirm } = first.structuredContent as { confirm: string };
  await call('create_project', { team_id: 1, items, confirm });
  await call('create_project', { team_id: 1, items, confirm });
  const lines = log.news();
  expect(lines).toMatchObject([
    { outcome: 'approval_asked', tool: 'create_project', ids_in: { team_id: ['1'] } },
    { outcome: 'ok', items: { done: 2, failed: 0, not_tried: 0 } },
    { outcome: 'refused', reason: 'not_approved' },
  ]);
  expect(lines[1]!.ids_out).toHaveLength(2);
  expect(JSON.stringify(lines)).not.toContain(confirm.slice(0, 20));
});
