import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, test } from '@jest/globals';
import { load } from 'js-yaml';
import { obfuscateId } from '../src/sandbox/ids.js';
import {
  ALICE_EMAIL,
  ALICE_TOKEN,
  BOB_EMAIL,
  BOB_TOKEN,
  CLIENT_ID,
  CLIENT_SECRET,
  PASSWORD,
  startSandbox,
  type Sandbox,
} from '../src/sandbox/sandbox.js';
import { readSettings } from '../src/sandbox/settings.js';

interface Json {
  [key: string]: unknown;
}

const CALLBACK = 'http://localhost:6274/oauth/callback';
const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

let sandbox: Sandbox;

beforeEach(async () => {
  sandbox = await startSandbox({ port: 0 });
});

afterEach(() => sandbox.close());

/** Asks the API as Alice, unless another token is given. */
function api(path: string, init: RequestInit & { token?: string } = {}): Promise<Response> {
  const { token = ALICE_TOKEN, headers, ...rest } = init;
  return fetch(`${sandbox.url}/api/v1${path}`, {
    ...rest,
    headers: { authorization: `Bearer ${token}`, accept: 'application/json', ...headers },
  });
}

function send(method: string, path: string, body: unknown): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return api(path, { method, body: JSON.stringify(body), headers });
}

async function json(response: Response | Promise<Response>): Promise<Json> {
  return (await (await response).json()) as Json;
}

async function list(path: string, token = ALICE_TOKEN): Promise<Json[]> {
  return (await (await api(path, { token })).json()) as Json[];
}

function post(path: string, form: Record<string, string>, headers = {}): Promise<Response> {
  const init = { method: 'POST', body: new URLSearchParams(form), headers };
  return fetch(sandbox.url + path, { ...init, redirect: 'manual' });
}

async function signIn(email = ALICE_EMAIL): Promise<string> {
  const response = await post('/users/sign_in', { email, password: PASSWORD });
  return response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

function authorize(cookie: string, query: Record<string, string> = {}): Promise<Response> {
  const parameters = {
    client_id: CLIENT_ID,
    redirect_uri: CALLBACK,
    response_type: 'code',
    state: 'xyz',
    ...query,
  };
  const given = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value));
  const url = `${sandbox.url}/oauth/authorize?${given}`;
  return fetch(url, { headers: { cookie }, redirect: 'manual' });
}

async function obtainCode(email?: string, query?: Record<string, string>): Promise<string> {
  const response = await authorize(await signIn(email), query);
  return new URL(response.headers.get('location') ?? '').searchParams.get('code') ?? '';
}

const CLIENT = { client_id: CLIENT_ID, client_secret: CLIENT_SECRET };

function exchange(code: string, more: Record<string, string> = {}): Promise<Response> {
  const grant = { grant_type: 'authorization_code', code, redirect_uri: CALLBACK };
  return post('/oauth/token', { ...grant, ...CLIENT, ...more });
}

function refresh(token: unknown): Promise<Response> {
  const grant = { grant_type: 'refresh_token', refresh_token: String(token) };
  return post('/oauth/token', { ...grant, ...CLIENT });
}

function tokenInfo(token: unknown): Promise<Response> {
  const headers = { authorization: `Bearer ${String(token)}` };
  return fetch(`${sandbox.url}/oauth/token/info`, { headers });
}

