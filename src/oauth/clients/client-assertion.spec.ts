import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  jest,
} from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type CryptoKey, type JWK } from 'jose';
import { startDocumentHost, type DocumentHost } from '../../../test/document-host.js';
import { readConfig } from '../../config/app-config.js';
import { SharedRedis } from '../../redis/shared-redis.js';
import type { Client } from './client.js';
import { SharedMemory } from '../sharing/shared-memory.js';
import { ClientAssertion } from './client-assertion.js';
import { MetadataDocumentClients } from './metadata-document-clients.js';

const ID = 'https://client.example/client.json';
const HERE = 'https://mcp.example.com';
const config = readConfig({ PUBLIC_URL: HERE, CLIENT_METADATA_ALLOW_LOOPBACK: 'on' });

let host: DocumentHost;
let mine: { privateKey: CryptoKey; jwk: JWK };
let others: typeof mine;
let checker: ClientAssertion;

async function newKey(kid: string, alg = 'ES256'): Promise<typeof mine> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  return { privateKey, jwk: { ...(await exportJWK(publicKey)), kid } };
}

beforeAll(async () => {
  host = await startDocumentHost();
  mine = await newKey('1');
  others = await newKey('1');
});
beforeEach(() => {
  checker = new ClientAssertion(
    new MetadataDocumentClients(config),
    new SharedMemory(new SharedRedis(config)),
    config,
  );
  host.asked.length = 0;
});
afterEach(() => {
  jest.restoreAllMocks();
});
afterAll(async () => {
  await host.close();
});

const seconds = () => Math.floor(Date.now() / 1000);

const good = () => ({ iss: ID, sub: ID, aud: HERE, exp: seconds() + 60, jti: randomUUID() });

function sign(claims: object, key = mine.privateKey, header: object = {}): Promise<string> {
  return new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: '1', ...header })
    .sign(key);
}

const clientWith = (keys: NonNullable<Client['keys']>): Client => ({
  id: ID,
  kind: 'document',
  name: 'A client',
  redirectUris: [],
  authenticationMethod: 'private_key_jwt',
  keys,
});
const client = () => clientWith({ keys: [mine.jwk] });

describe('a client assertion is accepted', () => {
  it.each<[what: string, change: () => object]>([
    ['for the issuer', () => ({})],
    ['for the token endpoint', () => ({ aud: `${HERE}/oauth/token` })],
    ['for both in a list of audiences', () => ({ aud: [HERE, `${HERE}/oauth/token`] })],
    ['that is valid for ten minutes', () => ({ exp: seconds() + 600 })],
    ['from a clock that is a little ahead', () => ({ iat: seconds() + 20, nbf: seconds() + 20 })],
    ['expired on a clock that is 110 s behind', () => ({ exp: seconds() - 110 })],
    [
      'issued and good from the time of a clock that is 110 s ahead',
      () => ({ iat: seconds() + 110, nbf: seconds() + 110, exp: seconds() + 700 }),
    ],
    ['without a jti', () => ({ jti: undefined })],
  ])('%s', async (_, change) => {
    await expect(
      checker.check(client(), await sign({ ...good(), ...change() })),
    ).resolves.toBeUndefined();
  });

  it.each(['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA'])('signed with %s', async (alg) => {
    const { privateKey, jwk } = await newKey('1', alg);
    const assertion = await sign(good(), privateKey, { alg });
    await expect(checker.check(clientWith({ keys: [jwk] }), assertion)).resolves.toBeUndefined();
  });
});

