import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { readConfig } from '../../config/app-config.js';
import { Sealing } from '../sealing/sealing.js';
import { RegisteredClients } from './registered-clients.js';

const sealing = new Sealing(
  readConfig({
    OAUTH_SECRET: randomBytes(32).toString('hex'),
    PUBLIC_URL: 'https://mcp.example.com',
  }),
);
const clients = new RegisteredClients(sealing);
const register = (metadata: Record<string, unknown>) => clients.register(metadata, false);

const CURSOR = [
  'https://www.cursor.com/agents/mcp/oauth/callback',
  'cursor://anysphere.cursor-mcp/oauth/callback',
  'http://localhost:8787/callback',
];
const VSCODE = ['http://127.0.0.1/', 'http://127.0.0.1:33418/', 'https://vscode.dev/redirect'];
const uris = { redirect_uris: CURSOR };
const nested = (depth: number) => JSON.parse('['.repeat(depth) + ']'.repeat(depth)) as unknown;

describe('client registration', () => {
  it.each<[what: string, metadata: Record<string, unknown>, answer: object]>([
    ['nothing but redirect URIs', uris, { token_endpoint_auth_method: 'client_secret_basic' }],
    [
      'no secret',
      { ...uris, token_endpoint_auth_method: 'none' },
      { token_endpoint_auth_method: 'none' },
    ],
    [
      'a secret',
      { ...uris, token_endpoint_auth_method: 'client_secret_post' },
      { token_endpoint_auth_method: 'client_secret_post', client_secret_expires_at: 0 },
    ],
    ['a name', { ...uris, client_name: ' Cur\u202esor ' }, { client_name: 'Cursor' }],
    ['a name that is none', { ...uris, client_name: 1 }, { redirect_uris: CURSOR }],
    [
      'both grants',
      { ...uris, grant_types: ['authorization_code', 'refresh_token'] },
      { grant_types: ['authorization_code', 'refresh_token'] },
    ],
    [
      'more than is known',
      {
        ...uris,
        grant_types: ['authorization_code', 'urn:x'],
        scope: 'openid claudeai',
        jwks: 1,
        software_statement: 'x',
        contacts: {},
      },
      {
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        scope: 'read write delete offline_access',
      },
    ],
    ...[
      'unknown://cb',
      'javascript:alert(1)',
      'http://client.example/cb',
      'https://client.example/cb#x',
      `https://client.example/${'x'.repeat(500)}`,
      '',
    ].map(
      (bad) =>
        [
          `${bad.slice(0, 40)} among good ones, which is left out`,
          { redirect_uris: [bad, ...CURSOR, bad] },
          { redirect_uris: CURSOR },
        ] as [string, Record<string, unknown>, object],
    ),
    ['the same one twice', { redirect_uris: [...CURSOR, ...CURSOR] }, { redirect_uris: CURSOR }],
    [
      'a name that nobody sees',
      { ...uris, client_name: '\u3164\u2800' },
      { redirect_uris: CURSOR },
    ],
  ])('accepts %s', async (_, metadata, answer) => {
    const registration = await register(metadata);
    expect(registration).toMatchObject({ redirect_uris: CURSOR, ...answer });
    const isPublic = registration['token_endpoint_auth_method'] === 'none';
    expect('client_secret' in registration).toBe(!isPublic);
    expect('client_name' in registration).toBe(String(metadata['client_name']).includes('Cur'));
  });

  it.each<[what: string, metadata: Record<string, unknown>, code: string]>([
    ['no redirect URIs', {}, 'invalid_redirect_uri'],
    ['an empty list', { redirect_uris: [] }, 'invalid_redirect_uri'],
    ['a text', { redirect_uris: CURSOR[0] }, 'invalid_redirect_uri'],
    ['an object', { redirect_uris: { 0: CURSOR[0], length: 1 } }, 'invalid_redirect_uri'],
    [
      'bad ones alone',
      { redirect_uris: ['unknown://cb', 'javascript:alert(1)'] },
      'invalid_redirect_uri',
    ],
    ['null among good ones', { redirect_uris: [...CURSOR, null] }, 'invalid_redirect_uri'],
    ['a number', { redirect_uris: [1] }, 'invalid_redirect_uri'],
    ['lists in lists', { redirect_uris: nested(30_000) }, 'invalid_redirect_uri'],
    ['http', { redirect_uris: ['http://client.example/cb'] }, 'invalid_redirect_uri'],
    [
      'more than fits into an id',
      {
        redirect_uris: Array.from({ length: 20 }, (_, i) => `https://client.example/callback/${i}`),
      },
      'invalid_redirect_uri',
    ],
    [
      'one that is too long',
      { redirect_uris: [`https://client.example/${'a'.repeat(500)}`] },
      'invalid_redirect_uri',
    ],
    [
      'private_key_jwt',
      { ...uris, token_endpoint_auth_method: 'private_key_jwt' },
      'invalid_client_metadata',
    ],
    ['an unknown method', { ...uris, token_endpoint_auth_method: 'x' }, 'invalid_client_metadata'],
    [
      'a method that is a list',
      { ...uris, token_endpoint_auth_method: ['none'] },
      'invalid_client_metadata',
    ],
    ['another grant', { ...uris, grant_types: ['client_credentials'] }, 'invalid_client_metadata'],
    ['no grant', { ...uris, grant_types: [] }, 'invalid_client_metadata'],
    [
      'a grant that is a text',
      { ...uris, grant_types: 'authorization_code' },
      'invalid_client_metadata',
    ],
    ['the implicit response', { ...uris, response_types: ['token'] }, 'invalid_client_metadata'],
  ])('refuses %s', async (_, metadata, code) => {
    await expect(register(metadata)).rejects.toMatchObject({ code, status: 400 });
  });

  it('quotes the refused redirect URI, up to 200 characters', async () => {
    const refused = register({ redirect_uris: [`http://${'x'.repeat(1_000)}/`] });
    const { message } = (await refused.catch((error: Error) => error)) as Error;
    expect(message).toMatch(/^The redirect URI http:\/\/x{193} is not allowed: use https/);
  });

  it.each([
    ['Cursor', CURSOR],
    ['Visual Studio Code', VSCODE],
    ['ChatGPT', ['https://chatgpt.com/connector_platform_oauth_redirect']],
  ])(
    'gives a registration with %s a client_id of fewer than 1,024 characters',
    async (client_name, redirect_uris) => {
      const { client_id: id } = await register({ client_name, redirect_uris });
      expect(String(id).length).toBeLessThan(1_024);
    },
  );
});

