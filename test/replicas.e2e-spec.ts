import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { CLIENT_ID, CLIENT_SECRET, startSandbox, type Sandbox } from '../src/sandbox/sandbox.js';
import { Browser, requestIn, widestIn } from './browser.js';
import { callTool, post } from './raw-mcp.js';
import { basic, RawClient, REDIRECT_URI } from './raw-oauth.js';
import { freePort, startServer, type RunningServer } from './running-server.js';

const [OLD, NEW] = [1, 2].map(() => randomBytes(32).toString('base64'));

/** Clients know one address; the tests address each process by its own port. */
let publicUrl: string;
let sandbox: Sandbox;
let replicas: RunningServer[];
/** Started later with the secrets "new,old", and with only the new one. */
let rotated: RunningServer;
let forgetful: RunningServer;

beforeAll(async () => {
  publicUrl = `http://localhost:${await freePort()}`;
  const redirectUris = [`${publicUrl}/oauth/callback`];
  sandbox = await startSandbox({ port: 0, redirectUris, pkce: true, refreshTokens: true });
  const start = (secrets: string) =>
    startServer(sandbox.url, {
      PUBLIC_URL: publicUrl,
      BULLET_TRAIN_CLIENT_ID: CLIENT_ID,
      BULLET_TRAIN_CLIENT_SECRET: CLIENT_SECRET,
      OAUTH_SECRET: secrets,
    });
  replicas = await Promise.all([start(OLD!), start(OLD!)]);
  [rotated, forgetful] = await Promise.all([start(`${NEW},${OLD}`), start(NEW!)]);
});

afterAll(async () => {
  await Promise.all([...replicas, rotated, forgetful].map((server) => server.stop()));
  await sandbox.close();
});

/** The same client, speaking to another process. */
const at = ({ url }: RunningServer, { id, secret }: RawClient) => new RawClient(url, id, secret);

async function location(answer: Promise<Response>): Promise<string> {
  const to = (await answer).headers.get('location');
  expect(to).not.toBeNull();
  return to!;
}

/** @returns the processes in turn, so that each step goes to the next one */
async function signInAcross(
  servers: RunningServer[],
  client: RawClient,
  teams: readonly string[] = [],
) {
  let step = 0;
  const next = () => servers[step++ % servers.length]!;
  const browser = new Browser();
  const resource = { resource: `${publicUrl}/mcp` };
  const begun = at(next(), client);
  const page = await browser.request(begun.authorizeUrl(resource));
  const shown = await page.text();
  const form = { request: requestIn(shown), decision: 'approve', access: widestIn(shown) };
  const toApplication = await location(browser.post(`${next().url}/oauth/consent`, form));
  const visit = (url: string) =>
    browser.signIn(url, `${publicUrl}/oauth/callback`, { email: 'alice@example.com' });
  const callback = await visit(toApplication);
  const account = await browser.request(`${next().url}/oauth/callback${callback.search}`);
  const chosen: [string, string][] = teams.map((id) => ['teams', id]);
  const named: [string, string][] = [
    ['request', requestIn(await account.text())],
    ['decision', 'approve'],
    ...chosen,
  ];
  const again = await visit(await location(browser.post(`${next().url}/oauth/account`, named)));
  const finish = `${next().url}/oauth/callback${again.search}`;
  const back = new URL(await location(browser.request(finish)));
  expect(back.origin + back.pathname).toBe(REDIRECT_URI);
  expect(back.searchParams.get('iss')).toBe(publicUrl);
  const code = back.searchParams.get('code')!;
  return { next, code, verifier: begun.verifier };
}

it('one replica continues what another began', async () => {
  const [first] = replicas;
  const client = await RawClient.register(first!.url);
  const { next, code, verifier } = await signInAcross(replicas, client);
  const { status, body } = await at(next(), client).exchange(code, { code_verifier: verifier });
  expect(status).toBe(200);
  for (const server of replicas) {
    const token = String(body['access_token']);
    const result = await callTool(server.url, 'list_teams', {}, { token });
    expect(result.structuredContent).toMatchObject({
      items: [{ name: 'Acme' }, { name: 'Globex' }],
    });
  }
  const refreshed = await at(next(), client).refresh(String(body['refresh_token']));
  expect(refreshed.status).toBe(200);
  const token = String(refreshed.body['access_token']);
  for (const server of replicas) {
    expect((await post(server.url, 'tools/list', {}, { token })).status).toBe(200);
  }
});

it('the chosen teams hold in every replica, also after a refresh in another one', async () => {
  const client = await RawClient.register(replicas[0]!.url);
  const { next, code, verifier } = await signInAcross(replicas, client, ['2']);
  const { body } = await at(next(), client).exchange(code, { code_verifier: verifier });
  const refreshed = await at(next(), client).refresh(String(body['refresh_token']));
  const token = String(refreshed.body['access_token']);
  for (const { url } of replicas) {
    const teams = await callTool(url, 'list_teams', {}, { token });
    expect(teams.structuredContent!.items).toMatchObject([{ name: 'Globex' }]);
    const other = await callTool(url, 'update_project', { id: '1', name: 'x' }, { token });
    expect(other.isError).toBe(true);
  }
});

it('a new OAUTH_SECRET before the old one opens what the old one sealed; without the old one it does not', async () => {
  const client = await RawClient.register(replicas[0]!.url, {
    token_endpoint_auth_method: 'client_secret_basic',
  });
  // Registration and page with the old secret, the rest with the new one first.
  const mixed = [replicas[0]!, ...Array.from({ length: 6 }, () => rotated)];
  const { next, code, verifier } = await signInAcross(mixed, client);
  expect(await at(forgetful, client).exchange(code, { code_verifier: verifier })).toMatchObject({
    status: 401,
    body: { error: 'invalid_client' },
  });
  const { status, body } = await at(next(), client).exchange(code, { code_verifier: verifier });
  expect(status).toBe(200);
  const token = String(body['access_token']);
  expect((await post(rotated.url, 'tools/list', {}, { token })).status).toBe(200);
  // Sealed with the new secret: the old one can be removed once every client has registered again.
  expect((await post(forgetful.url, 'tools/list', {}, { token })).status).toBe(200);

  const refreshed = await at(rotated, client).refresh(String(body['refresh_token']));
  expect(refreshed.status).toBe(200);
  // The old secret alone cannot open what the new one has sealed.
  const renewed = { token: String(refreshed.body['access_token']) };
  expect((await post(replicas[0]!.url, 'tools/list', {}, renewed)).status).toBe(401);
  expect((await post(rotated.url, 'tools/list', {}, renewed)).status).toBe(200);
});

it('a client secret in the header stays valid under the old OAUTH_SECRET', async () => {
  const client = await RawClient.register(replicas[0]!.url, {
    token_endpoint_auth_method: 'client_secret_basic',
  });
  const form = { client_id: undefined, client_secret: undefined };
  const headers = basic(client.id, client.secret!);
  const answer = await at(rotated, client).exchange('no-code', form, headers);
  expect(answer.body['error']).toBe('invalid_grant');
});
