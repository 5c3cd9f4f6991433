import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ALICE_EMAIL, BOB_EMAIL, CLIENT_ID, CLIENT_SECRET } from '../src/sandbox/sandbox.js';
import { startBroker, type Broker } from './broker.js';
import { Browser, requestIn, type Person } from './browser.js';
import { callTool, post } from './raw-mcp.js';
import { RawClient } from './raw-oauth.js';
import { RunningRedis } from './redis.js';
import { freePort, startServer } from './running-server.js';

let broker: Broker;
let server: string;

beforeAll(async () => {
  broker = await startBroker({ pkce: true, refreshTokens: true });
  server = broker.server.url;
});

afterAll(() => broker.close());

/** A client that the person of this browser has just approved. */
async function connect(
  browser: Browser,
  name: string,
  person: Partial<Person> = {},
  scope?: string,
) {
  const client = await RawClient.register(server, { client_name: name });
  const back = await client.signIn(browser, scope === undefined ? {} : { scope }, {
    email: ALICE_EMAIL,
    ...person,
  });
  const { status, body } = await client.exchange(back.searchParams.get('code')!);
  expect(status).toBe(200);
  const refreshToken = String(body['refresh_token']);
  return { client, token: String(body['access_token']), refreshToken };
}

/** The page, behind the sign-in if need be. */
async function open(browser: Browser, email = ALICE_EMAIL): Promise<string> {
  const { headers } = await browser.request(`${server}/connections`);
  const callback = `${server}/oauth/callback`;
  const back = await browser.signIn(headers.get('location')!, callback, { email });
  const response = await browser.request(back.href);
  expect(response.status).toBe(200);
  return response.text();
}

const namesIn = (page: string) => [...page.matchAll(/<h2><bdi>([^<]*)</g)].map(([, name]) => name);
const idsIn = (page: string) =>
  [...page.matchAll(/name="connection" value="([^"]+)"/g)].map(([, id]) => id!);

const disconnect = (browser: Browser, page: string, connection = idsIn(page)[0]!) =>
  browser.post(`${server}/oauth/callback/disconnect`, { request: requestIn(page), connection });

const statusOf = async (token: string) => (await post(server, 'tools/list', {}, { token })).status;

describe('/connections', () => {
  it('lists what the person approved in this browser, with what each may do and where', async () => {
    const browser = new Browser();
    await connect(browser, 'First', { access: 'read', teams: ['1'] });
    await connect(browser, 'Second', { teams: 'all' });
    await connect(browser, 'Third', { connectAs: 'team', team: '2' });
    const page = await open(browser);
    expect(page).toContain(`<bdi>${ALICE_EMAIL}</bdi>`);
    expect(namesIn(page)).toEqual(['Third', 'Second', 'First']);
    expect(page).toMatch(/Third[^]*as a member of <bdi>Globex<[^]*Second[^]*in all your teams/);
    expect(page).toMatch(/First[^]*only read[^]*in <bdi>Acme</);
    expect(page).toContain('/oauth/authorized_applications');
    expect(page).toContain('Developers → API');
  });

  it('says of each what it learns of the person', async () => {
    const browser = new Browser();
    await connect(browser, 'Nothing', {});
    await connect(browser, 'Name', {}, 'read openid');
    await connect(browser, 'Email', {}, 'read openid email');
    await connect(browser, 'Member', { connectAs: 'team' }, 'read openid email');
    const items = (await open(browser)).split('<li>').slice(1);
    const learnt = items.map((item) => /learns [^<]*/.exec(item)?.[0]);
    const email = 'learns your name and your email address';
    expect(learnt).toEqual([undefined, email, 'learns your name', undefined]);
  });

  it('is in another language at the press of a button, and can be answered there', async () => {
    const browser = new Browser();
    const { token } = await connect(browser, 'Gone');
    const request = requestIn(await open(browser));
    const chosen = `${server}/oauth/callback/language?lang=de`;
    const german = await (await browser.post(chosen, { request })).text();
    expect(german).toContain('<html lang="de">');
    expect(german).toContain('formaction="/oauth/callback/language?lang=ja"');
    expect(namesIn(german)).toEqual(['Gone']);
    // Another browser sees nothing.
    const { status } = await new Browser().post(chosen, { request });
    expect(status).toBe(400);
    const answer = await (await disconnect(browser, german)).text();
    expect(answer).toContain('<html lang="de">');
    expect(await statusOf(token)).toBe(401);
  });

  it('ends one, at once and at the application too, and leaves the others', async () => {
    const browser = new Browser();
    const kept = await connect(browser, 'Kept');
    const { client, token, refreshToken } = await connect(browser, 'Ended');
    expect(await statusOf(token)).toBe(200);
    const revoked = () => broker.sandbox.requests.filter(({ path }) => path === '/oauth/revoke');
    const page = await open(browser);
    const before = revoked().length;
    const answer = await (await disconnect(browser, page)).text();
    expect(answer).toContain('“<bdi>Ended</bdi>” is disconnected. This server stores nothing');
    expect(namesIn(answer)).toEqual(['Kept']);
    // It was used within the minute, so its token was known.
    expect(revoked().length).toBe(before + 1);
    expect(await statusOf(token)).toBe(401);
    const { status, body } = await client.refresh(refreshToken);
    expect([status, body['error']]).toEqual([400, 'invalid_grant']);
    expect(await statusOf(kept.token)).toBe(200);
    expect(namesIn(await open(browser))).toEqual(['Kept']);
  });

  it('ends one whose client comes again later, whatever it has refreshed meanwhile', async () => {
    const browser = new Browser();
    const { client, refreshToken } = await connect(browser, 'Refreshed');
    const fresh = (await client.refresh(refreshToken)).body;
    await disconnect(browser, await open(browser));
    expect(await statusOf(String(fresh['access_token']))).toBe(401);
    const again = await client.refresh(String(fresh['refresh_token']));
    expect(again.body['error']).toBe('invalid_grant');
  });

  it('shows and ends nothing of another person in the same browser', async () => {
    const browser = new Browser();
    const { token } = await connect(browser, 'Of Alice');
    const [id] = idsIn(await open(browser));
    await browser.post(`${broker.sandbox.url}/users/sign_out`, {});
    const none = await open(browser, BOB_EMAIL);
    expect(namesIn(none)).toEqual([]);
    expect(none).toContain('No client was approved with this account in this browser');
    await connect(browser, 'Of Bob', { email: BOB_EMAIL });
    const page = await open(browser, BOB_EMAIL);
    expect(namesIn(page)).toEqual(['Of Bob']);
    expect((await disconnect(browser, page, id)).status).toBe(400);
    expect(await statusOf(token)).toBe(200);
  });

  it.each<[string, RequestInit['headers'] & object, boolean]>([
    ['another site', { 'sec-fetch-site': 'cross-site' }, false],
    ['a site beside this one', { 'sec-fetch-site': 'same-site' }, false],
    ['another browser', {}, true],
  ])('takes no answer from %s', async (_, headers, isOther) => {
    const browser = new Browser();
    const { token } = await connect(browser, 'Safe');
    const page = await open(browser);
    const form = { request: requestIn(page), connection: idsIn(page)[0]! };
    const { status } = await (isOther ? new Browser() : browser).request(
      `${server}/oauth/callback/disconnect`,
      {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
        body: new URLSearchParams(form),
      },
    );
    expect(status).toBe(400);
    expect(await statusOf(token)).toBe(200);
  });

  it('forgets the oldest of more than ten, and what it remembers fits beside other cookies', async () => {
    const browser = new Browser();
    for (let count = 1; count <= 12; count += 1) {
      await connect(browser, `${count} ${'n'.repeat(90)}`);
    }
    const names = namesIn(await open(browser));
    expect(names.length).toBeGreaterThanOrEqual(5);
    expect(names.length).toBeLessThanOrEqual(10);
    expect(names[0]).toMatch(/^12 n/);
    const cookies = Object.entries(browser.cookies(server));
    const [, value] = cookies.find(([name]) => name.endsWith('approvals'))!;
    expect(value.length).toBeLessThanOrEqual(1_600);
  });

  it('is linked to from the consent page', async () => {
    const client = await RawClient.register(server);
    const page = await (await new Browser().request(client.authorizeUrl())).text();
    expect(page).toMatch(/You can end it at any time: <a href="\/connections"/);
  });
});