describe('finding a registered client', () => {
  it('returns what was registered', async () => {
    const { client_id: id } = await register({
      client_name: 'Cursor',
      redirect_uris: CURSOR,
      token_endpoint_auth_method: 'none',
    });
    expect(await clients.find(String(id))).toEqual({
      id,
      kind: 'registered',
      name: 'Cursor',
      redirectUris: CURSOR,
      authenticationMethod: 'none',
    });
  });

  it('shows a client without a name by its redirect URI', async () => {
    const { client_id: id } = await register(uris);
    expect((await clients.find(String(id))).name).toBe('www.cursor.com');
  });

  it('gives each registration its own client_id and secret', async () => {
    const [one, two] = [await register(uris), await register(uris)];
    expect(one['client_id']).not.toBe(two['client_id']);
    expect(one['client_secret']).not.toBe(two['client_secret']);
    expect(sealing.deriveSecrets(String(one['client_id']))).toEqual([one['client_secret']]);
  });

  it('finds nothing for any other client_id', async () => {
    const state = await sealing.seal('state', { uris: CURSOR, method: 'none' });
    for (const id of ['', 'x', 'eyJhbGciOiJkaXIifQ..a.b.c', state]) {
      await expect(clients.find(id)).rejects.toMatchObject({ code: 'invalid_client' });
    }
  });
});