describe('a client assertion is refused', () => {
  it.each<[what: string, change: () => object]>([
    ['from another issuer', () => ({ iss: 'https://other.example/client.json' })],
    ['from no issuer', () => ({ iss: undefined })],
    ['about another client', () => ({ sub: 'https://other.example/client.json' })],
    ['about no client', () => ({ sub: undefined })],
    ['for another server', () => ({ aud: 'https://other.example' })],
    ['for a server whose name begins the same', () => ({ aud: `${HERE}.evil.example` })],
    ['for no server', () => ({ aud: undefined })],
    ['for an empty list of servers', () => ({ aud: [] })],
    ['for another server as well', () => ({ aud: [HERE, 'https://other.example'] })],
    ['expired', () => ({ exp: seconds() - 130 })],
    ['without an expiry', () => ({ exp: undefined })],
    ['with an expiry that is a string', () => ({ exp: String(seconds() + 60) })],
    ['for more than ten minutes', () => ({ exp: seconds() + 730 })],
    ['that never expires', () => ({ exp: 1e300 })],
    ['not valid yet', () => ({ nbf: seconds() + 130 })],
  ])('%s', async (_, change) => {
    const assertion = await sign({ ...good(), ...change() });
    await expect(checker.check(client(), assertion)).rejects.toMatchObject({
      code: 'invalid_client',
      status: 401,
    });
  });

  it.each<[what: string, make: () => string | Promise<string>]>([
    ['nothing', () => ''],
    ['not a JWT', () => 'x'],
    ['three empty parts', () => '..'],
    ['four parts', async () => `${await sign(good())}.x`],
    ['no signature', async () => (await sign(good())).replace(/[^.]*$/, '')],
    ['another signature', async () => (await sign(good())).replace(/.{10}$/, 'AAAAAAAAAA')],
    ['the algorithm none', () => new UnsecuredJWT({ ...good() }).encode()],
    ["another client's key", () => sign(good(), others.privateKey)],
    ['an unknown key id', () => sign(good(), mine.privateKey, { kid: '2' })],
    ['a key id that is an object', () => sign(good(), mine.privateKey, { kid: { toString: 1 } })],
    [
      'the public key as a shared secret',
      async () => {
        const secret = new TextEncoder().encode(JSON.stringify(mine.jwk));
        return new SignJWT({ ...good() })
          .setProtectedHeader({ alg: 'HS256', kid: '1' })
          .sign(secret);
      },
    ],
    [
      'a key embedded in its header',
      async () => sign(good(), others.privateKey, { jwk: others.jwk }),
    ],
    [
      'a critical extension',
      () => `${Buffer.from('{"alg":"ES256","crit":["x"],"x":1}').toString('base64url')}.e30.x`,
    ],
    [
      'claims that are no object',
      () => `${Buffer.from('{"alg":"ES256","kid":"1"}').toString('base64url')}.W10.x`,
    ],
  ])('with %s', async (_, make) => {
    await expect(checker.check(client(), await make())).rejects.toMatchObject({
      code: 'invalid_client',
    });
  });

  it.each<[what: string, key: object]>([
    ['without coordinates', { kty: 'EC', crv: 'P-256', kid: '1' }],
    ['off the curve', { kty: 'EC', crv: 'P-256', kid: '1', x: 'AA', y: 'AA' }],
    ['of numbers', { kty: 'EC', crv: 'P-256', kid: '1', x: 1, y: 2 }],
    ['of an unknown kind', { kty: 'X', kid: '1' }],
    ['for something else', { kty: 'EC', crv: 'P-256', kid: '1', use: 'enc' }],
    [
      'nested arrays',
      {
        kty: 'EC',
        crv: 'P-256',
        kid: '1',
        x: JSON.parse('['.repeat(20_000) + ']'.repeat(20_000)) as unknown,
      },
    ],
  ])('when the key is %s', async (_, key) => {
    const keys = { keys: [key as JWK] };
    await expect(checker.check(clientWith(keys), await sign(good()))).rejects.toMatchObject({
      code: 'invalid_client',
    });
  });

  it('when its RSA key is too short', async () => {
    const n = Buffer.alloc(128, 0xff).toString('base64url');
    const keys = { keys: [{ kty: 'RSA', kid: '1', e: 'AQAB', n }] };
    const header = Buffer.from('{"alg":"RS256","kid":"1"}').toString('base64url');
    await expect(checker.check(clientWith(keys), `${header}.e30.AAAA`)).rejects.toMatchObject({
      code: 'invalid_client',
    });
  });
});

