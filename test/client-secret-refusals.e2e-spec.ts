import { beforeEach, describe, expect, it } from '@jest/globals';
import { basic, type Parameters } from './raw-oauth.js';
import {
  broker,
  confidential,
  browser,
  foreign,
  expectRefused,
  startTokenRig,
} from './token-rig.js';

startTokenRig();

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
      'with a truncated one',
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

  it('may send it in the header although it registered client_secret_post', async () => {
    const { id, secret } = confidential;
    const form = { client_id: undefined, client_secret: undefined };
    expect((await confidential.exchange(code, form, basic(id, secret!))).status).toBe(200);
  });
});
