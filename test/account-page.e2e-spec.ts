import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BOB_EMAIL } from '../src/sandbox/sandbox.js';
import { startBroker, type Broker } from './broker.js';
import { Browser, requestIn, teamsIn } from './browser.js';
import { callTool } from './raw-mcp.js';
import { RawClient, type Parameters } from './raw-oauth.js';
import { openAccountPage } from './sealed-values.js';

let broker: Broker;
let server: string;
let client: RawClient;

beforeAll(async () => {
  broker = await startBroker({ pkce: true, refreshTokens: true });
  server = broker.server.url;
  client = await RawClient.register(server, { client_name: 'Acme Assistant' });
});

afterAll(() => broker.close());

/** Answers the page, and follows redirects like a browser. */
async function answer(browser: Browser, page: string, form: Record<string, string>) {
  const request = requestIn(page);
  return browser.post(`${server}/oauth/account`, { request, decision: 'approve', ...form });
}

async function finish(browser: Browser, response: Response): Promise<URL> {
  const to = response.headers.get('location')!;
  return browser.signIn(to, client.redirectUri, { email: 'alice@example.com' });
}

/** The person that the tools act as. */
async function emailOf(back: URL): Promise<unknown> {
  const { status, body } = await client.exchange(back.searchParams.get('code')!);
  expect(status).toBe(200);
  const token = String(body['access_token']);
  const me = await callTool(server, 'get_user', { id: 'me' }, { token });
  return me.structuredContent?.['email'];
}

/** Signs out in the application, like its own pages. */
async function signOut(browser: Browser): Promise<void> {
  expect((await browser.post(`${broker.sandbox.url}/users/sign_out`, {})).status).toBe(302);
}

describe('before a client gets its code', () => {
  it('the account page names the account, its teams and the client, and nothing has been granted yet', async () => {
    const browser = new Browser();
    const page = await openAccountPage(client, browser);
    expect(page).toContain('Signed in as <bdi>alice@example.com</bdi> in Sandbox Application');
    expect(page).toContain('Acme Assistant');
    expect(teamsIn(page)).toEqual(['1', '2']);
    expect(browser.visited.some((url) => url.startsWith(client.redirectUri))).toBe(false);
    // The token that identified the person was revoked at once.
    expect(broker.sandbox.requests.filter(({ path }) => path === '/oauth/revoke')).toHaveLength(1);
    expect(await emailOf(await finish(browser, await answer(browser, page, {})))).toBe(
      'alice@example.com',
    );
  });

  it('the account page is in another language at the press of a button, and can be answered there', async () => {
    const browser = new Browser();
    const page = await openAccountPage(client, browser, { login_hint: BOB_EMAIL });
    const chosen = `${server}/oauth/account/language?lang=de`;
    const looks = () => broker.sandbox.requests.length;
    const before = looks();
    const german = await (await browser.post(chosen, { request: requestIn(page) })).text();
    expect(german).toContain('<html lang="de">');
    expect(german).toContain('Angemeldet als <bdi>alice@example.com</bdi> in Sandbox');
    expect(german).toContain('class="warning"');
    expect(teamsIn(german)).toEqual(['1', '2']);
    expect(german).toMatch(
      /formaction="\/oauth\/account\/language\?lang=de"\s+lang="de" aria-current/,
    );
    expect(looks()).toBe(before);
    // Another browser sees nothing.
    const { status } = await new Browser().post(chosen, { request: requestIn(page) });
    expect(status).toBe(400);
    const back = await finish(browser, await answer(browser, german, {}));
    expect(await emailOf(back)).toBe('alice@example.com');
  });

  it('a person who denies returns to the client without a code', async () => {
    const browser = new Browser();
    const page = await openAccountPage(client, browser);
    const response = await answer(browser, page, { decision: 'deny' });
    const to = new URL(response.headers.get('location')!).searchParams;
    expect([to.get('error'), to.get('state'), to.has('code')]).toEqual([
      'access_denied',
      'its-state',
      false,
    ]);
  });

  it('a person who is signed in as somebody else can sign out in the application and in as themselves', async () => {
    const browser = new Browser();
    const page = await openAccountPage(client, browser);
    expect(page).toContain(`href="${broker.sandbox.url}"`);
    await signOut(browser);
    const response = await answer(browser, page, { decision: 'switch' });
    const callback = `${server}/oauth/callback`;
    const to = response.headers.get('location')!;
    const back = await browser.signIn(to, callback, { email: BOB_EMAIL });
    const again = await (await browser.request(back.href)).text();
    expect(again).toContain(`<bdi>${BOB_EMAIL}</bdi>`);
    expect(await emailOf(await finish(browser, await answer(browser, again, {})))).toBe(BOB_EMAIL);
  });

  it('the code of another person who signed in meanwhile is refused', async () => {
    const browser = new Browser();
    const page = await openAccountPage(client, browser);
    await signOut(browser);
    const to = (await answer(browser, page, {})).headers.get('location')!;
    const back = await browser.signIn(to, client.redirectUri, { email: BOB_EMAIL });
    const { status, body } = await client.exchange(back.searchParams.get('code')!);
    expect([status, body['error'], body['error_description']]).toEqual([
      400,
      'invalid_grant',
      expect.stringContaining('Another person'),
    ]);
  });

  it('a new member is created only in the team that was named, and only when one was', async () => {
    const browser = new Browser();
    const page = await openAccountPage(client, browser, { connect_as: 'team' });
    const installs = () =>
      broker.sandbox.requests.filter(({ path }) => path.includes('new_installation')).length;
    expect(page).toMatch(/value="team" checked/);
    expect(installs()).toBe(0);
    const back = await finish(
      browser,
      await answer(browser, page, { connect_as: 'team', team: '2' }),
    );
    const { body } = await client.exchange(back.searchParams.get('code')!);
    const token = String(body['access_token']);
    const { structuredContent } = await callTool(server, 'list_teams', {}, { token });
    expect(structuredContent?.items).toMatchObject([{ id: 2, name: 'Globex' }]);
  });
});

