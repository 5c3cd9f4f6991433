import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startBroker, type Broker } from './broker.js';
import { expectErrorAtClient, expectPage } from './browser-answers.js';
import { Browser, requestIn } from './browser.js';
import { RawClient, type Parameters } from './raw-oauth.js';
import { collectSealedValues, KINDS, type Kind, tamper } from './sealed-values.js';

const LOOPBACK = 'http://127.0.0.1:5555/callback';
const JSON_ONLY = { headers: { accept: 'application/json' } };
const LONG = 'x'.repeat(9_000);

let broker: Broker;
let server: string;
/** A website, a program on the person's computer, and another website. */
let client: RawClient;
let program: RawClient;
let other: RawClient;
/** A browser that has signed in before. */
let browser: Browser;
/** One valid sealed value of each kind. */
let sealed: Record<Kind, string>;

beforeAll(async () => {
  broker = await startBroker({ pkce: true, refreshTokens: true });
  server = broker.server.url;
  client = await RawClient.register(server);
  program = await RawClient.register(server, {}, LOOPBACK);
  other = await RawClient.register(server, {}, 'https://other.example/callback');
  browser = new Browser();
  sealed = await collectSealedValues(client, browser);
});

beforeEach(() => {
  broker.sandbox.requests.length = 0;
});

afterAll(() => broker.close());

