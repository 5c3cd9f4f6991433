import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { ALICE_TOKEN, startSandbox, type Sandbox } from '../src/sandbox/sandbox.js';
import { callTool, ERAS, post } from './raw-mcp.js';
import { startServer, type RunningServer } from './running-server.js';

let sandbox: Sandbox;
let large: Sandbox;
let server: RunningServer;
const started: RunningServer[] = [];

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  large = await startSandbox({ port: 0 });
  server = await startServer(sandbox.url, { TOOLS_MODE: 'search' });
  started.push(server);
});

afterAll(async () => {
  await Promise.all(started.map((one) => one.stop()));
  await Promise.all([sandbox.close(), large.close()]);
});

const alice = { token: ALICE_TOKEN };
const call = (name: string, args: Record<string, unknown>, options = {}) =>
  callTool(server.url, name, args, { ...alice, ...options });
const list = async (path = '/mcp') => {
  const { body } = await post(server.url, 'tools/list', {}, { ...alice, path });
  return body.result!.tools!;
};
const apiCalls = () => sandbox.requests.filter(({ path }) => path.startsWith('/api/v1/'));

const TOOLS = [
  'find_operations',
  'describe_operation',
  'call_read_operation',
  'call_write_operation',
  'call_delete_operation',
];

describe('search mode', () => {
  it('lists five tools in place of all others, for few tokens', async () => {
    const tools = await list();
    expect(tools.map(({ name }) => name)).toEqual(TOOLS);
    expect(countTokens(JSON.stringify(tools))).toBeLessThanOrEqual(1_500);
  });

  it('describes each of them truthfully', async () => {
    expect(
      (await list()).map(({ annotations }) => [
        annotations['readOnlyHint'],
        annotations['destructiveHint'],
        annotations['idempotentHint'],
        annotations['openWorldHint'],
      ]),
    ).toEqual([
      [true, false, true, false],
      [true, false, true, false],
      [true, false, true, false],
      [false, true, false, false],
      [false, true, false, false],
    ]);
  });

  it('has Claude load each of them at once, and keep what they read in the conversation', async () => {
    const keys = (await list()).map(({ _meta }) => [
      _meta!['anthropic/alwaysLoad'],
      _meta!['anthropic/maxResultSizeChars'],
    ]);
    const reads = [true, 500_000];
    const changes = [true, undefined];
    expect(keys).toEqual([reads, reads, reads, changes, changes]);
  });

  it.each(ERAS)('lets a model find, describe and call an operation (%s)', async (era) => {
    const found = await call('find_operations', { query: 'start a new project' }, { era });
    const [best] = found.structuredContent!['operations'] as Record<string, unknown>[];
    expect(best).toEqual({
      name: 'create_project',
      path: 'POST /teams/{team_id}/projects',
      does: expect.any(String),
      requires: ['team_id', 'name'],
      call_with: 'call_write_operation',
    });
    const described = await call('describe_operation', { operation: best!['name'] }, { era });
    expect(described.structuredContent).toMatchObject({
      call_with: 'call_write_operation',
      arguments: { properties: { team_id: {}, name: {}, priority: {} } },
    });
    const args = { operation: 'create_project', arguments: { team_id: 2, name: 'Found' } };
    const created = await call('call_write_operation', args, { era });
    const { id } = created.structuredContent!;
    expect(created.structuredContent).toMatchObject({ name: 'Found' });
    const flat = await call('call_read_operation', { operation: 'get_project', id }, { era });
    expect(flat.structuredContent).toMatchObject({ id });
    const read = { operation: 'get_project', arguments: JSON.stringify({ id }) };
    expect((await call('call_read_operation', read, { era })).structuredContent).toMatchObject({
      id,
    });
    const remove = { operation: 'delete_project', arguments: { id } };
    expect((await call('call_delete_operation', remove, { era })).isError).toBeUndefined();
    expect((await call('call_read_operation', read, { era })).isError).toBe(true);
  });

  it.each([
    ['call_read_operation', 'delete_project', 'call_delete_operation'],
    ['call_read_operation', 'update_project', 'call_write_operation'],
    ['call_write_operation', 'delete_project', 'call_delete_operation'],
    ['call_write_operation', 'get_project', 'call_read_operation'],
    ['call_write_operation', 'archive_project', 'call_delete_operation'],
    ['call_delete_operation', 'update_project', 'call_write_operation'],
    ['call_delete_operation', 'list_projects', 'call_read_operation'],
  ])('%s refuses %s and names %s', async (name, operation, right) => {
    const before = apiCalls().length;
    const result = await call(name, { operation, arguments: { id: 1, team_id: 1 } });
    expect(result.isError).toBe(true);
    expect(result.content![0]!.text).toBe(
      `Nothing was done: ${operation} is called with ${right}.`,
    );
    expect(apiCalls()).toHaveLength(before);
  });

  it.each([
    ['find_operations', {}, /Give find_operations a query/],
    ['find_operations', { query: ' ' }, /Give find_operations a query/],
    ['describe_operation', {}, /the operation, a name from find_operations/],
    ['describe_operation', { operation: 'remove_project' }, /Did you mean .*delete_project/],
    ['call_read_operation', { operation: 'xyzzy' }, /Ask find_operations which there are/],
    [
      'call_read_operation',
      { operation: 'get_project', arguments: [1] },
      /arguments as one object/,
    ],
    [
      'call_read_operation',
      { operation: 'get_project', arguments: '{' },
      /arguments as one object/,
    ],
    ['call_read_operation', { operation: 'get_project' }, /"id" is missing/],
  ])('%s %j is answered with what to do', async (name, args, message) => {
    const result = await call(name, args);
    expect(result.isError).toBe(true);
    expect(result.content![0]!.text).toMatch(message);
  });

  it('says so when nothing matches', async () => {
    const { structuredContent } = await call('find_operations', { query: 'xyzzy' });
    expect(structuredContent).toEqual({
      operations: [],
      note: expect.stringMatching(/^Nothing fits\./),
      kinds: expect.arrayContaining(['Project', 'Task', 'Team']),
    });
  });

  it('still calls tools by name for a client with an older list', async () => {
    expect((await call('get_project', { id: 1 })).structuredContent).toMatchObject({ id: 1 });
  });

  it('finds, describes and calls only the operations of a narrowed connection', async () => {
    const path = '/mcp?readonly=true&tools=teams,projects';
    expect((await list(path)).map(({ name }) => name)).toEqual(TOOLS.slice(0, 3));
    const found = await call('find_operations', { query: 'tasks of a project, delete' }, { path });
    const operations = found.structuredContent!['operations'] as { name: string }[];
    expect(operations.map(({ name }) => name).toSorted()).toEqual(['get_project', 'list_projects']);
    for (const operation of ['list_tasks', 'delete_project']) {
      for (const name of TOOLS.slice(1)) {
        const result = await call(
          name,
          { operation, arguments: { project_id: 1, id: 1 } },
          { path },
        );
        expect(result.content![0]!.text).toContain(`There is no operation "${operation}"`);
      }
    }
  });

  it("explains itself in the server's instructions", async () => {
    const params = {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: 'raw', version: '1' },
    };
    const { body } = await post(server.url, 'initialize', params, alice);
    const instructions = body.result!['instructions'] as string;
    expect(instructions).toContain('find_operations finds what can be done');
    expect(instructions.indexOf('never guess')).toBeLessThan(512);
  });
});

