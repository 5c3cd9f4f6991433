import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  ALICE_EMAIL,
  BOB_EMAIL,
  PASSWORD,
  startSandbox,
  type Sandbox,
} from '../src/sandbox/sandbox.js';
import { CALLBACK, sandboxClient } from './sandbox-client.js';

let sandbox: Sandbox;

beforeEach(async () => {
  sandbox = await startSandbox({ port: 0 });
});

afterEach(() => sandbox.close());

const { api, json, list, post, signIn, authorize, exchange } = sandboxClient(() => sandbox);

describe("the sandbox's sign-in page", () => {
  it('shows a form that carries the return URL', async () => {
    const page = await (await fetch(`${sandbox.url}/users/sign_in?return_url=%22%3E/x`)).text();
    expect(page).toContain('<label for="email">');
    expect(page).toContain('<label for="password">');
    expect(page).toContain('name="return_url" value="&#34;&#62;/x"');
  });

  it.each([
    ['no longer than its session cookie has room for', 1_800, 200],
    ['longer', 1_801, 500],
  ])('accepts a return URL that is %s', async (_, length, status) => {
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
  ])('redirects only to its own origin: %j', async (return_url, location) => {
    const form = { email: BOB_EMAIL, password: PASSWORD, return_url };
    const response = await post('/users/sign_in', form);
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toBe(location);
    expect(response.headers.getSetCookie()[0]).toMatch(/HttpOnly; SameSite=Lax/);
  });

  it('redirects to an absolute URL of its own', async () => {
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

describe("the sandbox's GET /oauth/authorize", () => {
  it('redirects a person who is not signed in to sign in and back', async () => {
    const response = await authorize('');
    expect(response.status).toBe(302);
    const location = new URL(response.headers.get('location') ?? '', sandbox.url);
    expect(location.pathname).toBe('/users/sign_in');
    expect(location.searchParams.get('return_url')).toBe(response.url);
  });

  it('redirects a signed-in person back at once, without a consent page', async () => {
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
  ])('shows a page for %s=%j and does not redirect', async (name, value, status, message) => {
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

  it('offers the teams for a new installation, whose token is an admin of the chosen one', async () => {
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
