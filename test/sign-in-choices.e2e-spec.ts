import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  ALICE_EMAIL,
  ALICE_TOKEN,
  BOB_TOKEN,
  CLIENT_ID,
  startSandbox,
} from '../src/sandbox/sandbox.js';
import { startBroker, type Broker } from './broker.js';
import { Browser } from './browser.js';
import { startDocumentHost, type DocumentHost } from './document-host.js';
import { callTool, post } from './raw-mcp.js';
import { RawClient, REDIRECT_URI, register } from './raw-oauth.js';
import { startServer } from './running-server.js';

const LOOPBACK = 'http://127.0.0.1:5555/callback';
const ALICE = { email: ALICE_EMAIL };

let broker: Broker;
let server: string;
let documents: DocumentHost;

beforeAll(async () => {
  documents = await startDocumentHost();
  broker = await startBroker({ pkce: true, refreshTokens: true });
  server = broker.server.url;
});

afterAll(async () => {
  await broker.close();
  await documents.close();
});

const consentPages = ({ visited }: Browser) =>
  visited.filter((url) => url === `${server}/oauth/consent`).length;

function documentClient(redirectUri: string): RawClient {
  const path = `/${encodeURIComponent(redirectUri)}.json`;
  const id = documents.url + path;
  documents.serve(path, { client_id: id, redirect_uris: [redirectUri] });
  return new RawClient(server, id, undefined, redirectUri);
}

it('a denied consent returns to the client, and is not remembered', async () => {
  const client = await RawClient.register(server);
  const browser = new Browser();
  broker.sandbox.requests.length = 0;
  const denied = await client.signIn(browser, {}, { ...ALICE, decision: 'deny' });
  expect(Object.fromEntries(denied.searchParams)).toEqual({
    error: 'access_denied',
    error_description: expect.any(String),
    state: 'its-state',
    iss: server,
  });
  expect(broker.sandbox.requests).toEqual([]);
  expect(Object.keys(browser.cookies(server))).toEqual([expect.stringMatching(/^mcp-consent-/)]);
  await client.codeFor(browser);
  expect(consentPages(browser)).toBe(2);
});

it('connect_as=team creates a member of the one team that the account page names', async () => {
  const client = await RawClient.register(server);
  const browser = new Browser();
  const person = { ...ALICE, connectAs: 'team' } as const;
  const back = await client.signIn(browser, { connect_as: 'team' }, person);
  expect(browser.visited.some((url) => url.includes('team_id='))).toBe(true);
  const { body } = await client.exchange(back.searchParams.get('code')!);
  const token = String(body['access_token']);
  const teams = await callTool(server, 'list_teams', {}, { token });
  expect(teams.structuredContent?.items).toHaveLength(1);
});

it('the longest state and redirect URI fit into the cookies', async () => {
  const client = await RawClient.register(server, {}, `${REDIRECT_URI}/${'p'.repeat(480)}`);
  for (const state of ['x'.repeat(1_024), 'ä"'.repeat(341)]) {
    const browser = new Browser();
    const back = await client.signIn(browser, { state });
    expect(back.searchParams.get('state')).toBe(state);
    expect((await client.exchange(back.searchParams.get('code')!)).status).toBe(200);
  }
});

/** RFC 8414 §2: exactly these members. */
const metadataOf = async (url: string) =>
  (await (await fetch(`${url}/.well-known/oauth-authorization-server`)).json()) as object;
const metadata = (url: string, methods: string[], more: object) => ({
  issuer: url,
  authorization_endpoint: `${url}/oauth/authorize`,
  token_endpoint: `${url}/oauth/token`,
  revocation_endpoint: `${url}/oauth/revoke`,
  scopes_supported: ['read', 'write', 'delete', 'offline_access'],
  response_types_supported: ['code'],
  response_modes_supported: ['query'],
  grant_types_supported: ['authorization_code', 'refresh_token'],
  token_endpoint_auth_methods_supported: methods,
  revocation_endpoint_auth_methods_supported: methods,
  code_challenge_methods_supported: ['S256'],
  authorization_response_iss_parameter_supported: true,
  ...more,
});
const SECRETS = ['none', 'client_secret_post', 'client_secret_basic'];
const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA'];

