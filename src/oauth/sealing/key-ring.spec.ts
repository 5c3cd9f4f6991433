import { expect, it } from '@jest/globals';
import { randomBytes, webcrypto } from 'node:crypto';
import { errors } from 'jose';
import { KeyRing } from './key-ring.js';

const [ONE, TWO] = [randomBytes(32), randomBytes(32)];
const HERE = 'https://mcp.example.com';

/** What a key makes of nothing: the same only for the same key. */
async function fingerprint(ring: KeyRing, purpose: string, kid = ring.newest.kid): Promise<string> {
  const key = await ring.encryptionKey(kid, purpose);
  const iv = new Uint8Array(12);
  const sealed = await webcrypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, new Uint8Array());
  return Buffer.from(sealed).toString('hex');
}

it('the key ring derives a key for each secret, purpose and issuer', async () => {
  const keys = [
    await fingerprint(new KeyRing([ONE], HERE), 'state'),
    await fingerprint(new KeyRing([ONE], HERE), 'code'),
    await fingerprint(new KeyRing([TWO], HERE), 'state'),
    await fingerprint(new KeyRing([ONE], `${HERE}:8443`), 'state'),
  ];
  expect(new Set(keys).size).toBe(keys.length);
});

it('the key ring derives the same keys and key IDs on every server', async () => {
  const [here, there] = [new KeyRing([ONE], HERE), new KeyRing([ONE], HERE)];
  expect(here.newest.kid).toBe(there.newest.kid);
  expect(await fingerprint(here, 'state')).toBe(await fingerprint(there, 'state'));
});

it('the key ring seals with the first secret and finds the others by key ID', async () => {
  const [old, rotated] = [new KeyRing([ONE], HERE), new KeyRing([TWO, ONE], HERE)];
  expect(rotated.newest.kid).toBe(new KeyRing([TWO], HERE).newest.kid);
  expect(await fingerprint(rotated, 'state', old.newest.kid)).toBe(await fingerprint(old, 'state'));
});

it.each<unknown>([undefined, null, '', 'unknown', 1, ['x'], {}, { toString: 1 }, '__proto__'])(
  'the key ring has no key with the ID %j',
  (kid) => {
    const ring = new KeyRing([ONE], HERE);
    expect(() => ring.encryptionKey(kid, 'state')).toThrow(errors.JWKSNoMatchingKey);
  },
);

it('the key ring does not expose its keys', async () => {
  const ring = new KeyRing([ONE], HERE);
  const key = await ring.encryptionKey(ring.newest.kid, 'state');
  expect(key.extractable).toBe(false);
  expect(ring.newest.kid).not.toContain(ONE.toString('base64url').slice(0, 6));
});

it('the key ring cannot seal without a secret', () => {
  expect(() => new KeyRing([], HERE).newest).toThrow('no secret to seal with');
});
