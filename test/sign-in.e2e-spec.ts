import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createPrivateKeyJwtAuth } from '@modelcontextprotocol/client';
import { setTimeout as delay } from 'node:timers/promises';
import { exportJWK, exportPKCS8, generateKeyPair } from 'jose';
import { CLIENT_ID, CLIENT_SECRET } from '../src/sandbox/sandbox.js';
import { startBroker, type Broker } from './broker.js';
import { Browser } from './browser.js';
import { startDocumentHost, type DocumentHost } from './document-host.js';
import { Keychain, REDIRECT_URI } from './keychain.js';
import { SDK_CLIENTS } from './sdk-clients.js';
import { together } from './together.js';

let broker: Broker;
let documents: DocumentHost;
let signing = 0;

beforeAll(async () => {
  documents = await startDocumentHost();
  broker = await startBroker({ pkce: true, refreshTokens: true });
  broker.sandbox.flags.accessTokenSeconds = TOKEN_SECONDS;
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
      // Each of the two clients has its own keys.
      const name = `signing-${signing++}`;
      const clientId = `${documents.url}/${name}.json`;
      keychain.information = { client_id: clientId, issuer: broker.server.url };
      const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
      documents.serve(`/${name}.json`, {
        client_id: clientId,
        ...keychain.clientMetadata,
        token_endpoint_auth_method: 'private_key_jwt',
        jwks_uri: documents.serve(`/${name}-keys.json`, { keys: [await exportJWK(publicKey)] }),
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

/** How long access tokens live: longer than a sign-in takes, even while all run at once. */
const TOKEN_SECONDS = 5;

const cases = SDK_CLIENTS.flatMap(([client, make]) =>
  kinds.map(([kind, prepare]) => [`${client}, ${kind}`, make, prepare] as const),
);

async function signInAndRefresh(make: (typeof SDK_CLIENTS)[0][1], prepare: (typeof kinds)[0][1]) {
  const keychain = await prepare();
  const { client, transport, finishAuth } = make(`${broker.server.url}/mcp`, keychain);

  const first = transport();
  await expect(client.connect(first)).rejects.toThrow(/unauthorized/i);
  const asked = keychain.sentTo!.searchParams.get('scope')!;
  expect(asked.replace(' offline_access', '')).toBe('read write delete');
  expect(keychain.sentTo!.searchParams.get('code_challenge_method')).toBe('S256');

  const bob = { email: 'bob@example.com' };
  const callback = await new Browser().signIn(keychain.sentTo!.href, REDIRECT_URI, bob);
  expect(callback.searchParams.get('iss')).toBe(broker.server.url);
  await finishAuth(first, callback);
  await client.connect(transport());
  const result = await client.callTool({ name: 'list_teams', arguments: {} });
  expect(result.structuredContent).toMatchObject({ items: [{ name: 'Initech' }] });

  const used = keychain.kept!.access_token;
  await delay(TOKEN_SECONDS * 1_000);
  expect(await ask(used)).toBe(401);
  await client.callTool({ name: 'list_teams', arguments: {} });
  expect(keychain.kept!.access_token).not.toBe(used);
  expect(await ask(keychain.kept!.access_token)).not.toBe(401);
  await client.close();
}

const runs = cases.map(([, make, prepare]) => signInAndRefresh.bind(undefined, make, prepare));
const outcomes = together(...runs);
it.each(cases.map(([title], at) => [title, outcomes[at]!] as const))(
  '%s discovers, signs in, calls and refreshes by itself',
  (_, outcome) => outcome(),
);

/** The status of a request with a token. */
async function ask(token: string): Promise<number> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return (await fetch(`${broker.server.url}/mcp`, { method: 'POST', headers, body: '{}' })).status;
}