/** A document with this many operations, each with this many arguments. */
const documentWith = (count: number, fields = 0) => {
  const parameters = Array.from({ length: fields }, (_, n) => ({
    name: `field_${n}`,
    in: 'query',
    description: `Number ${n} of all that there is to choose from`,
    schema: { type: 'string' },
  }));
  return JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'Large', version: 'V1' },
    paths: Object.fromEntries(
      Array.from({ length: count }, (_, n) => {
        const get = { operationId: `n${n}`, tags: [`T${n % 2}`], parameters };
        return [`/n${n}`, { get }];
      }),
    ),
  });
};

it.each([
  ['auto', 128, 0, '', 128, /128 tools from Large$/m],
  ['auto', 129, 0, '', 3, /because they are more than 128$/m],
  ['auto', 60, 20, '', 3, /because one list of them would take more than 25,000 tokens$/m],
  // A connection that selects few enough operations has them in its list.
  ['auto', 60, 20, '?tools=tag:T1', 30, /because one list/],
  ['auto', 129, 0, '?tools=tag:T1', 64, /because they are more/],
  ['all', 129, 0, '', 129, /129 tools from Large$/m],
  ['all', 60, 20, '', 60, /60 tools from Large$/m],
  ['search', 1, 0, '', 3, /because TOOLS_MODE is search$/m],
])(
  'TOOLS_MODE=%s lists %i operations of %i arguments%s as %i tools',
  async (mode, count, fields, query, listed, why) => {
    large.flags.document = documentWith(count, fields);
    const ofMode = await startServer(large.url, { TOOLS_MODE: mode });
    started.push(ofMode);
    const options = { ...alice, path: `/mcp${query}` };
    const { body } = await post(ofMode.url, 'tools/list', {}, options);
    expect(body.result?.tools).toHaveLength(listed);
    expect(ofMode.log()).toMatch(why);
  },
);