it('without an application of the operator there is no such page', async () => {
  const own = await startBroker({}, { BULLET_TRAIN_CLIENT_ID: '', BULLET_TRAIN_CLIENT_SECRET: '' });
  const { status } = await fetch(`${own.server.url}/connections`, { redirect: 'manual' });
  expect(status).toBe(404);
  await own.close();
});

it('a client that the person ended is told to sign in again, and its calls do nothing', async () => {
  const browser = new Browser();
  const { token } = await connect(browser, 'Caller');
  await callTool(server, 'list_teams', {}, { token });
  await disconnect(browser, await open(browser));
  const before = broker.sandbox.requests.length;
  const params = { name: 'create_project', arguments: { team_id: '1', name: 'x' } };
  const { status, headers } = await post(server, 'tools/call', params, { token });
  expect([status, headers.get('www-authenticate')]).toEqual([
    401,
    expect.stringContaining('invalid_token'),
  ]);
  const sent = broker.sandbox.requests.slice(before);
  expect(sent.filter(({ path }) => path.startsWith('/api/'))).toEqual([]);
});

if (!RunningRedis.isInstalled) console.log('no redis-server here: its replicas are not tested');

(RunningRedis.isInstalled ? describe : describe.skip)('with Redis', () => {
  it('every replica hears of an end, also one that starts afterwards', async () => {
    const redis = new RunningRedis(await freePort());
    await redis.start();
    const variables = {
      REDIS_URL: redis.url,
      OAUTH_SECRET: randomBytes(32).toString('base64'),
      PUBLIC_URL: `http://localhost:${await freePort()}`,
    };
    const port = new URL(variables.PUBLIC_URL).port;
    const first = await startBroker(
      { pkce: true, refreshTokens: true },
      { ...variables, SERVER_PORT: port },
    );
    const alone = { broker, server };
    [broker, server] = [first, first.server.url];
    const browser = new Browser();
    const { client, token, refreshToken } = await connect(browser, 'Everywhere');
    const page = await (await disconnect(browser, await open(browser))).text();
    expect(page).toContain('is disconnected: it can do nothing more with this account');
    [broker, server] = [alone.broker, alone.server];
    const later = await startServer(first.sandbox.url, {
      ...variables,
      BULLET_TRAIN_CLIENT_ID: CLIENT_ID,
      BULLET_TRAIN_CLIENT_SECRET: CLIENT_SECRET,
    });
    const { status } = await post(later.url, 'tools/list', {}, { token });
    expect(status).toBe(401);
    const elsewhere = new RawClient(later.url, client.id, client.secret);
    expect((await elsewhere.refresh(refreshToken)).body['error']).toBe('invalid_grant');
    await later.stop();
    await first.close();
    await redis.kill();
  });
});
