import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import type { Sealing } from '../src/oauth/sealing/sealing.js';
import { startBroker, type Broker } from './broker.js';
import { Browser } from './browser.js';
import { post } from './raw-mcp.js';
import {
  basic,
  encode,
  postForm,
  RawClient,
  readAnswer,
  type OAuthAnswer,
  type Parameters,
} from './raw-oauth.js';
import {
  collectSealedValues,
  KINDS,
  type Kind,
  reseal,
  sealingOf,
  tamper,
} from './sealed-values.js';

const SECRET = randomBytes(32).toString('base64');
const LONG = 'x'.repeat(9_000);
const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

let broker: Broker;
let server: string;
/** Without a secret, with one, and another without. */
let client: RawClient;
let confidential: RawClient;
let other: RawClient;
let browser: Browser;
let sealed: Record<Kind, string>;
/** The server's seal, and one with another secret. */
let seal: Sealing;
let foreign: Sealing;

beforeAll(async () => {
  broker = await startBroker({ pkce: true, refreshTokens: true }, { OAUTH_SECRET: SECRET });
  server = broker.server.url;
  client = await RawClient.register(server);
  confidential = await RawClient.register(server, {
    token_endpoint_auth_method: 'client_secret_post',
  });
  other = await RawClient.register(server, { client_name: 'other' });
  browser = new Browser();
  sealed = await collectSealedValues(client, browser);
  seal = sealingOf(server, SECRET);
  foreign = sealingOf(server, randomBytes(32).toString('hex'));
});

afterAll(() => broker.close());

type Case = [string, () => Parameters | Promise<Parameters>, string, Record<string, string>?];

/** In the form of RFC 6749 §5.2, and with no word to the application about it. */
function expectRefused(
  { status, headers, body }: OAuthAnswer,
  error: string,
  expected = error === 'invalid_client' ? 401 : 400,
): void {
  expect(body).toEqual({ error, error_description: expect.any(String) });
  expect(status).toBe(expected);
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('set-cookie')).toBeNull();
  expect(headers.get('www-authenticate')).toEqual(
    status === 401 ? expect.stringMatching(/^Basic /) : null,
  );
  expect(broker.sandbox.requests.filter(({ method }) => method === 'POST')).toEqual([]);
}

/** Whether a token is good at the MCP endpoint. */
async function isGood(token: string): Promise<boolean> {
  return (await post(server, 'tools/list', {}, { token })).status === 200;
}

const CREDENTIALS: Case[] = [
  ['no client_id', () => ({ client_id: undefined }), 'invalid_client'],
  ['an empty client_id', () => ({ client_id: '' }), 'invalid_client'],
  ['client_id twice', () => ({ client_id: [client.id, client.id] }), 'invalid_request'],
  ['a client_id of 9,000 characters', () => ({ client_id: LONG }), 'invalid_request'],
  ['a client_id nobody registered', () => ({ client_id: tamper(client.id, 3) }), 'invalid_client'],
  ['a code as client_id', () => ({ client_id: sealed.code }), 'invalid_client'],
  ['a refresh token as client_id', () => ({ client_id: sealed.refresh_token }), 'invalid_client'],
  ['a secret of a client without', () => ({ client_secret: 'x' }), 'invalid_client'],
  ["another's secret", () => ({ client_secret: confidential.secret }), 'invalid_client'],
  ['client_secret twice', () => ({ client_secret: ['a', 'b'] }), 'invalid_request'],
  ['a client_secret of 9,000 characters', () => ({ client_secret: LONG }), 'invalid_request'],
  [
    'an assertion of a client without keys',
    () => ({ client_assertion: 'a.b.c', client_assertion_type: JWT_BEARER }),
    'invalid_client',
  ],
  ['an assertion without its type', () => ({ client_assertion: 'a.b.c' }), 'invalid_request'],
  [
    'an assertion of another type',
    () => ({
      client_assertion: 'a.b.c',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:saml2-bearer',
    }),
    'invalid_request',
  ],
  ['client_assertion twice', () => ({ client_assertion: ['a', 'b'] }), 'invalid_request'],
  [
    'a secret and an assertion',
    () => ({ client_secret: 'a', client_assertion: 'a.b.c', client_assertion_type: JWT_BEARER }),
    'invalid_request',
  ],
  ['Basic that is not base64', () => ({}), 'invalid_client', { authorization: 'Basic ***' }],
  ['Basic that is empty', () => ({}), 'invalid_client', { authorization: 'Basic' }],
  [
    'Basic without a colon',
    () => ({ client_id: undefined }),
    'invalid_client',
    { authorization: `Basic ${Buffer.from('a').toString('base64')}` },
  ],
  ['Basic of another client', () => ({}), 'invalid_request', basic('other', 'x')],
  [
    'Basic and a secret in the form',
    () => ({ client_secret: 'x' }),
    'invalid_request',
    basic('other', 'x'),
  ],
];

