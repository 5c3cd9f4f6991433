import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { obfuscateId } from '../src/sandbox/ids.js';
import {
  ALICE_EMAIL,
  ALICE_TOKEN,
  BOB_TOKEN,
  startSandbox,
  type Sandbox,
} from '../src/sandbox/sandbox.js';
import { sandboxClient, type Json } from './sandbox-client.js';

const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

let sandbox: Sandbox;

beforeEach(async () => {
  sandbox = await startSandbox({ port: 0 });
});

afterEach(() => sandbox.close());

const { api, send, json, list } = sandboxClient(() => sandbox);

describe("the sandbox's API", () => {
  it('does not check expiry, like a stock application', async () => {
    const token = sandbox.issueToken(ALICE_EMAIL, 0);
    expect((await api('/users/me', { token })).status).toBe(200);
  });

  it('answers an unknown token as a stock application does', async () => {
    const response = await api('/teams', { token: 'unknown' });
    expect(response.status).toBe(401);
    expect(response.headers.has('www-authenticate')).toBe(false);
    expect(await response.json()).toEqual({ error: 'Invalid token or no user signed in' });
  });

  it.each([
    ['unknown', () => 'unknown', 'The access token is invalid'],
    ['expired', () => sandbox.issueToken(ALICE_EMAIL, 0), 'The access token expired'],
  ])(
    'with doorkeeper_authorize! answers an %s token with 401',
    async (_name, issue, description) => {
      sandbox.flags.doorkeeperAuthorize = true;
      const response = await api('/teams', { token: issue() });
      expect(response.status).toBe(401);
      expect(response.headers.get('content-type')).toContain('text/html');
      expect(response.headers.get('www-authenticate')).toBe(
        `Bearer realm="Doorkeeper", error="invalid_token", error_description="${description}"`,
      );
      expect(await response.text()).toBe('');
      expect((await api('/teams')).status).toBe(200);
    },
  );

  it.each([
    ['/teams', [1, 2], [3]],
    ['/users', [1], [2]],
  ])('lists to each person their own %s', async (path, alices, bobs) => {
    expect((await list(path)).map(({ id }) => id)).toEqual(alices);
    expect((await list(path, BOB_TOKEN)).map(({ id }) => id)).toEqual(bobs);
  });

  it.each([
    ['GET', '/teams/3'],
    ['PUT', '/teams/3'],
    ['GET', '/users/2'],
    ['PUT', '/users/2'],
    ['GET', '/teams/3/memberships'],
    ['POST', '/teams/3/memberships'],
    ['GET', '/memberships/3'],
    ['DELETE', '/memberships/3'],
    ['GET', '/teams/3/projects'],
    ['POST', '/teams/3/projects'],
    ['GET', '/projects/49'],
    ['PATCH', '/projects/49'],
    ['DELETE', '/projects/49'],
    ['POST', '/projects/49/archive'],
    ['GET', '/projects/49/tasks'],
    ['GET', '/projects/999'],
    ['GET', '/projects/nonsense'],
  ])('answers 404 alike for missing records and those of Bob: %s %s', async (method, path) => {
    const body = method === 'GET' ? null : '{"project":{"name":"x"}}';
    const response = await api(path, { method, body });
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ error: 'Not found' });
  });

  it("does not list Bob's tasks", async () => {
    const [task] = await list('/projects/49/tasks', BOB_TOKEN);
    expect(task).toBeDefined();
    expect((await api(`/tasks/${String(task?.id)}`)).status).toBe(404);
  });
});

