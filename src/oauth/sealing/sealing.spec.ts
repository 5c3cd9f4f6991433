import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { readConfig } from '../../config/app-config.js';
import { isSealed, now, Sealing, type Purpose } from './sealing.js';

const PURPOSES: Purpose[] = [
  'client',
  'consent',
  'state',
  'code',
  'access_token',
  'refresh_token',
  'result',
];
const [OLD, NEW] = [randomBytes(32).toString('hex'), randomBytes(32).toString('base64')];
const HERE = 'https://mcp.example.com';

function sealingWith(secrets: string, publicUrl = HERE): Sealing {
  return new Sealing(readConfig({ OAUTH_SECRET: secrets, PUBLIC_URL: publicUrl }));
}

const sealing = sealingWith(OLD);
const content = { client: 'a', list: [1, null, 'ü'] };

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (text: string) =>
  JSON.parse(Buffer.from(text, 'base64url').toString()) as Record<string, unknown>;

/** A sealed value with one of its five parts replaced. */
function replacePart(sealed: string, part: number, by: (old: string) => string): string {
  return sealed
    .split('.')
    .map((old, index) => (index === part ? by(old) : old))
    .join('.');
}

const changeHeader = (change: object) => (header: string) =>
  encode({ ...decode(header), ...change });
const changeFirst = (old: string) => (old.startsWith('A') ? 'B' : 'A') + old.slice(1);

afterEach(() => {
  jest.useRealTimers();
});

describe('a sealed value opens', () => {
  it('with any content', async () => {
    const purposes = fc.constantFrom(...PURPOSES);
    const contents = fc.dictionary(
      fc.string().filter((key) => key !== 'expiresAt' && key !== '__proto__'),
      fc.jsonValue(),
    );
    await fc.assert(
      fc.asyncProperty(purposes, contents, async (purpose, anything) => {
        const sealed = await sealing.seal(purpose, anything);
        expect(isSealed(sealed)).toBe(true);
        const asJson: unknown = JSON.parse(JSON.stringify(anything));
        expect(await sealing.open(purpose, sealed)).toEqual(asJson);
      }),
      { numRuns: 200 },
    );
  });

  it('on another server with the same secret and address', async () => {
    const sealed = await sealing.seal('state', content);
    expect(await sealingWith(OLD).open('state', sealed)).toEqual(content);
  });

  it('after the secret was rotated, until the old one is removed', async () => {
    const sealed = await sealing.seal('client', content);
    expect(await sealingWith(`${NEW},${OLD}`).open('client', sealed)).toEqual(content);
    expect(await sealingWith(NEW).open('client', sealed)).toBeUndefined();
  });

  it('when sealed with a newer secret that is second in the list here', async () => {
    const sealed = await sealingWith(`${NEW},${OLD}`).seal('client', content);
    expect(await sealingWith(`${OLD},${NEW}`).open('client', sealed)).toEqual(content);
    expect(await sealing.open('client', sealed)).toBeUndefined();
  });

  it('until its expiry plus two minutes of clock skew', async () => {
    jest.useFakeTimers({
      now: 1_000_000,
      doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'],
    });
    const sealed = await sealing.seal('code', content, now() + 60);
    jest.setSystemTime(1_179_999);
    expect(await sealing.open('code', sealed)).toMatchObject(content);
    jest.setSystemTime(1_180_000);
    expect(await sealing.open('code', sealed)).toBeUndefined();
  });

  it('until its expiry to the second, if it is an access token', async () => {
    const open = async (life: number) =>
      sealing.open('access_token', await sealing.seal('access_token', content, now() + life));
    expect(await open(1)).toMatchObject(content);
    expect(await open(0)).toBeUndefined();
  });
});