describe('a code is not exchanged', () => {
  let code: string;

  beforeEach(async () => {
    code = await client.codeFor(browser);
    broker.sandbox.requests.length = 0;
  });

  it.each<Case>([
    ...CREDENTIALS,
    ['no grant_type', () => ({ grant_type: undefined }), 'invalid_request'],
    ['an empty grant_type', () => ({ grant_type: '' }), 'invalid_request'],
    [
      'grant_type twice',
      () => ({ grant_type: ['authorization_code', 'authorization_code'] }),
      'invalid_request',
    ],
    ['a grant_type of 9,000 characters', () => ({ grant_type: LONG }), 'invalid_request'],
    ['grant_type password', () => ({ grant_type: 'password' }), 'unsupported_grant_type'],
    [
      'grant_type client_credentials',
      () => ({ grant_type: 'client_credentials' }),
      'unsupported_grant_type',
    ],
    ['grant_type implicit', () => ({ grant_type: 'implicit' }), 'unsupported_grant_type'],
    [
      'grant_type in capitals',
      () => ({ grant_type: 'AUTHORIZATION_CODE' }),
      'unsupported_grant_type',
    ],
    ['grant_type refresh_token', () => ({ grant_type: 'refresh_token' }), 'invalid_request'],
    ['no code', () => ({ code: undefined }), 'invalid_request'],
    ['an empty code', () => ({ code: '' }), 'invalid_request'],
    ['code twice', () => ({ code: [code, code] }), 'invalid_request'],
    ['a code of 9,000 characters', () => ({ code: LONG }), 'invalid_request'],
    [
      "a code in Bullet Train's form",
      () => ({ code: 'EWm2rDqVzXW4mzXLIm2YNXLEI40fVZYyV5gGTnGTB1I' }),
      'invalid_grant',
    ],
    ['a code with another header', () => ({ code: tamper(code, 0) }), 'invalid_grant'],
    ['a code with another iv', () => ({ code: tamper(code, 2) }), 'invalid_grant'],
    ['a code with other content', () => ({ code: tamper(code, 3) }), 'invalid_grant'],
    ['a code with another tag', () => ({ code: tamper(code, 4) }), 'invalid_grant'],
    ['a code with a short tag', () => ({ code: code.slice(0, -8) }), 'invalid_grant'],
    [
      'a code after its time',
      async () => ({ code: await reseal('code', code, seal, { life: -121 }) }),
      'invalid_grant',
    ],
    [
      'a code sealed with another secret',
      async () => ({ code: await reseal('code', code, seal, { to: foreign }) }),
      'invalid_grant',
    ],
    ['no redirect_uri', () => ({ redirect_uri: undefined }), 'invalid_request'],
    [
      'redirect_uri twice',
      () => ({ redirect_uri: [client.redirectUri, client.redirectUri] }),
      'invalid_request',
    ],
    [
      'another redirect_uri',
      () => ({ redirect_uri: 'https://evil.example/callback' }),
      'invalid_grant',
    ],
    [
      'redirect_uri with a slash more',
      () => ({ redirect_uri: `${client.redirectUri}/` }),
      'invalid_grant',
    ],
    [
      'redirect_uri with a query',
      () => ({ redirect_uri: `${client.redirectUri}?a=b` }),
      'invalid_grant',
    ],
    ['no code_verifier', () => ({ code_verifier: undefined }), 'invalid_request'],
    ['an empty code_verifier', () => ({ code_verifier: '' }), 'invalid_request'],
    [
      'code_verifier twice',
      () => ({ code_verifier: [client.verifier, client.verifier] }),
      'invalid_request',
    ],
    ['a code_verifier of 9,000 characters', () => ({ code_verifier: LONG }), 'invalid_request'],
    ["another client's code_verifier", () => ({ code_verifier: other.verifier }), 'invalid_grant'],
    [
      'the code_challenge as code_verifier',
      () => ({ code_verifier: client.challenge }),
      'invalid_grant',
    ],
    [
      'a code_verifier cut short',
      () => ({ code_verifier: client.verifier.slice(1) }),
      'invalid_grant',
    ],
    ['another resource', () => ({ resource: 'https://elsewhere.example/mcp' }), 'invalid_target'],
    ['the resource that was not granted', () => ({ resource: server }), 'invalid_target'],
    [
      'another resource beside the granted one',
      () => ({ resource: [`${server}/mcp`, 'https://elsewhere.example/mcp'] }),
      'invalid_target',
    ],
    ['scope twice', () => ({ scope: ['admin', 'admin'] }), 'invalid_request'],
    ["another client's code", () => ({ client_id: other.id }), 'invalid_grant'],
    [
      "another client's code, with a secret",
      () => ({ client_id: confidential.id, client_secret: confidential.secret }),
      'invalid_grant',
    ],
  ])('with %s, and is still good afterwards', async (...[, change, error, headers]) => {
    expectRefused(await client.exchange(code, await change(), headers), error);
    expect((await client.exchange(code)).status).toBe(200);
  });

  it.each(KINDS.filter((kind) => kind !== 'code'))('with a sealed %s as code', async (kind) => {
    expectRefused(await client.exchange(sealed[kind]), 'invalid_grant');
  });

  it('twice, and then the first token is good no more (RFC 6749 §4.1.2)', async () => {
    const { body } = await client.exchange(code);
    broker.sandbox.requests.length = 0;
    const again = await client.exchange(code);
    expect(again).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect(await isGood(String(body['access_token']))).toBe(false);
  });

  it.each<[string, string, string, number]>([
    ['JSON', 'application/json', '{"grant_type":"authorization_code"}', 415],
    ['plain text', 'text/plain', 'grant_type=authorization_code', 415],
    ['many parts', 'multipart/form-data; boundary=a', '--a\r\n\r\n--a--', 415],
    ['no type', '', 'grant_type=authorization_code', 415],
    ['nothing', 'application/x-www-form-urlencoded', '', 400],
  ])('with a body of %s', async (_, type, body, status) => {
    const answer = await postForm(`${server}/oauth/token`, body, { 'content-type': type });
    expectRefused(answer, 'invalid_request', status);
  });

  it('with a body that is too large', async () => {
    const answer = await client.exchange(code, { more: 'x'.repeat(70_000) });
    expect(answer).toMatchObject({ status: 413, body: { error: 'invalid_request' } });
    expect((await client.exchange(code)).status).toBe(200);
  });

  it('with GET, nor with parameters in the address', async () => {
    const query = encode({ grant_type: 'authorization_code', client_id: client.id, code });
    const read = await readAnswer(await fetch(`${server}/oauth/token?${query}`));
    expect(read).toMatchObject({ status: 405, body: { error: 'invalid_request' } });
    expectRefused(await postForm(`${server}/oauth/token?${query}`, ''), 'invalid_request');
  });
});
