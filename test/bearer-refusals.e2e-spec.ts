import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { now, type Sealing } from '../src/oauth/sealing/sealing.js';
import { ALICE_TOKEN } from '../src/sandbox/sandbox.js';
import { startBroker, type Broker } from './broker.js';
import { Browser } from './browser.js';
import { post } from './raw-mcp.js';
import { RawClient } from './raw-oauth.js';
import {
  collectSealedValues,
  KINDS,
  type Kind,
  reseal,
  sealingOf,
  tamper,
} from './sealed-values.js';

const SECRET = randomBytes(32).toString('base64');

let broker: Broker;
let server: string;
let sealed: Record<Kind, string>;
/** The server's sealing, and one with another secret. */
let seal: Sealing;
let foreign: Sealing;

beforeAll(async () => {
  broker = await startBroker({ pkce: true, refreshTokens: true }, { OAUTH_SECRET: SECRET });
  server = broker.server.url;
  sealed = await collectSealedValues(await RawClient.register(server), new Browser());
  seal = sealingOf(server, SECRET);
  foreign = sealingOf(server, randomBytes(32).toString('hex'));
});

afterAll(() => broker.close());

describe('the MCP endpoint refuses', () => {
  const content = (token: string) => ({ iss: server, aud: `${server}/mcp`, client_id: 'x', token });

  it.each<[string, () => string | Promise<string>]>([
    ...KINDS.filter((kind) => kind !== 'access_token').map((kind): [string, () => string] => [
      `a sealed ${kind}`,
      () => sealed[kind],
    ]),
    ['a token with another header', () => tamper(sealed.access_token, 0)],
    ['a token with another iv', () => tamper(sealed.access_token, 2)],
    ['a token with other content', () => tamper(sealed.access_token, 3)],
    ['a token with another tag', () => tamper(sealed.access_token, 4)],
    ['an expired token', () => reseal('access_token', sealed.access_token, seal, { life: -1 })],
    [
      'a token sealed with another secret',
      () => reseal('access_token', sealed.access_token, seal, { to: foreign }),
    ],
    [
      'a token sealed by another server',
      () =>
        reseal('access_token', sealed.access_token, seal, {
          to: sealingOf('https://b.example', SECRET),
        }),
    ],
    [
      'a token of another issuer',
      () =>
        seal.seal(
          'access_token',
          { ...content(ALICE_TOKEN), iss: 'https://b.example' },
          now() + 60,
        ),
    ],
    [
      'a token for another resource',
      () =>
        seal.seal(
          'access_token',
          { ...content(ALICE_TOKEN), aud: 'https://b.example/mcp' },
          now() + 60,
        ),
    ],
  ])('a request with %s', async (_, token) => {
    const value = await token();
    broker.sandbox.requests.length = 0;
    const { status, headers } = await post(server, 'tools/list', {}, { token: value });
    expect([status, headers.get('www-authenticate')]).toEqual([
      401,
      expect.stringMatching(/^Bearer error="invalid_token"/),
    ]);
    expect(broker.sandbox.requests).toEqual([]);
  });

  it('but accepts an access token that this server sealed', async () => {
    const token = await seal.seal('access_token', content(ALICE_TOKEN), now() + 60);
    expect((await post(server, 'tools/list', {}, { token })).status).toBe(200);
  });
});