describe("the sandbox's records", () => {
  it('come in pages: 20, 20 and 5 of 45 projects', async () => {
    const sizes: number[] = [];
    const ids: unknown[] = [];
    let url: string | undefined = `${sandbox.url}/api/v1/teams/1/projects`;
    while (url) {
      const headers = { authorization: `Bearer ${ALICE_TOKEN}` };
      const response: Response = await fetch(url, { headers });
      const page = (await response.json()) as Json[];
      sizes.push(page.length);
      ids.push(...page.map(({ id }) => id));
      const next = response.headers.get('pagination-next');
      url = /^<([^>]+)>; rel="next"$/.exec(response.headers.get('link') ?? '')?.[1];
      expect(next).toBe(url ? String(ids.at(-1)) : null);
      if (url) expect(url).toBe(`${sandbox.url}/api/v1/teams/1/projects?after=${next}`);
    }
    expect(sizes).toEqual([20, 20, 5]);
    expect(ids).toEqual(Array.from({ length: 45 }, (_, index) => index + 1));
  });

  it.each(['per_page=3', 'sort=-id', 'name=x'])('ignore the parameter %s', async (query) => {
    expect(await list(`/teams/1/projects?${query}`)).toHaveLength(20);
  });

  it('have obfuscated ids as well', async () => {
    const project = await json(api(`/projects/${obfuscateId(21)}`));
    expect(project.id).toBe(21);
    const [first] = await list(`/teams/${obfuscateId(1)}/projects?after=20`);
    expect(first?.id).toBe(21);
  });

  it('answer 500 to a cursor that is not a number', async () => {
    expect((await api(`/teams/1/projects?after=${obfuscateId(20)}`)).status).toBe(500);
  });

  it('include the user me', async () => {
    const me = await json(api('/users/me'));
    expect(me).toMatchObject({ id: 1, email: ALICE_EMAIL, first_name: 'Alice' });
    expect(me.created_at).toMatch(DATE);
  });

  it('can be created, read, changed and deleted: projects with their tasks', async () => {
    const project = {
      name: 'New',
      priority: 'high',
      due_on: '2027-05-01',
      budget: 12.5,
      tag_names: ['a', 'b'],
    };
    const created = await send('POST', '/teams/1/projects', {
      project: { ...project, id: 1, x: 2 },
    });
    expect(created.status).toBe(201);
    const record = await json(created);
    expect(record).toEqual({
      ...project,
      budget: '12.5',
      id: 53,
      team_id: 1,
      description: null,
      archived: false,
      created_at: expect.stringMatching(DATE),
      updated_at: expect.stringMatching(DATE),
    });

    for (const method of ['PUT', 'PATCH']) {
      const changed = await send(method, '/projects/53', { project: { description: method } });
      expect(changed.status).toBe(200);
      expect(await changed.json()).toMatchObject({ name: 'New', description: method });
    }
    expect(await json(api('/projects/53/archive', { method: 'POST' }))).toMatchObject({
      archived: true,
    });

    const task = await json(send('POST', '/projects/53/tasks', { task: { name: 'Do it' } }));
    expect(task).toMatchObject({ project_id: 53, name: 'Do it', done: false, notes: null });
    const done = { task: { done: 'true' } };
    expect(await json(send('PUT', `/tasks/${String(task.id)}`, done))).toMatchObject({
      done: true,
    });

    const removed = await api('/projects/53', { method: 'DELETE' });
    expect(removed.status).toBe(204);
    expect(await removed.text()).toBe('');
    expect((await api('/projects/53')).status).toBe(404);
    expect((await api(`/tasks/${String(task.id)}`)).status).toBe(404);
  });

  it('can be changed: teams and memberships', async () => {
    expect(await json(send('PUT', '/teams/1', { team: { name: 'Acme Ltd' } }))).toMatchObject({
      name: 'Acme Ltd',
      time_zone: 'UTC',
    });
    const membership = { user_first_name: 'Carol' };
    expect((await send('POST', '/teams/1/memberships', { membership })).status).toBe(404);
    const change = { membership: { user_last_name: 'Cook' } };
    expect(await json(send('PATCH', '/memberships/2', change))).toMatchObject({
      user_last_name: 'Cook',
    });
    expect((await api('/memberships/2', { method: 'DELETE' })).status).toBe(204);
    expect((await api('/memberships/2')).status).toBe(404);
  });

  it.each([
    ['POST', '/teams/1/projects', { project: { description: 'x' } }, { name: ["can't be blank"] }],
    ['PUT', '/projects/1', { project: { name: ' ' } }, { name: ["can't be blank"] }],
    ['PUT', '/projects/1', { project: { name: null } }, { name: ["can't be blank"] }],
    ['PUT', '/teams/1', { team: { name: '' } }, { name: ["can't be blank"] }],
  ])('are refused with 422 and messages: %s %s %j', async (method, path, body, messages) => {
    const response = await send(method, path, body);
    expect(response.status).toBe(422);
    expect(await response.json()).toEqual(messages);
  });

  it.each([
    ['without a field of the model', '{"x":1}', 400, 'Bad Request'],
    ['with an empty wrapper', '{"project":{}}', 400, 'Bad Request'],
    ['with broken JSON', '{', 400, 'Bad Request'],
  ])('are refused with 400 %s', async (_name, body, status, error) => {
    const headers = { 'content-type': 'application/json' };
    const response = await api('/teams/1/projects', { method: 'POST', body, headers });
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ status, error });
  });

  it.each(['*/*', 'text/html', 'application/json, text/plain, */*'])(
    'are refused with a Rails error page to Accept: %s',
    async (accept) => {
      const response = await api('/users/1', { method: 'PUT', headers: { accept } });
      expect(response.status).toBe(500);
      expect(response.headers.get('content-type')).toContain('text/html');
    },
  );

  it('cannot be updated if they are users, although that is documented', async () => {
    const response = await send('PUT', '/users/1', { user: { first_name: 'A' } });
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({ status: 500, error: 'Internal Server Error' });
  });

  it('can be added for a person with their own team and project', async () => {
    const person = sandbox.addPerson('carol@example.com', 'Carol Cook');
    const projects = await list(`/teams/${person.teamId}/projects`, person.token);
    expect(projects.map(({ name }) => name)).toEqual(['Project of carol@example.com']);
    expect((await api(`/teams/${person.teamId}`)).status).toBe(404);
    expect(await json(api('/users/me', { token: person.token }))).toMatchObject({
      id: person.userId,
      email: 'carol@example.com',
    });
  });
});
