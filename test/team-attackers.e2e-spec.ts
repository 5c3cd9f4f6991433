import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { callTool, ERAS, post, type RawResult } from './raw-mcp.js';
import { freePort, startServer, until, type RunningServer } from './running-server.js';
import { sealingOf } from './sealed-values.js';
import { startTeamApplication, type TeamApplication } from './team-application.js';

const OAUTH_SECRET = randomBytes(32).toString('base64');

let application: TeamApplication;
let server: RunningServer;
/** The token of a person in the teams 1 and 2, who has chosen team 1. */
let token: string;

beforeAll(async () => {
  application = await startTeamApplication();
  const port = await freePort();
  server = await startServer(application.url, {
    SERVER_PORT: String(port),
    PUBLIC_URL: `http://localhost:${port}`,
    BULLET_TRAIN_CLIENT_ID: 'id',
    BULLET_TRAIN_CLIENT_SECRET: 'secret',
    OAUTH_SECRET,
    BATCHES: 'on',
  });
  // The check of its client secret at the start.
  await until(() => application.changes.length > 0);
  token = await tokenFor({ teams: ['1'] });
});

afterAll(async () => {
  await server.stop();
  await application.close();
});

beforeEach(() => {
  application.changes.length = 0;
});

/** Sealed as this server does; the application's token differs each time, so that nothing about it is cached. */
function tokenFor(grant: object): Promise<string> {
  const iss = server.url.replace('127.0.0.1', 'localhost');
  const content = { iss, aud: `${iss}/mcp`, client_id: 'x', scope: 'read write delete' };
  const upstream = randomBytes(16).toString('hex');
  return sealingOf(iss, OAUTH_SECRET).seal('access_token', {
    ...content,
    token: upstream,
    ...grant,
  });
}

const call = (name: string, args: Record<string, unknown>, as = token) =>
  callTool(server.url, name, args, { token: as });

/** The error of a call that a limited connection may not make, not one about its arguments. */
const REFUSAL =
  /not called: (it is about team|\S+ \S+ is of team|it is not known to which team|nothing in it says|it takes another method)|is not shown|must be an id, not a path/;

const textOf = ({ content }: RawResult) => content![0]!.text;

async function expectRefused(name: string, args: Record<string, unknown>): Promise<string> {
  const result = await call(name, args);
  expect([name, result.isError, textOf(result)]).toEqual([
    name,
    true,
    expect.stringMatching(REFUSAL),
  ]);
  expect(textOf(result)).not.toMatch(/Theirs|Their task|Globex|revenue|Whose/);
  expect(application.changes).toEqual([]);
  return textOf(result);
}

