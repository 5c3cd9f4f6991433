import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startDocumentHost, type DocumentHost } from '../../../test/document-host.js';
import { readConfig } from '../../config/app-config.js';
import { MetadataDocumentClients } from './metadata-document-clients.js';

const REDIRECT_URIS = ['https://client.example/callback', 'http://localhost/callback'];
const KEY = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' };

let host: DocumentHost;
let clients: MetadataDocumentClients;
let id: string;

beforeAll(async () => {
  host = await startDocumentHost();
  id = `${host.url}/client.json`;
});
beforeEach(() => {
  clients = new MetadataDocumentClients(readConfig({ CLIENT_METADATA_ALLOW_LOOPBACK: 'on' }));
});
afterAll(async () => {
  await host.close();
});

const serve = (document: object) =>
  host.serve('/client.json', { client_id: id, redirect_uris: REDIRECT_URIS, ...document });
const signing = (more: object) => ({ token_endpoint_auth_method: 'private_key_jwt', ...more });

describe('finding the client of a metadata document', () => {
  it.each<[what: string, document: object, client: object]>([
    [
      'only the required members',
      {},
      { authenticationMethod: 'none', kind: 'document', redirectUris: REDIRECT_URIS },
    ],
    ['a name', { client_name: ' My\u202e client ' }, { name: 'My client' }],
    [
      'unknown members',
      { client_uri: 1, logo_uri: 'javascript:alert(1)', grant_types: 1 },
      { authenticationMethod: 'none' },
    ],
    [
      'token_endpoint_auth_method none',
      { token_endpoint_auth_method: 'none', jwks: 'ignored' },
      { authenticationMethod: 'none' },
    ],
    [
      'a jwks',
      signing({ jwks: { keys: [KEY] } }),
      { authenticationMethod: 'private_key_jwt', keys: { keys: [KEY] } },
    ],
    ['an empty jwks', signing({ jwks: { keys: [] } }), { keys: { keys: [] } }],
    [
      'a jwks_uri',
      signing({ jwks_uri: 'https://client.example/keys' }),
      { keys: new URL('https://client.example/keys') },
    ],
  ])('accepts a document with %s', async (_, document, client) => {
    serve(document);
    expect(await clients.find(id)).toMatchObject({ id, ...client });
  });

  it.each(['unknown://cb', 'javascript:alert(1)', 'http://client.example/', 'not an address'])(
    'drops the redirect URI %j and keeps the good ones',
    async (bad) => {
      serve({ redirect_uris: [bad, ...REDIRECT_URIS, bad], scope: 'openid claudeai' });
      expect((await clients.find(id)).redirectUris).toEqual(REDIRECT_URIS);
    },
  );

  it('shows the host of a client without a name', async () => {
    serve({});
    expect((await clients.find(id)).name).toBe(new URL(id).host);
  });

  it.each<[what: string, document: object, error: string]>([
    [
      'another client_id',
      { client_id: 'https://client.example/' },
      'must be the address it was fetched from',
    ],
    ['no client_id', { client_id: undefined }, 'must be the address it was fetched from'],
    ['a client_id in an array', { client_id: ['x'] }, 'must be the address it was fetched from'],
    ['no redirect URIs', { redirect_uris: undefined }, 'must be a list of at least one'],
    ['an empty list of redirect URIs', { redirect_uris: [] }, 'must be a list of at least one'],
    [
      'only a bad redirect URI',
      { redirect_uris: ['javascript:alert(1)'] },
      'javascript:alert(1) is not allowed',
    ],
    [
      'a redirect URI that is too long',
      { redirect_uris: [`https://client.example/${'x'.repeat(500)}`] },
      'is not allowed',
    ],
    [
      'a shared-secret auth method',
      { token_endpoint_auth_method: 'client_secret_basic' },
      'must be none or private_key_jwt',
    ],
    [
      'an unknown auth method',
      { token_endpoint_auth_method: ['none'] },
      'must be none or private_key_jwt',
    ],
    ['private_key_jwt without keys', signing({}), 'needs jwks or jwks_uri'],
    ['an invalid jwks_uri', signing({ jwks_uri: '/keys' }), 'needs jwks or jwks_uri'],
    [
      'a jwks_uri with a password',
      signing({ jwks_uri: 'https://a:b@client.example/keys' }),
      'needs jwks or jwks_uri',
    ],
    ['a jwks that is a list', signing({ jwks: [KEY] }), 'not a JSON Web Key Set'],
    ['a jwks that is null', signing({ jwks: null }), 'not a JSON Web Key Set'],
    ['a key that is a string', signing({ jwks: { keys: ['x'] } }), 'not a JSON Web Key Set'],
  ])('refuses a document with %s', async (_, document, message) => {
    serve(document);
    await expect(clients.find(id)).rejects.toMatchObject({
      code: 'invalid_client',
      message: expect.stringContaining(message),
    });
  });

  it.each<[json: object]>([[[]], [[{ client_id: 'x' }]]])(
    'refuses the document %j',
    async (json) => {
      host.serve('/client.json', json);
      await expect(clients.find(id)).rejects.toThrow('it is not a JSON object');
    },
  );

  it.each([
    'https://',
    'https://client.example',
    'https://client.example/',
    'https://client.example/?a=b',
    'https://CLIENT.example/client.json',
    'https://client.example:443/client.json',
    'https://client.example/a/../client.json',
    'https://client.example/client.json#fragment',
    'https://client.example/client.json#',
    'https://user@client.example/client.json',
    'https://:password@client.example/client.json',
    'https://client.example\\client.json',
    ' https://client.example/client.json',
    'https://client.example/client.json\n',
    'https://clíent.example/client.json',
    `https://client.example/${'x'.repeat(490)}`,
    'x://',
    '://',
  ])('refuses the client_id %j', async (address) => {
    await expect(clients.find(address)).rejects.toMatchObject({
      code: 'invalid_client',
      message: expect.stringContaining('must be a plain https address with a path'),
    });
  });

  it.each([
    ['http://client.invalid/client.json', undefined],
    ['javascript://127.0.0.1/x', 'https address'],
    ['https://127.0.0.1.invalid/x', undefined],
    ['https://10.0.0.1/client.json', 'public address'],
  ])('never fetches %s', async (address, message) => {
    const refused = expect(clients.find(address)).rejects;
    await refused.toMatchObject({
      code: 'invalid_client',
      message: expect.stringContaining(message ?? "The client's metadata document"),
    });
  });

  it('fetches from loopback only when that is allowed', async () => {
    serve({});
    const asked = host.asked.length;
    const strict = new MetadataDocumentClients(readConfig({}));
    await expect(strict.find(id)).rejects.toThrow('it must be at an https address');
    expect(host.asked).toHaveLength(asked);
  });
});