it.each<[what: string, form: Record<string, string>]>([
  ["a team of somebody else's", { connect_as: 'team', team: '3' }],
  ['no team', { connect_as: 'team' }],
  ['an unknown decision', { decision: 'yes' }],
])('the account page refuses an answer with %s', async (_, form) => {
  const browser = new Browser();
  const page = await openAccountPage(client, browser);
  const response = await answer(browser, page, form);
  expect([response.status, response.headers.get('location')]).toEqual([400, null]);
});

it('the account page refuses an answer from another browser or another site', async () => {
  const browser = new Browser();
  const page = await openAccountPage(client, browser);
  expect((await answer(new Browser(), page, {})).status).toBe(400);
  const forged = await browser.request(`${server}/oauth/account`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'sec-fetch-site': 'cross-site',
    },
    body: new URLSearchParams({ request: requestIn(page), decision: 'approve' }),
  });
  expect(forged.status).toBe(400);
});

it.each([
  ['alice@example.com', false],
  ['ALICE@example.com', false],
  ['bob@example.com', true],
])('login_hint %j makes the account page warn the person: %s', async (login_hint, warned) => {
  const page = await openAccountPage(client, new Browser(), { login_hint });
  expect(page.includes('expects another account')).toBe(warned);
});

it('the account page is also shown when the application does not say who has signed in', async () => {
  broker.sandbox.flags.faults.push({ path: '/api/v1/', kind: 'status', status: 404 });
  const page = await openAccountPage(client, new Browser());
  broker.sandbox.flags.faults.length = 0;
  expect(page).toContain('You are signed in to Sandbox Application');
  expect(teamsIn(page)).toEqual([]);
});

it.each<[changes: Parameters, error: string]>([
  [{ prompt: 'none' }, 'interaction_required'],
  [{ prompt: 'login' }, 'login_required'],
  [{ max_age: '60' }, 'login_required'],
  [{ prompt: 'none login' }, 'invalid_request'],
  [{ prompt: 'create' }, 'invalid_request'],
  [{ max_age: 'x' }, 'invalid_request'],
  [{ login_hint: ['a', 'b'] }, 'invalid_request'],
])('an authorization request with %j returns %s to the client', async (changes, error) => {
  const { headers } = await new Browser().request(client.authorizeUrl(changes));
  const to = new URL(headers.get('location')!);
  expect([to.origin + to.pathname, to.searchParams.get('error')]).toEqual([
    client.redirectUri,
    error,
  ]);
});