describe('for a client limited to team 1 the server refuses, and does not send,', () => {
  it.each<[string, Record<string, unknown>]>([
    // In the path, as a number and as Rails reads it.
    ['list_projects', { team_id: '2' }],
    ['list_projects', { team_id: 's2' }],
    ['list_projects', { team_id: '2x' }],
    ['list_projects', { team_id: ' 2' }],
    ['list_projects', { team_id: '02' }],
    ['list_projects', { team_id: '%32' }],
    ['list_projects', { team_id: '1/../2' }],
    ['list_projects', { team_id: '1%2F..%2F2' }],
    ['create_project', { team_id: '2', name: 'x' }],
    ['update_team', { id: '2', name: 'x' }],
    ['get_team', { id: '2' }],
    // In the query and in the body, where the path has the right one.
    ['list_projects', { team_id: '1', query_team_id: '2' }],
    ['list_all_projects', { team_id: '2' }],
    ['list_all_projects', { team_id: '1,2' }],
    ['create_project', { team_id: '1', body_team_id: 2 }],
    ['create_project', { team_id: '1', name: 'x', teamId: 2 }],
    ['create_project', { team_id: '1', project: { name: 'x', team_id: 2 } }],
    ['update_project', { id: '7', team_id: 2 }],
    ['update_project', { id: '7', team_id: '2' }],
    ['update_project', { id: '7', team_id: 's2' }],
    // Rails reads true as 1; how it reads the others is not reliable.
    ['update_project', { id: '7', team_id: true }],
    ['update_project', { id: '7', team_id: { $ne: 1 }, teams: [{ id: 2 }] }],
    ['update_project', { id: '7', team_id: [1, 2] }],
    ['update_project', { id: '7', team: { id: 2 } }],
    ['update_project', { id: '7', teams: [{ id: 1 }, { id: 2 }] }],
    ['update_project', { id: '7', team_ids: [1, '2'] }],
    ['update_project', { id: '7', team_attributes: { id: 2, name: 'x' } }],
    ['update_project', { id: '7', new_team_id: 2 }],
    ['update_project', { id: '7', nested: { deeper: [{ team_id: 2 }] } }],
    ['create_report', { 'X-Team-Id': '2', name: 'x' }],
    // Records of the other team.
    ['get_project', { id: '8' }],
    ['get_project', { id: 's8' }],
    ['get_project', { id: '8x' }],
    ['update_project', { id: '8', name: 'x' }],
    ['delete_project', { id: '8' }],
    ['archive_project', { id: '8' }],
    ['list_tasks', { project_id: '8' }],
    ['get_task', { id: '80' }],
    ['update_task', { id: '80', name: 'x' }],
    ['update_task', { id: '70', project_id: 8 }],
    ['update_task', { id: '70', task: { project_id: '8' } }],
    ['update_task', { id: '70', old_project_id: 8 }],
    ['get_task_of_project', { project_id: '7', id: '80' }],
    ['get_task_of_project', { project_id: '8', id: '70' }],
    ['delete_projects', { ids: [7, 8] }],
    ['delete_projects', { project_ids: [8], team_id: 1 }],
    // Records that do not name their team.
    ['get_note', { id: '5' }],
    ['delete_note', { id: '5' }],
    ['create_note', { text: 'x' }],
    ['create_report', { name: 'x' }],
    ['get_dashboard', {}],
    ['get_export', {}],
    ['get_user', { id: '10' }],
    ['update_user', { id: 'me', name: 'x' }],
    ['create_import', { body: { team_id: 1, rows: [{ team_id: 2 }] } }],
    ['create_import', { body: { rows: [{ project_id: 8 }], team_id: 1 } }],
    // Another method than the tool's.
    ['update_task', { id: '70', _method: 'delete' }],
  ])('%s %j', async (name, args) => {
    const { name: real } = await realArguments(name);
    expect(real).toBe(name);
    await expectRefused(name, await renamed(name, args));
  });
});

/** The tools as they are listed, by name. */
async function realArguments(name: string) {
  const { body } = await post(server.url, 'tools/list', {}, { token });
  const tool = body.result!.tools!.find((each) => each.name === name);
  if (!tool) throw new Error(`${name} is none of ${body.result!.tools!.map((t) => t.name).join()}`);
  return tool;
}

/** With the argument names of headers. */
async function renamed(name: string, args: Record<string, unknown>) {
  const { inputSchema } = await realArguments(name);
  const known = Object.keys(inputSchema.properties);
  const same = (one: string, other: string) =>
    one.toLowerCase().replaceAll(/\W/g, '_') === other.toLowerCase().replaceAll(/\W/g, '_');
  return Object.fromEntries(
    Object.entries(args).map(([key, value]) => [known.find((one) => same(one, key)) ?? key, value]),
  );
}

it('an error about another team says which team it was, which were chosen, and what the person can do', async () => {
  const text = await expectRefused('list_projects', { team_id: '2' });
  expect(text).toContain('team 2');
  expect(text).toContain('they chose 1');
  expect(text).toMatch(/connect again and choose that team/);
});

it('a limited client reads and changes records of the chosen team', async () => {
  for (const [name, args] of [
    ['get_project', { id: '7' }],
    ['get_project', { id: 's7' }],
    ['get_task', { id: '70' }],
    ['get_team', { id: 's1' }],
    ['list_projects', { team_id: 's1' }],
    ['get_task_of_project', { project_id: '7', id: '70' }],
  ] as const) {
    expect([name, (await call(name, args)).isError]).toEqual([name, undefined]);
  }
  const changing = [
    ['update_project', { id: '7', name: 'x' }],
    ['update_project', { id: 's7', team_id: 1 }],
    ['update_project', { id: '7', team_id: 's1' }],
    ['create_project', { team_id: '1', name: 'x' }],
    ['update_task', { id: '70', project_id: 7, external_id: 3 }],
    ['archive_project', { id: '7' }],
    ['delete_projects', { ids: [7] }],
    ['create_report', { team_id: 1 }],
    ['delete_project', { id: '7' }],
  ] as const;
  for (const [name, args] of changing) {
    expect([name, textOf(await call(name, args))]).not.toEqual([
      name,
      expect.stringMatching(/not called/),
    ]);
  }
  expect(application.changes).toHaveLength(changing.length);
});