describe('signing in', () => {
  it('shows a form that carries the return URL', async () => {
    const page = await (await fetch(`${sandbox.url}/users/sign_in?return_url=%22%3E/x`)).text();
    expect(page).toContain('<label for="email">');
    expect(page).toContain('<label for="password">');
    expect(page).toContain('name="return_url" value="&#34;&#62;/x"');
  });

  it.each([
    ['no longer than its session cookie has room for', 1_800, 200],
    ['longer', 1_801, 500],
  ])('takes a return URL that is %s', async (_, length, status) => {
    const return_url = `/${'x'.repeat(length - 1)}`;
    expect((await fetch(`${sandbox.url}/users/sign_in?return_url=${return_url}`)).status).toBe(
      status,
    );
  });

  it.each([
    ['', '/'],
    ['/oauth/authorize?client_id=a&state=b', '/oauth/authorize?client_id=a&state=b'],
    ['https://evil.example/x', '/'],
    ['//evil.example/x', '/'],
    ['/\\evil.example', '/'],
    ['javascript:alert(1)', '/'],
  ])('returns only to its own origin: %j', async (return_url, location) => {
    const form = { email: BOB_EMAIL, password: PASSWORD, return_url };
    const response = await post('/users/sign_in', form);
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toBe(location);
    expect(response.headers.getSetCookie()[0]).toMatch(/HttpOnly; SameSite=Lax/);
  });

  it('returns to a whole URL of its own', async () => {
    const return_url = `${sandbox.url}/oauth/authorize?x=1`;
    const response = await post('/users/sign_in', {
      email: 'Alice@Example.com ',
      password: PASSWORD,
      return_url,
    });
    expect(response.headers.get('location')).toBe('/oauth/authorize?x=1');
  });

  it('says that a password is wrong', async () => {
    const response = await post('/users/sign_in', { email: ALICE_EMAIL, password: 'wrong' });
    expect(response.status).toBe(422);
    expect(await response.text()).toContain('Invalid email address or password.');
    expect(response.headers.getSetCookie()).toEqual([]);
  });

  it('signs out', async () => {
    const cookie = await signIn();
    const home = () => fetch(sandbox.url, { headers: { cookie }, redirect: 'manual' });
    expect(await (await home()).text()).toContain(ALICE_EMAIL);
    await post('/users/sign_out', {}, { cookie });
    expect((await home()).headers.get('location')).toBe('/users/sign_in');
  });
});

describe('GET /oauth/authorize', () => {
  it('sends who is not signed in to sign in and back', async () => {
    const response = await authorize('');
    expect(response.status).toBe(302);
    const location = new URL(response.headers.get('location') ?? '', sandbox.url);
    expect(location.pathname).toBe('/users/sign_in');
    expect(location.searchParams.get('return_url')).toBe(response.url);
  });

  it('sends a signed-in person back at once, without a consent page', async () => {
    const response = await authorize(await signIn());
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toMatch(
      /^http:\/\/localhost:6274\/oauth\/callback\?code=[\w-]+&state=xyz$/,
    );
  });

  it.each([
    ['client_id', '', 400, 'Missing required parameter: client_id.'],
    ['client_id', 'unknown', 401, 'Client authentication failed'],
    ['redirect_uri', '', 400, 'Missing required parameter: redirect_uri.'],
    ['redirect_uri', 'https://evil.example/callback', 400, 'redirect uri is malformed'],
    ['redirect_uri', 'http://localhost:6275/oauth/callback', 400, 'redirect uri is malformed'],
    ['redirect_uri', 'http://localhost:6274/oauth/callback/x', 400, 'redirect uri is malformed'],
    ['redirect_uri', `${CALLBACK}#fragment`, 400, 'redirect uri is malformed'],
    ['response_type', '', 400, 'Missing required parameter: response_type.'],
    ['response_type', 'token', 400, 'does not support this response type'],
    ['scope', 'read', 400, 'The requested scope is invalid'],
    ['scope', 'mcp', 400, 'The requested scope is invalid'],
  ])('shows a page for %s=%j, never redirects', async (name, value, status, message) => {
    const response = await authorize(await signIn(), { [name]: value });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(await response.text()).toContain(message);
  });

  it.each([
    ['http://127.0.0.1/callback'],
    ['http://127.0.0.1:54321/callback'],
    [`${CALLBACK}?more=1`],
    ['https://chatgpt.com/connector_platform_oauth_redirect'],
    ['http://localhost:3001/oauth/callback'],
  ])('accepts %s', async (redirect_uri) => {
    const response = await authorize(await signIn(), { redirect_uri, scope: 'admin' });
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toContain(redirect_uri);
  });

  it('offers the teams to a new installation, whose token is an admin of that one', async () => {
    const cookie = await signIn();
    const picker = await (await authorize(cookie, { new_installation: 'true' })).text();
    const href = /href="([^"]*team_id=2)"/.exec(picker)?.[1]?.replaceAll('&#38;', '&') ?? '';
    expect(picker).toContain('Acme');
    expect(picker).not.toContain('Initech');

    const install = () =>
      fetch(sandbox.url + href, { headers: { cookie }, redirect: 'manual' }).then((response) =>
        new URL(response.headers.get('location') ?? '').searchParams.get('code'),
      );
    const token = await json(exchange(String(await install())));
    expect(token.team_id).toBe(2);
    const agent = String(token.access_token);
    expect((await list('/teams', agent)).map(({ id }) => id)).toEqual([2]);
    const me = await json(api('/users/me', { token: agent }));
    expect(me.email).not.toBe(ALICE_EMAIL);

    await install();
    // Those of all of Alice's teams, whatever the team.
    const memberships = await list('/teams/2/memberships');
    expect(memberships.map(({ team_id }) => team_id)).toEqual([1, 2, 2, 2]);
    const agents = memberships.filter(({ platform_agent }) => platform_agent);
    expect(agents.map(({ platform_agent_of_id }) => platform_agent_of_id)).toEqual([1, 1]);
  });

  it("does not install into another person's team", async () => {
    const query = { new_installation: 'true', team_id: '3' };
    expect((await authorize(await signIn(), query)).status).toBe(404);
  });
});