describe('/oauth/authorize shows an error page and does not redirect', () => {
  it.each<[string, () => Parameters, string]>([
    ['no client_id', () => ({ client_id: undefined }), 'invalid_request'],
    ['an empty client_id', () => ({ client_id: '' }), 'invalid_request'],
    ['client_id twice', () => ({ client_id: [client.id, client.id] }), 'invalid_request'],
    ['a client_id of 9,000 characters', () => ({ client_id: LONG }), 'invalid_request'],
    [
      'a client_id with another header',
      () => ({ client_id: tamper(client.id, 0) }),
      'invalid_client',
    ],
    ['a client_id with another iv', () => ({ client_id: tamper(client.id, 2) }), 'invalid_client'],
    [
      'a client_id with other content',
      () => ({ client_id: tamper(client.id, 3) }),
      'invalid_client',
    ],
    ['a client_id with another tag', () => ({ client_id: tamper(client.id, 4) }), 'invalid_client'],
    ['a client_id cut short', () => ({ client_id: client.id.slice(0, -2) }), 'invalid_client'],
    ['no redirect_uri', () => ({ redirect_uri: undefined }), 'invalid_request'],
    ['an empty redirect_uri', () => ({ redirect_uri: '' }), 'invalid_request'],
    [
      'redirect_uri twice',
      () => ({ redirect_uri: [client.redirectUri, client.redirectUri] }),
      'invalid_request',
    ],
    [
      'a redirect_uri of 9,000 characters',
      () => ({ redirect_uri: client.redirectUri + LONG }),
      'invalid_request',
    ],
    [
      "another client's redirect_uri",
      () => ({ redirect_uri: other.redirectUri }),
      'invalid_request',
    ],
    [
      'redirect_uri: another host',
      () => ({ redirect_uri: 'https://evil.example/callback' }),
      'invalid_request',
    ],
    [
      'redirect_uri: a host that begins alike',
      () => ({ redirect_uri: 'https://client.example.evil.example/callback' }),
      'invalid_request',
    ],
    [
      'redirect_uri: a subdomain',
      () => ({ redirect_uri: 'https://a.client.example/callback' }),
      'invalid_request',
    ],
    [
      'redirect_uri: host in capitals',
      () => ({ redirect_uri: 'https://CLIENT.example/callback' }),
      'invalid_request',
    ],
    [
      'redirect_uri: path in capitals',
      () => ({ redirect_uri: 'https://client.example/Callback' }),
      'invalid_request',
    ],
    [
      'redirect_uri: a trailing slash',
      () => ({ redirect_uri: 'https://client.example/callback/' }),
      'invalid_request',
    ],
    [
      'redirect_uri: a longer path',
      () => ({ redirect_uri: 'https://client.example/callback/../x' }),
      'invalid_request',
    ],
    [
      'redirect_uri: another query',
      () => ({ redirect_uri: 'https://client.example/callback?a=b' }),
      'invalid_request',
    ],
    [
      'redirect_uri: a fragment',
      () => ({ redirect_uri: 'https://client.example/callback#a' }),
      'invalid_request',
    ],
    [
      'redirect_uri: another port',
      () => ({ redirect_uri: 'https://client.example:8443/callback' }),
      'invalid_request',
    ],
    [
      'redirect_uri: the default port',
      () => ({ redirect_uri: 'https://client.example:443/callback' }),
      'invalid_request',
    ],
    [
      'redirect_uri: without TLS',
      () => ({ redirect_uri: 'http://client.example/callback' }),
      'invalid_request',
    ],
    [
      'redirect_uri: with credentials',
      () => ({ redirect_uri: 'https://a:b@client.example/callback' }),
      'invalid_request',
    ],
    [
      'redirect_uri: its host as a user',
      () => ({ redirect_uri: 'https://client.example@evil.example/callback' }),
      'invalid_request',
    ],
    [
      'redirect_uri: a backslash',
      () => ({ redirect_uri: 'https://client.example\\@evil.example/callback' }),
      'invalid_request',
    ],
    ['redirect_uri: a script', () => ({ redirect_uri: 'javascript:alert(1)' }), 'invalid_request'],
    ['redirect_uri: a path alone', () => ({ redirect_uri: '/callback' }), 'invalid_request'],
    [
      'redirect_uri: a line break',
      () => ({ redirect_uri: `${client.redirectUri}\r\nSet-Cookie: a=b` }),
      'invalid_request',
    ],
    [
      'on loopback: the other name of it',
      () => ({ client_id: program.id, redirect_uri: 'http://localhost:5555/callback' }),
      'invalid_request',
    ],
    [
      'on loopback: IPv6 for IPv4',
      () => ({ client_id: program.id, redirect_uri: 'http://[::1]:5555/callback' }),
      'invalid_request',
    ],
    [
      'on loopback: another path',
      () => ({ client_id: program.id, redirect_uri: 'http://127.0.0.1:5555/other' }),
      'invalid_request',
    ],
    [
      'on loopback: another query',
      () => ({ client_id: program.id, redirect_uri: `${LOOPBACK}?a=b` }),
      'invalid_request',
    ],
    [
      'on loopback: another scheme',
      () => ({ client_id: program.id, redirect_uri: 'https://127.0.0.1:5555/callback' }),
      'invalid_request',
    ],
    [
      'on loopback: with credentials',
      () => ({ client_id: program.id, redirect_uri: 'http://a@127.0.0.1:5555/callback' }),
      'invalid_request',
    ],
    [
      'on loopback: it as a user',
      () => ({
        client_id: program.id,
        redirect_uri: 'http://127.0.0.1:5555@evil.example/callback',
      }),
      'invalid_request',
    ],
    [
      'on loopback: a host that begins alike',
      () => ({
        client_id: program.id,
        redirect_uri: 'http://127.0.0.1.evil.example:5555/callback',
      }),
      'invalid_request',
    ],
  ])('for %s', async (_, change, error) => {
    const url = client.authorizeUrl(change());
    await expectPage(broker, await browser.request(url));
    expect(await (await browser.request(url, JSON_ONLY)).json()).toMatchObject({ error });
  });

  it.each(KINDS.filter((kind) => kind !== 'client'))(
    'for a sealed %s as client_id',
    async (kind) => {
      const url = client.authorizeUrl({ client_id: sealed[kind] });
      await expectPage(broker, await browser.request(url));
      const json = await (await browser.request(url, JSON_ONLY)).json();
      expect(json).toMatchObject({ error: 'invalid_client' });
    },
  );

  it('but accepts any port of a loopback redirect URI', async () => {
    const redirect_uri = 'http://127.0.0.1:6666/callback';
    const page = await browser.request(program.authorizeUrl({ redirect_uri }));
    expect(requestIn(await page.text())).toEqual(expect.any(String));
  });
});

