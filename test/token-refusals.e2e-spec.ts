import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import type { Sealing } from '../src/oauth/sealing/sealing.js';
import { ALICE_TOKEN } from '../src/sandbox/sandbox.js';
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
import { until } from './running-server.js';
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

describe('a client with a secret', () => {
  let code: string;

  beforeEach(async () => {
    code = await confidential.codeFor(browser);
    broker.sandbox.requests.length = 0;
  });

  it.each<[string, () => Parameters, string, (() => Record<string, string>)?]>([
    ['without it', () => ({ client_secret: undefined }), 'invalid_client'],
    ['with an empty one', () => ({ client_secret: '' }), 'invalid_client'],
    ['with a wrong one', () => ({ client_secret: 'x'.repeat(43) }), 'invalid_client'],
    [
      'with one cut short',
      () => ({ client_secret: confidential.secret!.slice(1) }),
      'invalid_client',
    ],
    ['with its own id as the secret', () => ({ client_secret: confidential.id }), 'invalid_client'],
    [
      "with another secret's",
      () => ({ client_secret: foreign.deriveSecrets(confidential.id)[0] }),
      'invalid_client',
    ],
    [
      'with a wrong one in the header',
      () => ({ client_secret: undefined }),
      'invalid_client',
      () => basic(confidential.id, 'x'),
    ],
    [
      'with an empty one in the header',
      () => ({ client_secret: undefined }),
      'invalid_client',
      () => basic(confidential.id, ''),
    ],
    [
      'with it in the header and the form',
      () => ({}),
      'invalid_request',
      () => basic(confidential.id, confidential.secret!),
    ],
    [
      'as a bearer token',
      () => ({ client_secret: undefined }),
      'invalid_client',
      () => ({ authorization: `Bearer ${confidential.secret}` }),
    ],
  ])('is refused %s', async (...[, change, error, headers]) => {
    expectRefused(await confidential.exchange(code, change(), headers?.()), error);
    expect((await confidential.exchange(code)).status).toBe(200);
  });

  it('may send it in the header though it has registered the form', async () => {
    const { id, secret } = confidential;
    const form = { client_id: undefined, client_secret: undefined };
    expect((await confidential.exchange(code, form, basic(id, secret!))).status).toBe(200);
  });
});

describe('a refresh token is not exchanged', () => {
  let token: string;

  beforeEach(async () => {
    const { body } = await client.exchange(await client.codeFor(browser));
    token = String(body['refresh_token']);
    broker.sandbox.requests.length = 0;
  });

  it.each<Case>([
    ...CREDENTIALS,
    ['no refresh_token', () => ({ refresh_token: undefined }), 'invalid_request'],
    ['an empty refresh_token', () => ({ refresh_token: '' }), 'invalid_request'],
    ['refresh_token twice', () => ({ refresh_token: [token, token] }), 'invalid_request'],
    ['a refresh_token of 9,000 characters', () => ({ refresh_token: LONG }), 'invalid_request'],
    [
      'a refresh_token with other content',
      () => ({ refresh_token: tamper(token, 3) }),
      'invalid_grant',
    ],
    [
      'a refresh_token sealed with another secret',
      async () => ({ refresh_token: await reseal('refresh_token', token, seal, { to: foreign }) }),
      'invalid_grant',
    ],
    ["another client's refresh_token", () => ({ client_id: other.id }), 'invalid_grant'],
    ['another resource', () => ({ resource: 'https://elsewhere.example/mcp' }), 'invalid_target'],
    [
      'grant_type authorization_code',
      () => ({ grant_type: 'authorization_code' }),
      'invalid_request',
    ],
  ])('with %s, and is still good afterwards', async (...[, change, error, headers]) => {
    expectRefused(await client.refresh(token, await change(), headers), error);
    expect((await client.refresh(token)).status).toBe(200);
  });

  it.each(KINDS.filter((kind) => kind !== 'refresh_token'))(
    'when it is a sealed %s',
    async (kind) => {
      expectRefused(await client.refresh(sealed[kind]), 'invalid_grant');
    },
  );

  it('a few seconds after what it was refreshed to has been used', async () => {
    const { body } = await client.refresh(token);
    expect(await isGood(String(body['access_token']))).toBe(true);
    await until(async () => (await client.refresh(token)).body['error'] === 'invalid_grant');
    expect((await client.refresh(String(body['refresh_token']))).status).toBe(200);
  });
});

describe('revoking', () => {
  let token: string;

  beforeEach(async () => {
    const { body } = await client.exchange(await client.codeFor(browser));
    token = String(body['access_token']);
    broker.sandbox.requests.length = 0;
  });

  it.each<Case>([
    ...CREDENTIALS,
    ['no token', () => ({ token: undefined }), 'invalid_request'],
    ['an empty token', () => ({ token: '' }), 'invalid_request'],
    ['token twice', () => ({ token: [token, token] }), 'invalid_request'],
    ['a token of 9,000 characters', () => ({ token: LONG }), 'invalid_request'],
    ["another client's token", () => ({ client_id: other.id }), 'invalid_grant'],
  ])('is refused with %s', async (...[, change, error, headers]) => {
    expectRefused(await client.revoke(token, await change(), headers), error);
    expect(await isGood(token)).toBe(true);
  });

  it.each<[string, () => string]>([
    ['a client_id', () => client.id],
    ['a code', () => sealed.code],
    ['a state', () => sealed.state],
    ['a token with other content', () => tamper(token, 3)],
    ["Bullet Train's own token", () => ALICE_TOKEN],
  ])('%s changes nothing (RFC 7009 §2.2)', async (_, value) => {
    expect(await client.revoke(value())).toMatchObject({ status: 200, body: {} });
    expect(broker.sandbox.requests).toEqual([]);
    expect(await isGood(token)).toBe(true);
  });

  it('works once everything is right', async () => {
    expect(await client.revoke(token)).toMatchObject({ status: 200, body: {} });
    expect(await isGood(token)).toBe(false);
  });
});