describe('POST /oauth/token', () => {
  it('exchanges a code, once', async () => {
    const code = await obtainCode(BOB_EMAIL);
    const response = await exchange(code);
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toEqual({
      access_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 7200,
      scope: 'admin',
      created_at: expect.any(Number),
      team_id: 3,
    });
    const again = await exchange(code);
    expect(again.status).toBe(400);
    expect(await again.json()).toMatchObject({ error: 'invalid_grant' });
  });

  it('names no team when there are two', async () => {
    expect(await json(exchange(await obtainCode(ALICE_EMAIL)))).not.toHaveProperty('team_id');
  });

  it('takes Basic credentials', async () => {
    const authorization = `Basic ${btoa(`${CLIENT_ID}:${CLIENT_SECRET}`)}`;
    const form = {
      grant_type: 'authorization_code',
      code: await obtainCode(),
      redirect_uri: CALLBACK,
    };
    expect((await post('/oauth/token', form, { authorization })).status).toBe(200);
  });

  it('wants no secret of a public application', async () => {
    const { clientId, clientSecret } = sandbox.addApplication({
      name: 'Public',
      redirectUris: [CALLBACK],
      confidential: false,
    });
    for (const client_secret of ['', clientSecret]) {
      const code = await obtainCode(ALICE_EMAIL, { client_id: clientId });
      expect((await exchange(code, { client_id: clientId, client_secret })).status).toBe(200);
    }
    const code = await obtainCode(ALICE_EMAIL, { client_id: clientId });
    const wrong = await exchange(code, { client_id: clientId, client_secret: 'wrong' });
    expect(wrong.status).toBe(401);
  });

  it.each([
    [{ grant_type: '' }, 400, 'invalid_request', 'Missing required parameter: grant_type.'],
    [{ grant_type: 'password' }, 400, 'unsupported_grant_type', 'is not supported'],
    [{ grant_type: 'refresh_token' }, 400, 'unsupported_grant_type', 'is not supported'],
    [{ code: '' }, 400, 'invalid_request', 'Missing required parameter: code.'],
    [{ code: 'unknown' }, 400, 'invalid_grant', 'authorization grant is invalid'],
    [{ redirect_uri: '' }, 400, 'invalid_request', 'Missing required parameter: redirect_uri.'],
    [{ redirect_uri: `${CALLBACK}/x` }, 400, 'invalid_grant', 'authorization grant is invalid'],
    [{ client_secret: 'wrong' }, 401, 'invalid_client', 'Client authentication failed due to'],
    [{ client_id: '' }, 401, 'invalid_client', 'Client authentication failed due to'],
  ])('answers %j with %i %s', async (more, status, error, description) => {
    const response = await exchange(await obtainCode(), more as Record<string, string>);
    expect(response.status).toBe(status);
    expect(response.headers.get('www-authenticate')).toContain(
      `Bearer realm="Doorkeeper", error="${error}", error_description="`,
    );
    expect(response.headers.get('cache-control')).toBe('no-store');
    const body = await json(response);
    expect(body.error).toBe(error);
    expect(body.error_description).toContain(description);
  });

  it.each([
    ['application/json', 'application/json'],
    ['*/*', 'text/html'],
  ])('fails at client_credentials, to Accept: %s with %s', async (accept, type) => {
    const form = { grant_type: 'client_credentials', ...CLIENT };
    const response = await post('/oauth/token', form, { accept });
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toContain(type);
  });

  const VERIFIER = 'a-verifier-of-forty-three-characters-or-more-';
  const S256 = createHash('sha256').update(VERIFIER).digest('base64url');

  it('ignores PKCE on stock: a wrong verifier passes', async () => {
    const challenge = { code_challenge: S256, code_challenge_method: 'S256' };
    const code = await obtainCode(ALICE_EMAIL, challenge);
    expect((await exchange(code, { code_verifier: 'wrong' })).status).toBe(200);
  });

  it.each([
    ['S256', S256, VERIFIER, 200, undefined],
    ['plain', VERIFIER, VERIFIER, 200, undefined],
    ['S256', S256, 'wrong', 400, 'invalid_grant'],
    ['plain', VERIFIER, 'wrong', 400, 'invalid_grant'],
    ['S256', S256, '', 400, 'invalid_request'],
    ['', '', VERIFIER, 400, 'invalid_grant'],
    ['', '', '', 200, undefined],
  ])(
    'enforces PKCE when it is on: %s %s, verifier %s',
    async (code_challenge_method, code_challenge, code_verifier, status, error) => {
      sandbox.flags.pkce = true;
      const code = await obtainCode(ALICE_EMAIL, { code_challenge, code_challenge_method });
      const response = await exchange(code, { code_verifier });
      expect(response.status).toBe(status);
      expect((await json(response)).error).toBe(error);
    },
  );

  it('refuses an unknown challenge method when PKCE is on', async () => {
    sandbox.flags.pkce = true;
    const challenge = { code_challenge: S256, code_challenge_method: 'S512' };
    expect((await authorize(await signIn(), challenge)).status).toBe(400);
  });

  it.each([
    ['the API', (token: string) => api('/users/me', { token })],
    ['token info', (token: string) => tokenInfo(token)],
  ])('rotates refresh tokens; the old one dies at first use, by %s', async (_name, use) => {
    sandbox.flags.refreshTokens = true;
    const first = await json(exchange(await obtainCode()));
    const second = await json(refresh(first.refresh_token));
    expect(second.refresh_token).not.toBe(first.refresh_token);
    const third = await json(refresh(first.refresh_token));
    expect(third).toMatchObject({ token_type: 'Bearer', expires_in: 7200 });

    expect((await use(String(third.access_token))).status).toBe(200);
    const late = await refresh(first.refresh_token);
    expect(late.status).toBe(400);
    expect(await late.json()).toMatchObject({ error: 'invalid_grant' });
    expect((await refresh(third.refresh_token)).status).toBe(200);
  });

  it('refreshes for no other scope', async () => {
    sandbox.flags.refreshTokens = true;
    const { refresh_token } = await json(exchange(await obtainCode()));
    const form = { grant_type: 'refresh_token', refresh_token: String(refresh_token) };
    const response = await post('/oauth/token', { ...form, ...CLIENT, scope: 'admin read' });
    expect([response.status, await response.json()]).toMatchObject([
      400,
      { error: 'invalid_scope' },
    ]);
  });

  it("does not refresh another client's token", async () => {
    sandbox.flags.refreshTokens = true;
    const other = sandbox.addApplication({ name: 'Other', redirectUris: [CALLBACK] });
    const { refresh_token } = await json(exchange(await obtainCode()));
    const response = await post('/oauth/token', {
      grant_type: 'refresh_token',
      refresh_token: String(refresh_token),
      client_id: other.clientId,
      client_secret: other.clientSecret,
    });
    expect(await response.json()).toMatchObject({ error: 'invalid_grant' });
  });
});

