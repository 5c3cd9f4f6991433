import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, type JWTPayload } from 'jose';
import { startBroker, type Broker } from './broker.js';
import { Browser } from './browser.js';
import { startDocumentHost, type DocumentHost } from './document-host.js';
import { RawClient, REDIRECT_URI, type Parameters } from './raw-oauth.js';

let broker: Broker;
let server: string;
let documents: DocumentHost;

beforeAll(async () => {
  documents = await startDocumentHost();
  broker = await startBroker();
  server = broker.server.url;
});

afterAll(async () => {
  await broker.close();
  await documents.close();
});

describe('a client with private_key_jwt', () => {
  type Key = Awaited<ReturnType<typeof generateKeyPair>>;
  let mine: Key;
  let others: Key;
  let id: string;
  let client: RawClient;
  const browser = new Browser();
  const seconds = () => Math.floor(Date.now() / 1000);

  beforeAll(async () => {
    mine = await generateKeyPair('ES256', { extractable: true });
    others = await generateKeyPair('ES256', { extractable: true });
    id = `${documents.url}/signing.json`;
    documents.serve('/signing.json', describeClient(id, [await exportJWK(mine.publicKey)]));
    client = new RawClient(server, id);
  });

  const describeClient = (client_id: string, keys: object[]) => ({
    client_id,
    redirect_uris: [REDIRECT_URI],
    token_endpoint_auth_method: 'private_key_jwt',
    jwks: { keys },
  });

  const claims = (changes: JWTPayload = {}): JWTPayload => {
    const common = { iss: id, sub: id, aud: `${server}/oauth/token`, exp: seconds() + 60 };
    return { ...common, jti: crypto.randomUUID(), ...changes };
  };
  const sign = (changes: JWTPayload = {}, key = mine.privateKey) =>
    new SignJWT(claims(changes)).setProtectedHeader({ alg: 'ES256' }).sign(key);
  const send = (code: string, assertion: string, changes: Parameters = {}) =>
    client.exchange(code, {
      client_assertion: assertion,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      ...changes,
    });
  const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

  it.each<[string, () => string | Promise<string>]>([
    ['with another key', () => sign({}, others.privateKey)],
    ['for another audience', () => sign({ aud: 'https://elsewhere.example/oauth/token' })],
    ['for no audience', () => sign({ aud: undefined as never })],
    ['for another audience as well', () => sign({ aud: [server, 'https://elsewhere.example'] })],
    ['as another issuer', () => sign({ iss: `${id}x` })],
    ['as another subject', () => sign({ sub: `${id}x` })],
    ['with an expired assertion', () => sign({ exp: seconds() - 130 })],
    ['with an assertion that is not valid yet', () => sign({ nbf: seconds() + 300 })],
    ['with an assertion that is valid for too long', () => sign({ exp: seconds() + 3_600 })],
    ['with an assertion that never expires', () => sign({ exp: undefined as never })],
    ['with a time that is not a number', () => sign({ exp: '9999999999' as never })],
    ['with alg none', () => `${base64({ alg: 'none' })}.${base64(claims())}.`],
    [
      'with HS256 and the public key',
      async () =>
        new SignJWT(claims())
          .setProtectedHeader({ alg: 'HS256' })
          .sign(Buffer.from(await exportSPKI(mine.publicKey))),
    ],
    [
      'with other claims than it signed',
      async () => {
        const [head, , signature] = (await sign()).split('.');
        return `${head}.${base64(claims())}.${signature}`;
      },
    ],
    ['with no JWT', () => 'assertion'],
    ['with three dots', () => '...'],
  ])('%s is refused, and its code is still valid', async (_, make) => {
    const code = await client.codeFor(browser);
    broker.sandbox.requests.length = 0;
    const refused = await send(code, await make());
    expect(refused).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    expect(broker.sandbox.requests).toEqual([]);
    expect((await send(code, await sign())).status).toBe(200);
  });

  it('is refused when it sends an assertion again', async () => {
    const assertion = await sign();
    const code = await client.codeFor(browser);
    const wrong = await send(code, assertion, { code_verifier: 'x'.repeat(43) });
    expect(wrong).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect(await send(code, assertion)).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    });
  });

  it.each<[string, (assertion: string) => Parameters]>([
    [
      'that does not sign',
      () => ({ client_assertion: undefined, client_assertion_type: undefined }),
    ],
    [
      'that sends a secret instead',
      () => ({ client_assertion: undefined, client_assertion_type: undefined, client_secret: 'x' }),
    ],
  ])('%s is refused', async (_, change) => {
    const assertion = await sign();
    const answer = await send(await client.codeFor(browser), assertion, change(assertion));
    expect(answer).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
  });

  it.each<[string, object]>([
    ['a point that is not on the curve', { kty: 'EC', crv: 'P-256', x: 'AAAA', y: 'AAAA' }],
    ['a key with missing members', { kty: 'EC', crv: 'P-256' }],
    ['a key of an unknown type', { kty: 'XX' }],
    ['a shared secret', { kty: 'oct', k: 'c2VjcmV0' }],
    ['an empty key', {}],
  ])('with %s in its metadata document gets an error response', async (name, key) => {
    const path = `/${encodeURIComponent(name)}.json`;
    const theirs = documents.url + path;
    documents.serve(path, describeClient(theirs, [key]));
    const assertion = await sign({ iss: theirs, sub: theirs });
    const answer = await send('a-code', assertion, { client_id: theirs });
    expect(answer).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
  });
});