describe('/oauth/authorize redirects to the client with an error', () => {
  const elsewhere = 'https://elsewhere.example/mcp';
  it.each<[string, () => Parameters, string, null?]>([
    ['no response_type', () => ({ response_type: undefined }), 'invalid_request'],
    ['response_type twice', () => ({ response_type: ['code', 'code'] }), 'invalid_request'],
    ['response_type token', () => ({ response_type: 'token' }), 'unsupported_response_type'],
    [
      'response_type code token',
      () => ({ response_type: 'code token' }),
      'unsupported_response_type',
    ],
    ['response_type CODE', () => ({ response_type: 'CODE' }), 'unsupported_response_type'],
    ['a response_type of 9,000 characters', () => ({ response_type: LONG }), 'invalid_request'],
    ['no code_challenge', () => ({ code_challenge: undefined }), 'invalid_request'],
    ['an empty code_challenge', () => ({ code_challenge: '' }), 'invalid_request'],
    [
      'code_challenge twice',
      () => ({ code_challenge: [client.challenge, client.challenge] }),
      'invalid_request',
    ],
    [
      'a code_challenge too short',
      () => ({ code_challenge: client.challenge.slice(1) }),
      'invalid_request',
    ],
    [
      'a code_challenge too long',
      () => ({ code_challenge: `${client.challenge}A` }),
      'invalid_request',
    ],
    [
      'a code_challenge that is not base64url',
      () => ({ code_challenge: '+'.repeat(43) }),
      'invalid_request',
    ],
    ['a code_challenge of 9,000 characters', () => ({ code_challenge: LONG }), 'invalid_request'],
    ['no code_challenge_method', () => ({ code_challenge_method: undefined }), 'invalid_request'],
    ['code_challenge_method plain', () => ({ code_challenge_method: 'plain' }), 'invalid_request'],
    ['code_challenge_method s256', () => ({ code_challenge_method: 's256' }), 'invalid_request'],
    [
      'code_challenge_method twice',
      () => ({ code_challenge_method: ['S256', 'plain'] }),
      'invalid_request',
    ],
    ['scope twice', () => ({ scope: ['admin', 'admin'] }), 'invalid_request'],
    ['a scope of 9,000 characters', () => ({ scope: LONG }), 'invalid_request'],
    ['resource: another server', () => ({ resource: elsewhere }), 'invalid_target'],
    ['resource: another path', () => ({ resource: `${server}/other` }), 'invalid_target'],
    ['resource: another port', () => ({ resource: 'http://localhost:1/mcp' }), 'invalid_target'],
    ['resource: a fragment', () => ({ resource: `${server}/mcp#a` }), 'invalid_target'],
    [
      'resource: with credentials',
      () => ({ resource: `${server}/mcp`.replace('//', '//a@') }),
      'invalid_target',
    ],
    ['resource: no address', () => ({ resource: 'mcp' }), 'invalid_target'],
    [
      'resource: another server beside this one',
      () => ({ resource: [`${server}/mcp`, elsewhere] }),
      'invalid_target',
    ],
    ['prompt twice', () => ({ prompt: ['consent', 'none'] }), 'invalid_request'],
    ['connect_as twice', () => ({ connect_as: ['me', 'team'] }), 'invalid_request'],
    ['a state of 1,025 characters', () => ({ state: 'x'.repeat(1_025) }), 'invalid_request', null],
    ['a state of 1,026 bytes', () => ({ state: 'ä'.repeat(513) }), 'invalid_request', null],
    ['state twice', () => ({ state: ['a', 'b'] }), 'invalid_request', null],
  ])('for %s', async (...[, change, error, state]) => {
    const response = await browser.request(client.authorizeUrl(change()));
    expectErrorAtClient(broker, response, client.redirectUri, error, state);
    expect(response.headers.getSetCookie()).toEqual([]);
  });
});
