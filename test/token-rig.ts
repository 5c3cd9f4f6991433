import { afterAll, beforeAll, expect } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { type Sealing } from '../src/oauth/sealing/sealing.js';
import { startBroker, type Broker } from './broker.js';
import { Browser } from './browser.js';
import { post } from './raw-mcp.js';
import { basic, RawClient, type OAuthAnswer, type Parameters } from './raw-oauth.js';
import { collectSealedValues, type Kind, sealingOf, tamper } from './sealed-values.js';

export const SECRET = randomBytes(32).toString('base64');

export const LONG = 'x'.repeat(9_000);

export const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

export let broker: Broker;

export let server: string;

/** Clients without a secret, with one, and another without. */
export let client: RawClient;

export let confidential: RawClient;

export let other: RawClient;

export let browser: Browser;

export let sealed: Record<Kind, string>;

/** The server's sealing, and one with another secret. */
export let seal: Sealing;

export let foreign: Sealing;

export type Case = [
  string,
  () => Parameters | Promise<Parameters>,
  string,
  Record<string, string>?,
];

/** Expects an error in the form of RFC 6749 §5.2, and no request to the application. */
export function expectRefused(
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

/** @returns whether the MCP endpoint accepts a token */
export async function isGood(token: string): Promise<boolean> {
  return (await post(server, 'tools/list', {}, { token })).status === 200;
}

export const CREDENTIALS: Case[] = [
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

/** Starts a server with three clients, and collects one sealed value of each kind. */
export function startTokenRig(): void {
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
}