describe('token info, introspection and revocation', () => {
  it('tells about a token', async () => {
    const token = sandbox.issueToken(BOB_EMAIL, 100);
    const body = await json(tokenInfo(token));
    expect(body).toEqual({
      resource_owner_id: 2,
      scope: ['admin'],
      expires_in: expect.any(Number),
      application: { uid: CLIENT_ID },
      created_at: expect.any(Number),
    });
    expect(body.expires_in).toBeLessThanOrEqual(100);
    expect(await json(tokenInfo(ALICE_TOKEN))).toMatchObject({ expires_in: null });
  });

  it.each([
    ['unknown', () => 'unknown'],
    ['expired', () => sandbox.issueToken(ALICE_EMAIL, 0)],
  ])('answers an %s token with 401', async (_name, issue) => {
    const response = await tokenInfo(issue());
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({
      error: 'invalid_token',
      error_description: 'The access token is invalid',
      state: 'unauthorized',
    });
  });

  it('has no token info when the flag is off', async () => {
    sandbox.flags.tokenInfo = false;
    const response = await tokenInfo(ALICE_TOKEN);
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toContain('text/html');
  });

  it('introspects for the client the token belongs to', async () => {
    const token = sandbox.issueToken(ALICE_EMAIL);
    const active = await post('/oauth/introspect', { token, ...CLIENT });
    expect(await active.json()).toMatchObject({
      active: true,
      scope: 'admin',
      client_id: CLIENT_ID,
    });
    const expired = sandbox.issueToken(ALICE_EMAIL, 0);
    expect(await json(post('/oauth/introspect', { token: expired, ...CLIENT }))).toEqual({
      active: false,
    });
    expect((await post('/oauth/introspect', { token })).status).toBe(400);
  });

  it('marks a token revoked; the stock API does not look', async () => {
    const token = sandbox.issueToken(ALICE_EMAIL);
    const stranger = await post('/oauth/revoke', { token });
    expect(stranger.status).toBe(403);
    expect(await stranger.json()).toMatchObject({ error: 'unauthorized_client' });

    const revoked = await post('/oauth/revoke', { token, ...CLIENT });
    expect(revoked.status).toBe(200);
    expect(await revoked.json()).toEqual({});
    expect((await tokenInfo(token)).status).toBe(401);
    expect((await api('/teams', { token })).status).toBe(200);
  });

  it('deletes the row of a token on demand: 401 everywhere', async () => {
    const token = sandbox.issueToken(ALICE_EMAIL, null);
    sandbox.revokeToken(token);
    expect((await tokenInfo(token)).status).toBe(401);
    expect((await api('/teams', { token })).status).toBe(401);
  });
});