it('the metadata offers registration, metadata documents and signed assertions', async () => {
  expect(await metadataOf(server)).toEqual(
    metadata(server, [...SECRETS, 'private_key_jwt'], {
      registration_endpoint: `${server}/oauth/register`,
      userinfo_endpoint: `${server}/oauth/userinfo`,
      scopes_supported: ['read', 'write', 'delete', 'openid', 'email', 'offline_access'],
      subject_types_supported: ['public'],
      claims_supported: ['sub', 'name', 'email', 'email_verified'],
      client_id_metadata_document_supported: true,
      token_endpoint_auth_signing_alg_values_supported: ALGORITHMS,
      revocation_endpoint_auth_signing_alg_values_supported: ALGORITHMS,
    }),
  );
});

describe('registration', () => {
  it.each<[string, object]>([
    ['unknown fields and no scope', { logo_uri: 1, contacts: 'me', software_id: {}, extra: [] }],
    ['a scope and offline_access', { scope: 'admin offline_access' }],
    ['null for absent members', { client_name: null, token_endpoint_auth_method: null }],
    ['a name with markup and control characters', { client_name: '<b>\u202Eevil\u0000</b>' }],
  ])('accepts %s', async (_, metadata) => {
    const { status, body } = await register(server, { redirect_uris: [REDIRECT_URI], ...metadata });
    expect([status, body['redirect_uris']]).toEqual([201, [REDIRECT_URI]]);
    const page = await new Browser().request(
      new RawClient(server, String(body['client_id'])).authorizeUrl(),
    );
    expect(page.status).toBe(200);
    const text = await page.text();
    for (const evil of ['<b>', '\u202E', '\u0000']) expect(text).not.toContain(evil);
  });

  it.each<[string, string, string[]]>([
    ['ChatGPT', 'ChatGPT', ['https://chatgpt.com/connector_platform_oauth_redirect']],
    [
      'VS Code',
      'Visual Studio Code',
      [
        'https://insiders.vscode.dev/redirect',
        'https://vscode.dev/redirect',
        'http://localhost/',
        'http://127.0.0.1/',
        'http://localhost:33418/',
        'http://127.0.0.1:33418/',
      ],
    ],
    [
      'Cursor',
      'Cursor',
      [
        'cursor://anysphere.cursor-retrieval/oauth/user-mcp-bullet_train/callback',
        'https://www.cursor.com/agents/mcp/oauth/callback',
        'http://localhost:8787/callback',
      ],
    ],
  ])(
    'gives %s a client_id of fewer than 1,024 characters',
    async (_, client_name, redirect_uris) => {
      const { status, body } = await register(server, { client_name, redirect_uris });
      expect(status).toBe(201);
      expect(String(body['client_id']).length).toBeLessThan(1_024);
    },
  );
});

