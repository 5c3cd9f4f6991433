import { beforeEach, describe, expect, it } from '@jest/globals';
import { ALICE_TOKEN } from '../src/sandbox/sandbox.js';
import { KINDS, reseal, tamper } from './sealed-values.js';
import {
  LONG,
  broker,
  client,
  other,
  browser,
  sealed,
  seal,
  foreign,
  type Case,
  expectRefused,
  isGood,
  CREDENTIALS,
  startTokenRig,
} from './token-rig.js';

startTokenRig();

describe('POST /oauth/token refuses a refresh', () => {
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
  ])(
    'with %s, and the refresh token is still valid afterwards',
    async (...[, change, error, headers]) => {
      expectRefused(await client.refresh(token, await change(), headers), error);
      expect((await client.refresh(token)).status).toBe(200);
    },
  );

  it.each(KINDS.filter((kind) => kind !== 'refresh_token'))(
    'when the refresh token is a sealed %s',
    async (kind) => {
      expectRefused(await client.refresh(sealed[kind]), 'invalid_grant');
    },
  );
});

describe('POST /oauth/revoke', () => {
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
  ])('ignores %s (RFC 7009 §2.2)', async (_, value) => {
    expect(await client.revoke(value())).toMatchObject({ status: 200, body: {} });
    expect(broker.sandbox.requests).toEqual([]);
    expect(await isGood(token)).toBe(true);
  });

  it('revokes the token when everything is right', async () => {
    expect(await client.revoke(token)).toMatchObject({ status: 200, body: {} });
    expect(await isGood(token)).toBe(false);
  });
});