it("a limited client's lists contain only records of the chosen team", async () => {
  const idsOf = async (name: string, args: Record<string, unknown> = {}) => {
    const { structuredContent } = await call(name, args);
    return [structuredContent!.items!.map(({ id }) => id), structuredContent!['note']];
  };
  const leftOut = expect.stringMatching(/left out/);
  expect(await idsOf('list_teams')).toEqual([[1], leftOut]);
  expect(await idsOf('list_all_projects')).toEqual([[7], leftOut]);
  expect(await idsOf('list_all_tasks')).toEqual([[70], leftOut]);
  expect(await idsOf('list_memberships', { team_id: '1' })).toEqual([[11], leftOut]);
  expect(await idsOf('list_users')).toEqual([[9], leftOut]);
  expect(await idsOf('list_notes')).toEqual([[], leftOut]);
});

it("a limited client's own user record names no other team", async () => {
  const { structuredContent } = await call('get_user', { id: 'me' });
  expect(structuredContent).toMatchObject({
    id: 9,
    current_team_id: null,
    current_team: null,
    team_ids: [1],
    teams: [{ id: 1 }],
    memberships: [{ id: 11 }],
  });
  expect(JSON.stringify(structuredContent)).not.toContain('Globex');
});

it.each(ERAS)(
  "a limited client's resources and prompts contain only the chosen team (%s)",
  async (era) => {
    const read = (path: string) =>
      post(server.url, 'resources/read', { uri: `bullet-train://v1${path}` }, { token, era });
    expect((await read('/projects/7')).text).toContain('Ours');
    for (const path of ['/projects/8', '/teams/2', '/teams/s2', '/tasks/80', '/users/10']) {
      const { text, body } = await read(path);
      expect([path, body.error]).toEqual([path, expect.anything()]);
      expect(text).not.toMatch(/Theirs|Globex|Their task|ben@/);
    }
    const completed = await post(
      server.url,
      'completion/complete',
      {
        ref: { type: 'ref/resource', uri: 'bullet-train://v1/projects/{id}' },
        argument: { name: 'id', value: '' },
      },
      { token, era },
    );
    expect(completed.body.result!['completion']).toMatchObject({ values: ['7'] });
    const { text } = await post(server.url, 'prompts/get', { name: 'get_started' }, { token, era });
    expect(text).toContain('ann@example.com');
    expect(text).not.toContain('Globex');
  },
);

it("each item of a limited client's batch is checked", async () => {
  const items = [
    { id: '7', name: 'x' },
    { id: '8', name: 'x' },
  ];
  const { structuredContent } = await call('update_project', { items, on_error: 'continue' });
  expect(structuredContent).toMatchObject({
    done: 1,
    failed: 1,
    items: [{ ok: true }, { ok: false }],
  });
  expect(application.changes).toEqual([expect.stringMatching(/^PUT \/projects\/7 /)]);
});

it('the team of a record is looked up once a minute for each token', async () => {
  const mine = await tokenFor({ teams: ['1'] });
  application.reads.length = 0;
  for (let time = 0; time < 3; time += 1) await call('archive_project', { id: '7' }, mine);
  expect(application.reads).toEqual(['/teams', '/projects/7']);
  await call('archive_project', { id: '7' }, await tokenFor({ teams: ['1'] }));
  expect(application.reads).toHaveLength(4);
});

it("a token for all teams, and the application's own, cause no team lookups", async () => {
  application.reads.length = 0;
  const { structuredContent } = await call('get_project', { id: '8' }, await tokenFor({}));
  expect(structuredContent).toMatchObject({ name: 'Theirs' });
  expect((await call('get_dashboard', {}, 'raw-token')).structuredContent).toEqual({ revenue: 42 });
  expect(application.reads).toEqual(['/projects/8', '/dashboard']);
});

it('a person who is in no other team can reach records that do not name their team', async () => {
  const { teams } = application;
  application.teams = teams.slice(0, 1);
  const alone = await tokenFor({ teams: ['1'] });
  expect((await call('get_note', { id: '5' }, alone)).structuredContent).toMatchObject({ id: 5 });
  expect((await call('get_dashboard', {}, alone)).structuredContent).toMatchObject({ revenue: 42 });
  // A record that names another team is still refused.
  expect((await call('get_project', { id: '8' }, alone)).isError).toBe(true);
  expect((await call('update_project', { id: '7', team_id: 2 }, alone)).isError).toBe(true);
  application.teams = teams;
});

it('a call is not made if the team of its record cannot be looked up', async () => {
  const { url } = application;
  expect(url).toBeDefined();
  const missing = await call('delete_project', { id: '99' });
  expect(textOf(missing)).toMatch(/GET .*\/projects\/99 answered 404/);
  expect(application.changes).toEqual([]);
});