describe('a sealed value does not open', () => {
  it.each(PURPOSES)('as another kind: %s', async (purpose) => {
    const sealed = await sealing.seal(purpose, content);
    for (const other of PURPOSES) {
      const opened = await sealing.open(other, sealed);
      const renamed = replacePart(sealed, 0, changeHeader({ typ: other }));
      expect([other, opened]).toEqual([other, other === purpose ? content : undefined]);
      if (other !== purpose) expect(await sealing.open(other, renamed)).toBeUndefined();
    }
  });

  it('when joined from two values, truncated, or extended anywhere', async () => {
    const purposes = fc.constantFrom(...PURPOSES);
    const place = fc.double({ min: 0, max: 1, noNaN: true });
    const added = fc.oneof(fc.constant(''), fc.base64String({ maxLength: 8 }), fc.constant('.'));
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(purposes, purposes),
        fc.tuple(place, place),
        added,
        async (kinds, places, middle) => {
          const both = await Promise.all(
            kinds.map((kind, index) => sealing.seal(kind, { ...content, index })),
          );
          const [begin, end] = both.map((sealed, index) => {
            const at = Math.floor(sealed.length * places[index]!);
            return index === 0 ? sealed.slice(0, at) : sealed.slice(at);
          });
          const spliced = begin! + middle + end!;
          fc.pre(!both.includes(spliced));
          for (const kind of kinds) expect(await sealing.open(kind, spliced)).toBeUndefined();
        },
      ),
      { numRuns: 300 },
    );
  });

  it('when sealed with the same secret for another address', async () => {
    const sealed = await sealingWith(OLD, 'https://other.example.com').seal('state', content);
    expect(await sealing.open('state', sealed)).toBeUndefined();
  });

  it('when sealed with another secret but with a known key ID', async () => {
    const [ours] = (await sealing.seal('state', content)).split('.');
    const theirs = await sealingWith(NEW).seal('state', content);
    expect(
      await sealing.open(
        'state',
        replacePart(theirs, 0, () => ours!),
      ),
    ).toBeUndefined();
  });

  it.each<[what: string, part: number, by: (old: string) => string]>([
    ['another header', 0, changeHeader({ x: 1 })],
    ['the same header, written differently', 0, (old) => encode({ ...decode(old) }) + '=='],
    ['no key id', 0, changeHeader({ kid: undefined })],
    ['an unknown key id', 0, changeHeader({ kid: 'unknown' })],
    ['a key id that is a number', 0, changeHeader({ kid: 1 })],
    ['a key id that is an object', 0, changeHeader({ kid: { toString: 1, valueOf: 1 } })],
    ['a key id that is a list', 0, (old) => changeHeader({ kid: [decode(old)['kid']] })(old)],
    ['no type', 0, changeHeader({ typ: undefined })],
    ['another algorithm', 0, changeHeader({ alg: 'A256KW' })],
    ['a password algorithm', 0, changeHeader({ alg: 'PBES2-HS256+A128KW', p2c: 1e9, p2s: 'AA' })],
    ['no algorithm', 0, changeHeader({ alg: 'none' })],
    ['another encryption', 0, changeHeader({ enc: 'A128CBC-HS256' })],
    ['a compressed payload', 0, changeHeader({ zip: 'DEF' })],
    ['a critical extension', 0, changeHeader({ crit: ['x'], x: 1 })],
    ['a header that is a list', 0, () => encode([])],
    ['a header that is no JSON', 0, () => 'eyJ7e3t7'],
    ['an encrypted key', 1, () => 'AAAA'],
    ['another nonce', 2, changeFirst],
    ['a short nonce', 2, (old) => old.slice(4)],
    ['another ciphertext', 3, changeFirst],
    ['a short ciphertext', 3, (old) => old.slice(4)],
    ['a long ciphertext', 3, (old) => `${old}AAAA`],
    ['another tag', 4, changeFirst],
    ['a short tag', 4, (old) => old.slice(0, 4)],
    ['a long tag', 4, (old) => `${old}AAAA`],
  ])('with %s', async (_, part, by) => {
    const sealed = await sealing.seal('state', content);
    const tampered = replacePart(sealed, part, by);
    expect(tampered).not.toBe(sealed);
    expect(await sealing.open('state', tampered)).toBeUndefined();
  });

  it('with any one character changed, unless it decodes to the same bytes', async () => {
    const sealed = await sealing.seal('state', content);
    const positions = fc.nat(sealed.length - 1);
    const characters = fc.constantFrom(
      ...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ ',
    );
    await fc.assert(
      fc.asyncProperty(positions, characters, async (position, character) => {
        const changed = sealed.slice(0, position) + character + sealed.slice(position + 1);
        const opened = await sealing.open('state', changed);
        expect(opened ?? content).toEqual(content);
        const bytes = (text: string) =>
          text.split('.').map((part) => Buffer.from(part, 'base64url').toString('hex'));
        if (opened) expect(bytes(changed)).toEqual(bytes(sealed));
      }),
      { numRuns: 500 },
    );
  });

  it('with any header and parts that an attacker makes up', async () => {
    const part = fc.stringMatching(/^[\w-]{0,40}$/);
    const header = fc.record({
      alg: fc.oneof(fc.constant('dir'), fc.jsonValue()),
      enc: fc.oneof(fc.constant('A256GCM'), fc.jsonValue()),
      kid: fc.oneof(fc.string(), fc.jsonValue()),
      typ: fc.oneof(fc.constantFrom(...PURPOSES), fc.jsonValue()),
    });
    await fc.assert(
      fc.asyncProperty(header, part, part, part, part, async (head, ...parts) => {
        const made = [encode(head), ...parts].join('.');
        expect(await sealing.open('access_token', made)).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['', ''],
    ['a word', 'admin'],
    ["a signed token's form", 'eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.x'],
    ['more than 8 KB', `eyJhbGciOiJkaXIifQ..a.${'b'.repeat(8_192)}.c`],
    ['a line break at the end', 'eyJhbGciOiJkaXIifQ..a.b.c\n'],
  ])('when it is %s', async (_, text) => {
    expect(await sealing.open('client', text)).toBeUndefined();
  });
});

describe('a client secret', () => {
  it('is the same on every server, and different for every client, secret and address', () => {
    const [secret] = sealing.deriveSecrets('a');
    expect(secret).toMatch(/^[\w-]{43}$/);
    expect(sealingWith(OLD).deriveSecrets('a')).toEqual([secret]);
    const others = [
      sealing.deriveSecrets('b'),
      sealingWith(NEW).deriveSecrets('a'),
      sealingWith(OLD, 'https://other.example.com').deriveSecrets('a'),
    ];
    expect(new Set([secret, ...others.flat()]).size).toBe(4);
  });

  it('stays valid after the secret was rotated', () => {
    const rotated = sealingWith(`${NEW},${OLD}`).deriveSecrets('a');
    expect(rotated).toEqual([
      ...sealingWith(NEW).deriveSecrets('a'),
      ...sealing.deriveSecrets('a'),
    ]);
  });
});