describe('BULLET_TRAIN_TOKENS', () => {
  let other: Broker;
  afterEach(() => other.close());
  const ask = (token: string) => post(other.server.url, 'tools/list', {}, { token });
  const own = async () => {
    const client = await RawClient.register(other.server.url);
    const { body } = await client.exchange(await client.codeFor());
    return String(body['access_token']);
  };

  it("can refuse people's own client IDs", async () => {
    other = await startBroker({}, { BULLET_TRAIN_TOKENS: 'tokens-only' });
    const direct = new RawClient(other.server.url, CLIENT_ID, 'sandbox-client-secret', LOOPBACK);
    other.sandbox.requests.length = 0;
    const page = await new Browser().request(direct.authorizeUrl());
    expect([page.status, page.headers.get('location')]).toEqual([400, null]);
    for (const answer of [
      await direct.exchange('x'),
      await direct.refresh('x'),
      await direct.revoke('x'),
    ]) {
      expect(answer).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    }
    expect(other.sandbox.requests).toEqual([]);
    expect((await ask(await own())).status).toBe(200);
  });

  it("can refuse Bullet Train's own tokens", async () => {
    other = await startBroker({}, { BULLET_TRAIN_TOKENS: 'none' });
    expect((await ask(ALICE_TOKEN)).status).toBe(401);
    expect((await ask(await own())).status).toBe(200);
  });

  it('can restrict them to listed applications', async () => {
    other = await startBroker({}, { BULLET_TRAIN_TOKENS: 'somebody-else, more' });
    expect((await ask(ALICE_TOKEN)).status).toBe(401);
    expect((await ask(await own())).status).toBe(200);
    await other.close();
    other = await startBroker({}, { BULLET_TRAIN_TOKENS: `somebody-else,${CLIENT_ID}` });
    expect((await ask(BOB_TOKEN)).status).toBe(200);
  });
});

describe("a server without an operator's application", () => {
  let sandbox: Awaited<ReturnType<typeof startSandbox>>;
  let plain: Awaited<ReturnType<typeof startServer>>;
  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0 });
    plain = await startServer(sandbox.url);
  });
  afterAll(async () => {
    await plain.stop();
    await sandbox.close();
  });
  beforeEach(() => void (sandbox.requests.length = 0));

  it("advertises only people's own client IDs", async () => {
    expect(await metadataOf(plain.url)).toEqual(metadata(plain.url, SECRETS, {}));
  });

  it('registers no client, fetches no document and opens no sealed value', async () => {
    expect((await register(plain.url, { redirect_uris: [REDIRECT_URI] })).status).toBe(404);
    const asked = documents.asked.length;
    for (const id of [documentClient(LOOPBACK).id, (await RawClient.register(server)).id]) {
      const page = await new Browser().request(new RawClient(plain.url, id).authorizeUrl());
      expect([page.status, page.headers.get('location')]).toEqual([400, null]);
    }
    expect(documents.asked).toHaveLength(asked);
    const direct = await new Browser().request(new RawClient(plain.url, CLIENT_ID).authorizeUrl());
    expect(direct.headers.get('location')).toContain(`${sandbox.url}/oauth/authorize?`);
  });
});

it('the log of a sign-in holds no code, token, secret, cookie or sealed value', async () => {
  const client = await RawClient.register(server, {
    token_endpoint_auth_method: 'client_secret_post',
  });
  const browser = new Browser();
  const code = await client.codeFor(browser);
  const { body } = await client.exchange(code);
  // Only failures are logged.
  broker.sandbox.flags.faults = [{ path: '/oauth', kind: 'status', status: 500 }];
  expect((await client.refresh(String(body['refresh_token']))).status).toBe(502);
  expect((await client.revoke(String(body['access_token']))).status).toBe(502);
  broker.sandbox.flags.faults = [{ path: '/oauth', kind: 'reset' }];
  expect((await client.exchange(await fetchCode())).status).toBe(503);
  broker.sandbox.flags.faults = [];
  const planted = [
    client.secret!,
    code,
    ...Object.values(body).filter((value) => String(value).length > 20),
  ];
  const log = broker.server.log();
  expect(log).toMatch(/does not work|broke its answer off/);
  for (const value of [...planted, ...Object.values(browser.cookies(server))])
    expect(log).not.toContain(value);
  expect(log).not.toMatch(/eyJ|code=|state=|sandbox-client-secret/);

  async function fetchCode(): Promise<string> {
    const { faults } = broker.sandbox.flags;
    broker.sandbox.flags.faults = [];
    const fresh = await client.codeFor(browser);
    broker.sandbox.flags.faults = faults;
    return fresh;
  }
});
