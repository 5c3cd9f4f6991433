import { beforeEach, describe, expect, it } from '@jest/globals';
import { encode, postForm, readAnswer } from './raw-oauth.js';
import { KINDS, reseal, tamper } from './sealed-values.js';
import {
  LONG,
  broker,
  server,
  client,
  confidential,
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

describe('POST /oauth/token exchanges no code', () => {
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
  ])('with %s, and the code is still valid afterwards', async (...[, change, error, headers]) => {
    expectRefused(await client.exchange(code, await change(), headers), error);
    expect((await client.exchange(code)).status).toBe(200);
  });

  it.each(KINDS.filter((kind) => kind !== 'code'))('when the code is a sealed %s', async (kind) => {
    expectRefused(await client.exchange(sealed[kind]), 'invalid_grant');
  });

  it('that was used before, and revokes the first token (RFC 6749 §4.1.2)', async () => {
    const { body } = await client.exchange(code);
    broker.sandbox.requests.length = 0;
    const again = await client.exchange(code);
    expect(again).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect(await isGood(String(body['access_token']))).toBe(false);
  });

  it.each<[string, string, string, number]>([
    ['JSON', 'application/json', '{"grant_type":"authorization_code"}', 415],
    ['plain text', 'text/plain', 'grant_type=authorization_code', 415],
    ['multipart', 'multipart/form-data; boundary=a', '--a\r\n\r\n--a--', 415],
    ['without a content type', '', 'grant_type=authorization_code', 415],
    ['empty', 'application/x-www-form-urlencoded', '', 400],
  ])('when the body is %s', async (_, type, body, status) => {
    const answer = await postForm(`${server}/oauth/token`, body, { 'content-type': type });
    expectRefused(answer, 'invalid_request', status);
  });

  it('when the body is too large', async () => {
    const answer = await client.exchange(code, { more: 'x'.repeat(70_000) });
    expect(answer).toMatchObject({ status: 413, body: { error: 'invalid_request' } });
    expect((await client.exchange(code)).status).toBe(200);
  });

  it('for GET, or with parameters in the URL', async () => {
    const query = encode({ grant_type: 'authorization_code', client_id: client.id, code });
    const read = await readAnswer(await fetch(`${server}/oauth/token?${query}`));
    expect(read).toMatchObject({ status: 405, body: { error: 'invalid_request' } });
    expectRefused(await postForm(`${server}/oauth/token?${query}`, ''), 'invalid_request');
  });
});