describe('who may ask the API', () => {
  it('looks at no expiry on stock', async () => {
    const token = sandbox.issueToken(ALICE_EMAIL, 0);
    expect((await api('/users/me', { token })).status).toBe(200);
  });

  it('answers an unknown token plainly', async () => {
    const response = await api('/teams', { token: 'unknown' });
    expect(response.status).toBe(401);
    expect(response.headers.has('www-authenticate')).toBe(false);
    expect(await response.json()).toEqual({ error: 'Invalid token or no user signed in' });
  });

  it.each([
    ['unknown', () => 'unknown', 'The access token is invalid'],
    ['expired', () => sandbox.issueToken(ALICE_EMAIL, 0), 'The access token expired'],
  ])('with doorkeeper_authorize! answers an %s token so', async (_name, issue, description) => {
    sandbox.flags.doorkeeperAuthorize = true;
    const response = await api('/teams', { token: issue() });
    expect(response.status).toBe(401);
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(response.headers.get('www-authenticate')).toBe(
      `Bearer realm="Doorkeeper", error="invalid_token", error_description="${description}"`,
    );
    expect(await response.text()).toBe('');
    expect((await api('/teams')).status).toBe(200);
  });

  it.each([
    ['/teams', [1, 2], [3]],
    ['/users', [1], [2]],
  ])('lists to each their own: %s', async (path, alices, bobs) => {
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
  ])("hides what is missing and what is Bob's alike: %s %s", async (method, path) => {
    const body = method === 'GET' ? null : '{"project":{"name":"x"}}';
    const response = await api(path, { method, body });
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ error: 'Not found' });
  });

  it("hides Bob's tasks", async () => {
    const [task] = await list('/projects/49/tasks', BOB_TOKEN);
    expect(task).toBeDefined();
    expect((await api(`/tasks/${String(task?.id)}`)).status).toBe(404);
  });
});