describe('a client assertion is accepted only once', () => {
  it.each<[what: string, change: object]>([
    ['with an id', {}],
    ['without an id', { jti: undefined }],
    ['with an id that is an object', { jti: { toString: 1 } }],
  ])('%s', async (_, change) => {
    const assertion = await sign({ ...good(), ...change });
    await checker.check(client(), assertion);
    await expect(checker.check(client(), assertion)).rejects.toThrow('it has been used before');
  });

  it('even when it arrives twice at the same time', async () => {
    const assertion = await sign(good());
    const results = await Promise.allSettled(
      [1, 2, 3].map(() => checker.check(client(), assertion)),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('even when the same claims are signed again', async () => {
    const claims = good();
    await checker.check(client(), await sign(claims));
    await expect(checker.check(client(), await sign(claims))).rejects.toThrow('used before');
  });

  it('even when its signature is encoded differently', async () => {
    const assertion = await sign({ ...good(), jti: undefined });
    const [header, payload, signature] = assertion.split('.');
    const bytes = Buffer.from(signature!, 'base64url');
    // ECDSA: with (r, s) the pair (r, n - s) is valid as well.
    const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
    const s = order - BigInt(`0x${bytes.subarray(32).toString('hex')}`);
    Buffer.from(s.toString(16).padStart(64, '0'), 'hex').copy(bytes, 32);
    await checker.check(client(), assertion);
    const twin = `${header}.${payload}.${bytes.toString('base64url')}`;
    await expect(checker.check(client(), twin)).rejects.toThrow('it has been used before');
  });

  it('but another client may use the same jti', async () => {
    const claims = good();
    await checker.check(client(), await sign(claims));
    const other = { ...client(), id: 'https://other.example/client.json' };
    const assertion = await sign({ ...claims, iss: other.id, sub: other.id });
    await expect(checker.check(other, assertion)).resolves.toBeUndefined();
  });
});

describe("a client's keys behind jwks_uri", () => {
  it('are fetched again for an unknown key ID, at most once in ten seconds', async () => {
    let clock = Date.now();
    jest.spyOn(Date, 'now').mockImplementation(() => clock);
    const serve = (keys: JWK[]) => new URL(host.serve('/keys.json', { keys }));
    const remote = clientWith(serve([mine.jwk]));
    await checker.check(remote, await sign(good()));
    expect(host.asked).toHaveLength(1);

    const next = await newKey('2');
    serve([mine.jwk, next.jwk]);
    const withNew = async () => sign(good(), next.privateKey, { kid: '2' });
    for (let i = 0; i < 3; i += 1) {
      await expect(checker.check(remote, await withNew())).rejects.toThrow(
        "not signed with the client's keys",
      );
    }
    expect(host.asked).toHaveLength(1);

    clock += 10_000;
    await expect(checker.check(remote, await withNew())).resolves.toBeUndefined();
    expect(host.asked).toHaveLength(2);
  });

  it.each<[what: string, json: object]>([
    ['no key set', {}],
    ['a list', []],
    ['invalid keys', { keys: ['x'] }],
  ])('must be a key set, not %s', async (_, json) => {
    const remote = clientWith(new URL(host.serve('/no-keys.json', json)));
    checker = new ClientAssertion(
      new MetadataDocumentClients(config),
      new SharedMemory(new SharedRedis(config)),
      config,
    );
    await expect(checker.check(remote, await sign(good()))).rejects.toMatchObject({
      code: 'invalid_client',
    });
  });

  it('must be served from a public address', async () => {
    const remote = clientWith(new URL('https://10.0.0.1/keys.json'));
    await expect(checker.check(remote, await sign(good()))).rejects.toThrow('public address');
  });
});
