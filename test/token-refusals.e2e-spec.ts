import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import type { Sealing } from '../src/oauth/sealing/sealing.js';
import { ALICE_TOKEN } from '../src/sandbox/sandbox.js';
import { startBroker, type Broker } from './broker.js';
import { Browser } from './browser.js';
import { post } from './raw-mcp.js';
import { basic, RawClient, type OAuthAnswer, type Parameters } from './raw-oauth.js';
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
