import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ALICE_TOKEN, startSandbox, type Sandbox } from '../src/sandbox/sandbox.js';
import { callTool, type RawResult } from './raw-mcp.js';
import { startServer, type RunningServer } from './running-server.js';

/** A person's request, the operation that fulfils it, the known arguments, and the expected result. */
type Task = [
  wish: string,
  operation: string,
  known: Record<string, unknown>,
  outcome: Record<string, unknown>,
];

const TASKS: Task[] = [
  ['which teams am I in?', 'list_teams', {}, { items: expect.any(Array) }],
  ['who am I?', 'get_user', { id: 'me' }, { email: expect.any(String) }],
  [
    'who works with me? show the members of the team',
    'list_memberships',
    { team_id: 1 },
    { items: expect.any(Array) },
  ],
  [
    'which projects does our team have',
    'list_projects',
    { team_id: 1 },
    { items: expect.any(Array) },
  ],
  [
    'start a project "Launch" with high priority, due at the end of January',
    'create_project',
    { team_id: 1, name: 'Launch', priority: 'high', due_on: '2027-01-31' },
    { name: 'Launch', priority: 'high', due_on: '2027-01-31' },
  ],
  ['when is this project due?', 'get_project', { id: 1 }, { id: 1 }],
  [
    'postpone the due date of the project',
    'update_project',
    { id: 1, due_on: '2027-03-01' },
    { due_on: '2027-03-01' },
  ],
  [
    'how many tasks are left in the project?',
    'list_tasks',
    { project_id: 1 },
    { items: expect.any(Array) },
  ],
  [
    'add a task "Print flyers" to the project',
    'create_task',
    { project_id: 1, name: 'Print flyers' },
    { name: 'Print flyers' },
  ],
  ['tick off the task', 'update_task', { id: 1, done: true }, { done: true }],
  ['the project is over: archive it', 'archive_project', { id: 2 }, { archived: true }],
  ['throw the task away', 'delete_task', { id: 2 }, {}],
];

/** Wrapper keys that Rails expects, and no model should have to know. */
const WRAPPERS = ['project', 'task', 'team', 'membership', 'user'];

let sandbox: Sandbox;
let server: RunningServer;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  server = await startServer(sandbox.url, { TOOLS_MODE: 'search' });
});

afterAll(async () => {
  await server.stop();
  await sandbox.close();
});

const call = (name: string, args: Record<string, unknown>): Promise<RawResult> =>
  callTool(server.url, name, args, { token: ALICE_TOKEN });

describe('a model that knows only what the tools say', () => {
  it.each(TASKS)('can: %s', async (query, operation, known, outcome) => {
    const found = await call('find_operations', { query });
    const operations = found.structuredContent!['operations'] as Record<string, unknown>[];
    const best = operations.slice(0, 3).find(({ name }) => name === operation);
    expect(best).toBeDefined();
    const described = (await call('describe_operation', { operation })).structuredContent!;
    const schema = described['arguments'] as {
      properties: Record<string, object>;
      required?: string[];
    };
    const names = Object.keys(schema.properties);
    expect(names).toEqual(expect.arrayContaining(Object.keys(known)));
    expect(Object.keys(known)).toEqual(expect.arrayContaining(schema.required ?? []));
    expect(best!['requires']).toEqual(schema.required ?? []);
    expect(names.filter((name) => WRAPPERS.includes(name))).toEqual([]);
    // As the description says, and the search result before it.
    expect(described['call_with']).toBe(best!['call_with']);
    const result = await call(described['call_with'] as string, { operation, arguments: known });
    expect(result.isError).toBeUndefined();
    expect(result.structuredContent).toMatchObject(outcome);
  });

  it('finds for each id the operation that lists it', async () => {
    for (const [, operation] of TASKS) {
      const described = (await call('describe_operation', { operation })).structuredContent!;
      const { properties } = described['arguments'] as {
        properties: Record<string, { description?: string }>;
      };
      for (const name of ['team_id', 'project_id']) {
        if (!(name in properties)) continue;
        expect(properties[name]!.description).toMatch(
          new RegExp(`from list_${name.replace('_id', 's')}`, 'i'),
        );
      }
    }
  });
});
