import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import type { Sealing } from '../src/oauth/sealing/sealing.js';
import { startBroker, type Broker } from './broker.js';
import { Browser } from './browser.js';
import { basic, RawClient, type OAuthAnswer, type Parameters } from './raw-oauth.js';
import { sealingOf } from './sealed-values.js';

const SECRET = randomBytes(32).toString('base64');

let broker: Broker;
let server: string;

let confidential: RawClient;
let browser: Browser;
let foreign: Sealing;

beforeAll(async () => {
  broker = await startBroker({ pkce: true, refreshTokens: true }, { OAUTH_SECRET: SECRET });
  server = broker.server.url;
  confidential = await RawClient.register(server, {
    token_endpoint_auth_method: 'client_secret_post',
  });
  browser = new Browser();
  foreign = sealingOf(server, randomBytes(32).toString('hex'));
});

afterAll(() => broker.close());

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
