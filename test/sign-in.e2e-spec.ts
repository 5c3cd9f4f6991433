import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createPrivateKeyJwtAuth } from '@modelcontextprotocol/client';
import { exportJWK, exportPKCS8, generateKeyPair } from 'jose';
import { CLIENT_ID, CLIENT_SECRET } from '../src/sandbox/sandbox.js';
import { startBroker, type Broker } from './broker.js';
import { Browser } from './browser.js';
import { startDocumentHost, type DocumentHost } from './document-host.js';
import { Keychain, REDIRECT_URI } from './keychain.js';
import { until } from './running-server.js';
import { SDK_CLIENTS } from './sdk-clients.js';

let broker: Broker;
let documents: DocumentHost;

beforeAll(async () => {
  documents = await startDocumentHost();
  broker = await startBroker({ pkce: true, refreshTokens: true });
});

afterAll(async () => {
  await broker.close();
  await documents.close();
});

const kinds: [string, () => Keychain | Promise<Keychain>][] = [
  [
    "a person's own application",
    () => {
      const keychain = new Keychain();
      keychain.information = {
        client_id: CLIENT_ID,
        client_secret: CLIENT_SECRET,
        issuer: broker.server.url,
      };
      return keychain;
    },
  ],
  ['registration, without a secret', () => new Keychain({ token_endpoint_auth_method: 'none' })],
  [
    'registration, with a secret in the form',
    () => new Keychain({ token_endpoint_auth_method: 'client_secret_post' }),
  ],
  [
    'registration, with a secret in the header',
    () => new Keychain({ token_endpoint_auth_method: 'client_secret_basic' }),
  ],
  [
    'a metadata document',
    () => {
      const keychain = new Keychain();
      const clientId = `${documents.url}/public.json`;
      keychain.information = { client_id: clientId, issuer: broker.server.url };
      documents.serve('/public.json', { client_id: clientId, ...keychain.clientMetadata });
      return keychain;
    },
  ],
  [
    'a metadata document with keys',
    async () => {
      const keychain = new Keychain();
      const clientId = `${documents.url}/signing.json`;
      keychain.information = { client_id: clientId, issuer: broker.server.url };
      const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
      documents.serve('/signing.json', {
        client_id: clientId,
        ...keychain.clientMetadata,
        token_endpoint_auth_method: 'private_key_jwt',
        jwks_uri: documents.serve('/keys.json', { keys: [await exportJWK(publicKey)] }),
      });
      keychain.addClientAuthentication = createPrivateKeyJwtAuth({
        issuer: clientId,
        subject: clientId,
        privateKey: await exportPKCS8(privateKey),
        alg: 'ES256',
      });
      return keychain;
    },
  ],
];

const cases = SDK_CLIENTS.flatMap(([client, make]) =>
  kinds.map(([kind, prepare]) => [`${client}, ${kind}`, make, prepare] as const),
);

it.each(cases)(
  '%s discovers, signs in, calls and refreshes by itself',
  async (_, make, prepare) => {
    const keychain = await prepare();
    const { client, transport, finishAuth } = make(`${broker.server.url}/mcp`, keychain);

    const first = transport();
    await expect(client.connect(first)).rejects.toThrow(/unauthorized/i);
    const asked = keychain.sentTo!.searchParams.get('scope')!;
    expect(asked.replace(' offline_access', '')).toBe('read write delete');
    expect(keychain.sentTo!.searchParams.get('code_challenge_method')).toBe('S256');

    broker.sandbox.flags.accessTokenSeconds = 2;
    const bob = { email: 'bob@example.com' };
    const callback = await new Browser().signIn(keychain.sentTo!.href, REDIRECT_URI, bob);
    expect(callback.searchParams.get('iss')).toBe(broker.server.url);
    await finishAuth(first, callback);
    await client.connect(transport());
    const result = await client.callTool({ name: 'list_teams', arguments: {} });
    expect(result.structuredContent).toMatchObject({ items: [{ name: 'Initech' }] });

    const used = keychain.kept!.access_token;
    await until(async () => (await ask(used)) === 401);
    broker.sandbox.flags.accessTokenSeconds = 7200;
    await client.callTool({ name: 'list_teams', arguments: {} });
    expect(keychain.kept!.access_token).not.toBe(used);
    expect(await ask(keychain.kept!.access_token)).not.toBe(401);
    await client.close();
  },
);

/** The status of a request with a token. */
async function ask(token: string): Promise<number> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return (await fetch(`${broker.server.url}/mcp`, { method: 'POST', headers, body: '{}' })).status;
}