describe('records', () => {
  it('pages through 45 projects: 20, 20 and 5', async () => {
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

  it.each(['per_page=3', 'sort=-id', 'name=x'])('knows no %s', async (query) => {
    expect(await list(`/teams/1/projects?${query}`)).toHaveLength(20);
  });

  it('takes obfuscated ids as well', async () => {
    const project = await json(api(`/projects/${obfuscateId(21)}`));
    expect(project.id).toBe(21);
    const [first] = await list(`/teams/${obfuscateId(1)}/projects?after=20`);
    expect(first?.id).toBe(21);
  });

  it('fails at a cursor that is no number', async () => {
    expect((await api(`/teams/1/projects?after=${obfuscateId(20)}`)).status).toBe(500);
  });

  it('knows me', async () => {
    const me = await json(api('/users/me'));
    expect(me).toMatchObject({ id: 1, email: ALICE_EMAIL, first_name: 'Alice' });
    expect(me.created_at).toMatch(DATE);
  });

  it('creates, reads, changes and removes a project with its tasks', async () => {
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

  it('changes teams and memberships', async () => {
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
  ])('answers 422 with messages: %s %s %j', async (method, path, body, messages) => {
    const response = await send(method, path, body);
    expect(response.status).toBe(422);
    expect(await response.json()).toEqual(messages);
  });

  it.each([
    ['with nothing of the model', '{"x":1}', 400, 'Bad Request'],
    ['with an empty wrapper', '{"project":{}}', 400, 'Bad Request'],
    ['with broken JSON', '{', 400, 'Bad Request'],
  ])('answers 400 %s', async (_name, body, status, error) => {
    const headers = { 'content-type': 'application/json' };
    const response = await api('/teams/1/projects', { method: 'POST', body, headers });
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ status, error });
  });

  it.each(['*/*', 'text/html', 'application/json, text/plain, */*'])(
    'shows Rails errors as a page to Accept: %s',
    async (accept) => {
      const response = await api('/users/1', { method: 'PUT', headers: { accept } });
      expect(response.status).toBe(500);
      expect(response.headers.get('content-type')).toContain('text/html');
    },
  );

  it('fails at updating a user, though that is documented', async () => {
    const response = await send('PUT', '/users/1', { user: { first_name: 'A' } });
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({ status: 500, error: 'Internal Server Error' });
  });

  it('adds people with a team and a project of their own', async () => {
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

describe('the document', () => {
  const fetchDocument = (headers = {}): Promise<Response> =>
    fetch(`${sandbox.url}/api/v1/openapi.yaml`, { headers });

  const withoutExamples = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value, (key, item) => (key === 'example' ? undefined : item)));

  it('is public, OpenAPI 3.1.0, and full of quirks', async () => {
    const response = await fetchDocument();
    expect(response.headers.get('content-type')).toContain('yaml');
    expect(response.headers.has('etag')).toBe(false);
    const document = load(await response.text()) as Json;
    expect(document).toMatchObject({
      openapi: '3.1.0',
      info: { title: 'Sandbox Application API', version: 'V1' },
      servers: [{ url: `${sandbox.url}/api/v1` }],
      components: {
        schemas: {
          MembershipParameters: { required: [] },
          ProjectAttributes: {
            required: ['id', 'team_id', 'name'],
            properties: {
              tag_names: {
                type: ['array', 'null'],
                minContains: 0,
                contains: { type: 'string' },
              },
              priority: { type: ['string', 'null'] },
            },
          },
          UserAttributes: { properties: { profile_photo: { type: 'object' } } },
        },
        parameters: { id: { schema: { type: 'string' } } },
      },
      paths: {
        '/teams/{team_id}/projects': {
          get: {
            summary: 'List Projects',
            parameters: [
              { name: 'team_id', schema: { type: 'integer' } },
              { $ref: '#/components/parameters/after' },
            ],
            responses: { '200': { headers: { 'Pagination-Next': {}, Link: {} } } },
          },
          post: {
            requestBody: {
              content: {
                'application/json': {
                  schema: {
                    properties: {
                      project: { type: 'object', $ref: '#/components/schemas/ProjectParameters' },
                    },
                  },
                  example: { $ref: '#/components/schemas/ProjectParameters/example' },
                },
              },
            },
          },
        },
        '/projects/{id}': {
          delete: { summary: 'List Projects', description: 'List Projects' },
        },
      },
    });
  });

  it('names the operations as Bullet Train does', async () => {
    const { paths } = load(await (await fetchDocument()).text()) as { paths: Json };
    const operations = Object.values(paths).flatMap((path) =>
      Object.values(path as Json),
    ) as Json[];
    expect(operations.map(({ operationId }) => operationId)).toEqual(
      [
        'listTeams fetchTeam updateTeam listUsers fetchUser updateUser',
        'listMemberships createMemberships getMemberships updateMemberships removeMemberships',
        'listProjects createProjects getProjects updateProjects removeProjects',
        'listTasks createTasks getTasks updateTasks removeTasks archiveProject',
      ].flatMap((line) => line.split(' ')),
    );
    for (const { responses } of operations) {
      const statuses = Object.keys(responses as Json);
      expect(statuses.filter((status) => !status.startsWith('2'))).toEqual(['404']);
    }
  });

  it('has no dangling reference', async () => {
    const text = await (await fetchDocument()).text();
    const document = load(text);
    const references = [...text.matchAll(/\$ref: "#\/([^"]+)"/g)].map(([, pointer]) => pointer);
    expect(references.length).toBeGreaterThan(40);
    for (const pointer of references) {
      const target = pointer?.split('/').reduce((at, key) => (at as Json)?.[key], document);
      expect([pointer, target]).toEqual([pointer, expect.anything()]);
    }
  });

  it('differs at every rendering, in its examples only', async () => {
    const one = await (await fetchDocument()).text();
    const two = await (await fetchDocument()).text();
    expect(one).not.toBe(two);
    expect(withoutExamples(load(one))).toEqual(withoutExamples(load(two)));
  });

  it('carries a stable ETag when asked to', async () => {
    sandbox.flags.documentEtag = true;
    const etag = (await fetchDocument()).headers.get('etag') ?? '';
    const unchanged = await fetchDocument({ 'if-none-match': etag });
    expect(unchanged.status).toBe(304);
    expect(await unchanged.text()).toBe('');
    sandbox.flags.document = 'openapi: 3.1.0\n';
    const changed = await fetchDocument({ 'if-none-match': etag });
    expect(changed.status).toBe(200);
    expect(await changed.text()).toBe('openapi: 3.1.0\n');
  });
});

describe('faults', () => {
  it('answers a status for as many times as told, by path and method', async () => {
    sandbox.flags.faults = [
      {
        path: '/api/v1/teams',
        method: 'get',
        kind: 'status',
        status: 429,
        headers: { 'Retry-After': '7' },
        times: 2,
      },
      { path: '/api/v1/teams', kind: 'status', body: '{"error":"down"}' },
    ];
    const limited = await api('/teams/1/projects');
    expect(limited.status).toBe(429);
    expect(limited.headers.get('retry-after')).toBe('7');
    expect(await limited.json()).toEqual({ status: 429, error: 'Too Many Requests' });
    const page = await api('/teams', { headers: { accept: '*/*' } });
    expect(page.headers.get('content-type')).toContain('text/html');

    const down = await api('/teams');
    expect(down.status).toBe(503);
    expect(await down.json()).toEqual({ error: 'down' });
    expect((await api('/users/me')).status).toBe(200);
  });

  it('resets, answers HTML, and hangs until it closes', async () => {
    sandbox.flags.latencyMs = 1;
    sandbox.flags.faults = [
      { path: '/oauth/token/info', kind: 'reset' },
      { path: '/api/v1/users', kind: 'html' },
      { path: '/api/v1/teams', kind: 'hang' },
    ];
    await expect(tokenInfo(ALICE_TOKEN)).rejects.toThrow();
    const html = await api('/users');
    expect(html.status).toBe(200);
    expect(html.headers.get('content-type')).toContain('text/html');
    const ended = expect(api('/teams')).rejects.toThrow();
    while (sandbox.requests.at(-1)?.path !== '/api/v1/teams') {
      await new Promise((resolve) => setImmediate(resolve));
    }
    await sandbox.close();
    await ended;
  });

  it('shows 404 for what it does not route', async () => {
    const response = await api('/invitations');
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ status: 404, error: 'Not Found' });
  });

  it('records the newest requests', async () => {
    await send('PUT', '/teams/1?a=1', { team: { name: 'Acme' } });
    expect(sandbox.requests.at(-1)).toMatchObject({
      method: 'PUT',
      path: '/api/v1/teams/1',
      url: '/api/v1/teams/1?a=1',
      headers: { authorization: `Bearer ${ALICE_TOKEN}` },
      body: '{"team":{"name":"Acme"}}',
    });
    const before = sandbox.requests;
    for (let count = 0; count < 1001; count += 1) await fetch(`${sandbox.url}/users/sign_in`);
    expect(before).toHaveLength(1000);
    expect(before.every(({ method }) => method === 'GET')).toBe(true);
  });
});

describe('settings', () => {
  it('has defaults', () => {
    expect(readSettings({})).toEqual({
      port: 3000,
      host: '127.0.0.1',
      redirectUris: [],
      refreshTokens: false,
      accessTokenSeconds: 7200,
      pkce: false,
      doorkeeper6: false,
      latencyMs: 0,
      faults: [],
    });
  });

  it('reads faults', () => {
    const SANDBOX_FAULTS = '/api/v1/projects=503,/oauth/token/info=reset';
    expect(readSettings({ SANDBOX_FAULTS }).faults).toEqual([
      { path: '/api/v1/projects', kind: 'status', status: 503 },
      { path: '/oauth/token/info', kind: 'reset' },
    ]);
  });

  it.each([
    ['SANDBOX_PORT', 'many'],
    ['SANDBOX_PORT', '65536'],
    ['SANDBOX_REFRESH_TOKENS', 'perhaps'],
    ['SANDBOX_TOKEN_SECONDS', '-1'],
    ['SANDBOX_PKCE', '2'],
    ['SANDBOX_LATENCY_MS', '1.5'],
    ['SANDBOX_FAULTS', '/api/v1=explode'],
    ['SANDBOX_FAULTS', 'api=503'],
  ])('names %s when it is %s', (name, value) => {
    expect(() => readSettings({ [name]: value })).toThrow(name);
  });
});

const PROGRAM = fileURLToPath(new URL('../dist/bundle/cli.js', import.meta.url));
// `npm test` builds first; without a build there is no program to start.
const whenBuilt = existsSync(PROGRAM) ? describe : describe.skip;

whenBuilt('the program', () => {
  const start = (environment: Record<string, string>) => {
    const child = spawn(process.execPath, [PROGRAM, 'sandbox'], { env: environment });
    const output = { stdout: '', stderr: '' };
    child.stdout.on('data', (data) => (output.stdout += String(data)));
    child.stderr.on('data', (data) => (output.stderr += String(data)));
    return { child, output, closed: once(child, 'close') };
  };

  test('prints its URL and the sign-ins, and ends at SIGTERM with 0', async () => {
    const { child, output, closed } = start({ SANDBOX_PORT: '0' });
    await once(child.stdout, 'data');
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(output.stdout)?.[0] ?? '';
    expect((await fetch(`${url}/api/v1/openapi.yaml`)).status).toBe(200);
    expect(output.stdout).toContain(ALICE_EMAIL);
    child.kill('SIGTERM');
    expect(await closed).toEqual([0, null]);
  });

  test.each([
    ['a taken port', () => ({ SANDBOX_PORT: String(sandbox.port) }), 'SANDBOX_PORT'],
    ['a bad value', () => ({ SANDBOX_PKCE: 'perhaps' }), 'SANDBOX_PKCE'],
    ['a bad host', () => ({ SANDBOX_PORT: '0', SANDBOX_HOST: '192.0.2.1' }), 'SANDBOX_HOST'],
  ])('says in one line that there is %s, and ends with 1', async (_name, environment, variable) => {
    const { output, closed } = start(environment());
    expect(await closed).toEqual([1, null]);
    expect(output.stderr).toMatch(new RegExp(`^${variable}\\b.*\\n$`));
  });
});
