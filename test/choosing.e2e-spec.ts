import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ALICE_TOKEN, startSandbox, type Sandbox } from '../src/sandbox/sandbox.js';
import { ERAS, post, type RawOptions } from './raw-mcp.js';
import { startServer, type RunningServer } from './running-server.js';

let sandbox: Sandbox;
let open: RunningServer;
let chosen: RunningServer;
let readOnly: RunningServer;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  open = await startServer(sandbox.url);
  chosen = await startServer(sandbox.url, {
    TOOLS_INCLUDE: 'teams_*, projects, tag:Task, nothing_*',
    TOOLS_EXCLUDE: 'method:delete',
  });
  readOnly = await startServer(sandbox.url, { TOOLS_READ_ONLY: 'on' });
});

afterAll(async () => {
  await Promise.all([open.stop(), chosen.stop(), readOnly.stop()]);
  await sandbox.close();
});

const ask = (
  server: RunningServer,
  query: string,
  method: string,
  params = {},
  options: RawOptions = {},
) => post(server.url, method, params, { token: ALICE_TOKEN, path: `/mcp${query}`, ...options });
const names = async (server: RunningServer, query = '', options: RawOptions = {}) => {
  const { body } = await ask(server, query, 'tools/list', {}, options);
  return body.result?.tools?.map(({ name }) => name);
};

const PROJECTS = ['list_projects', 'create_project', 'get_project', 'update_project'];
const TASKS = ['list_tasks', 'create_task', 'get_task', 'update_task'];
const TEAMS = ['list_teams', 'get_team', 'update_team'];

describe("the operator's TOOLS_INCLUDE, TOOLS_EXCLUDE and TOOLS_READ_ONLY", () => {
  it.each(ERAS)('select the tools (%s)', async (era) => {
    expect(await names(chosen, '', { era })).toEqual([
      ...TEAMS,
      ...PROJECTS,
      ...TASKS,
      'archive_project',
    ]);
  });

  it('log a pattern that matches nothing, and how many tools are left', () => {
    expect(chosen.log()).toContain('nothing_* in TOOLS_INCLUDE or TOOLS_EXCLUDE matches no tool');
    expect(chosen.log()).toContain('12 of 22 tools from');
  });

  it('can make the server read-only', async () => {
    expect((await names(readOnly))!.every((name) => /^(list|get)_/.test(name))).toBe(true);
  });
});

describe('the address of a connection', () => {
  it.each([
    [
      '?readonly=true',
      [...TEAMS.slice(0, 2), 'list_projects', 'get_project', 'list_tasks', 'get_task'],
    ],
    ['?tools=projects_*', [...PROJECTS, 'archive_project']],
    [
      '?readonly=true&tools=projects_*,tasks',
      ['list_projects', 'get_project', 'list_tasks', 'get_task'],
    ],
    ['?tools=*', [...TEAMS, ...PROJECTS, ...TASKS, 'archive_project']],
    ['?tools=memberships_*,teams_*', TEAMS],
  ])('narrows its tools with %s, and never widens them', async (query, expected) => {
    for (const era of ERAS) expect(await names(chosen, query, { era })).toEqual(expected);
  });

  it.each(['list_tasks', 'delete_project', 'list_memberships'])(
    'makes %s uncallable',
    async (name) => {
      const params = { name, arguments: { project_id: 1, team_id: 1, id: 1 } };
      const before = sandbox.requests.length;
      for (const era of ERAS) {
        const { body } = await ask(chosen, '?tools=projects_*', 'tools/call', params, { era });
        expect(body.error).toMatchObject({ code: -32602, message: expect.stringContaining(name) });
      }
      expect(sandbox.requests.slice(before).filter(({ path }) => path.startsWith('/api'))).toEqual(
        [],
      );
    },
  );

  it('narrows its resources too', async () => {
    const template = async (query: string) => {
      const { body } = await ask(open, query, 'resources/templates/list');
      const { resourceTemplates } = body.result as { resourceTemplates: { uriTemplate: string }[] };
      return resourceTemplates.map(({ uriTemplate }) => uriTemplate);
    };
    expect(await template('?tools=projects_*')).toEqual([
      'bullet-train://v1/openapi/{tag}',
      'bullet-train://v1/projects/{id}',
    ]);
    const read = async (uri: string) =>
      (await ask(open, '?tools=projects_*', 'resources/read', { uri })).body;
    expect((await read('bullet-train://v1/projects/1')).error).toBeUndefined();
    for (const uri of ['teams/1', 'users/me', 'openapi/Team']) {
      expect((await read(`bullet-train://v1/${uri}`)).error).toMatchObject({ code: -32602 });
    }
    const { contents } = (await read('bullet-train://v1/openapi.json')).result as {
      contents: { text: string }[];
    };
    expect(Object.keys((JSON.parse(contents[0]!.text) as { paths: object }).paths)).toEqual([
      '/teams/{team_id}/projects',
      '/projects/{id}',
      '/projects/{id}/archive',
    ]);
  });

  it('narrows them at the bare address too', async () => {
    expect(await names(open, '', { path: '/?tools=teams' })).toEqual(TEAMS);
  });

  it.each([
    ['?readonly=yes', 'readonly must be true or false'],
    ['?readOnly=true', 'no parameter \\"readOnly\\"'],
    ['?tools=', 'names no tools'],
    ['?tools=a%20b', 'cannot read'],
    ['?tools=contcats_*', 'leave none of its 22 tools'],
  ])('gets an explanation of %s', async (query, message) => {
    for (const era of ERAS) {
      const { status, body } = await ask(open, query, 'tools/list', {}, { era });
      expect(status).toBe(400);
      expect(body.id).toBe(1);
      expect(JSON.stringify(body.error)).toContain(message);
    }
  });

  it('changes nothing about sign-in: challenge and metadata are those of /mcp', async () => {
    const url = `${open.url}/.well-known/oauth-protected-resource/mcp`;
    const answer = await post(open.url, 'tools/list', {}, { path: '/mcp?readonly=true' });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toContain(`resource_metadata="${url}"`);
    const metadata = async (query: string) => (await fetch(url + query)).json();
    expect(await metadata('?readonly=true')).toEqual(await metadata(''));
  });
});
