import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ALICE_TOKEN, startSandbox, type Sandbox } from '../src/sandbox/sandbox.js';
import { ERAS, post, type RawOptions } from './raw-mcp.js';
import { startServer, type RunningServer } from './running-server.js';

let sandbox: Sandbox;
let server: RunningServer;
let searched: RunningServer;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  [server, searched] = await Promise.all([
    startServer(sandbox.url),
    startServer(sandbox.url, { TOOLS_MODE: 'search' }),
  ]);
});
afterAll(async () => {
  await Promise.all([server.stop(), searched.stop()]);
  await sandbox.close();
});

interface Listed {
  name: string;
  arguments?: { name: string; description: string; required: boolean }[];
}

const ask = (method: string, params = {}, options: RawOptions = {}, at = server) =>
  post(at.url, method, params, { token: ALICE_TOKEN, ...options });
async function list(options: RawOptions = {}) {
  const { body } = await ask('prompts/list', {}, options);
  return body.result!['prompts'] as Listed[];
}
async function get(name: string, args: object, options: RawOptions = {}, at = server) {
  const { body } = await ask('prompts/get', { name, arguments: args }, options, at);
  const [message] = (body.result?.['messages'] ?? []) as [
    { role: string; content: { text: string } },
  ];
  return { role: message?.role, text: message?.content.text, error: body.error };
}

describe.each(ERAS)('prompts for tasks (%s)', (era) => {
  it('are listed with their arguments, whose kinds are those of the application', async () => {
    const prompts = await list({ era });
    expect(
      prompts.map(({ name, arguments: args = [] }) => [name, ...args.map((one) => one.name)]),
    ).toEqual([
      ['get_started'],
      ['review_new', 'kind', 'since'],
      ['find_record', 'kind', 'words'],
      ['add_record', 'kind', 'details'],
    ]);
    expect(prompts[2]!.arguments).toMatchObject([
      { description: 'One of: teams, users, memberships, projects, tasks', required: true },
      { required: true },
    ]);
  });

  it('review what is new with the list of the kind, since a date', async () => {
    const { role, text } = await get(
      'review_new',
      { kind: 'projects', since: '2026-11-01' },
      { era },
    );
    expect(role).toBe('user');
    expect(text).toMatch(
      /^What is new among the projects in Sandbox Application since 2026-11-01\?/,
    );
    expect(text).toContain('Read them with list_projects. Look up team_id first');
    expect(text).toContain('change nothing');
  });

  it('find a record, and open it', async () => {
    const { text } = await get('find_record', { kind: 'Project', words: 'the moon one' }, { era });
    expect(text).toContain('Find this among the projects in Sandbox Application: the moon one');
    expect(text).toMatch(/list_projects.*get_project/s);
  });

  it('add a record after a yes', async () => {
    const { text } = await get('add_record', { kind: 'project', details: 'a "relaunch"' }, { era });
    expect(text).toContain('Add a new project to Sandbox Application.');
    expect(text).toContain('This is what I know of it: a "relaunch"');
    expect(text).toMatch(/create_project creates it\. It requires team_id, name\./);
    expect(text).toMatch(/list_projects whether it is there already.*wait for my yes/s);
  });
});

it('prompts name no tool that the connection does not have', async () => {
  const { body } = await ask('tools/list');
  const names = body.result!.tools!.map(({ name }) => name);
  const requests = sandbox.requests.filter(({ path }) => path.startsWith('/api/')).length;
  for (const { name, arguments: args = [] } of (await list()).slice(1)) {
    const kinds = args[0]!.description.replace('One of: ', '').split(', ');
    for (const kind of kinds) {
      const { text } = await get(name, { kind, words: 'x' });
      const named = [...text!.matchAll(/\b(?:list|get|create)_\w+/g)].map(([tool]) => tool);
      expect(named.length).toBeGreaterThan(0);
      expect(names).toEqual(expect.arrayContaining(named));
    }
  }
  // They are made of the catalogue alone: nothing that is in a record can be an instruction in them.
  expect(sandbox.requests.filter(({ path }) => path.startsWith('/api/'))).toHaveLength(requests);
});

it('in search mode, prompts lead to operations', async () => {
  const { text } = await get('find_record', { kind: 'projects', words: 'x' }, {}, searched);
  expect(text).toContain(
    'the operation list_projects (describe_operation, then call_read_operation)',
  );
});

it.each([
  ['/mcp?readonly=true', ['get_started', 'review_new', 'find_record']],
  ['/mcp?tools=tasks', ['get_started', 'review_new', 'find_record', 'add_record']],
])('only those are listed that a connection can carry out: %s', async (path, names) => {
  expect((await list({ path })).map(({ name }) => name)).toEqual(names);
  const answer = await get('add_record', { kind: 'project' }, { path });
  expect(answer.error).toMatchObject({ code: -32602 });
});

it.each([
  ['find_record', { words: 'x' }, /^find_record needs a kind: give one of teams, users/],
  [
    'find_record',
    { kind: 'unicorns', words: 'x' },
    /^find_record knows no kind "unicorns": give one of teams,/,
  ],
  ['find_record', { kind: 'projects' }, /^find_record needs words: /],
  ['review_new', { kind: 'projects', since: 'long ago' }, /^since is a number of days, such as 7/],
  ['add_record', { kind: 'project', details: 'x'.repeat(5_000) }, /^details may have 4,000/],
  ['find_record', { kind: 'x'.repeat(5_000), words: 'x' }, /^kind may have 4,000/],
  ['find_record', { kind: 'constructor', words: 'x' }, /knows no kind/],
  ['nope', {}, /^There is no prompt "nope": there are get_started, review_new/],
])('%s with %j is refused with what would be right', async (name, args, message) => {
  const { error } = await get(name, args);
  expect(error).toMatchObject({ code: -32602, message: expect.stringMatching(message) });
});

it('unseen characters of an argument are shown', async () => {
  const { text } = await get('find_record', { kind: 'projects', words: 'a\u202Eb' });
  expect(text).toContain('a‹U+202E›b');
});
