import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CLIENT_ID, CLIENT_SECRET } from '../src/sandbox/sandbox.js';
import { startBroker, type Broker } from './broker.js';
import { startDocumentHost, type DocumentHost } from './document-host.js';
import { RawClient, REDIRECT_URI, register } from './raw-oauth.js';

const LOOPBACK = 'http://127.0.0.1:5555/callback';

let broker: Broker;
let server: string;
let documents: DocumentHost;

beforeAll(async () => {
  documents = await startDocumentHost();
  broker = await startBroker({ pkce: true, refreshTokens: true });
  server = broker.server.url;
});

afterAll(async () => {
  await broker.close();
  await documents.close();
});

function documentClient(scope: string): RawClient {
  const id = `${documents.url}/client.json`;
  documents.serve('/client.json', { client_id: id, redirect_uris: [REDIRECT_URI], scope });
  return new RawClient(server, id);
}

const kinds: [string, (scope: string) => RawClient | Promise<RawClient>][] = [
  ['a registered client', (scope) => RawClient.register(server, { scope })],
  ["a document's client", documentClient],
  ["a person's own", () => new RawClient(server, CLIENT_ID, CLIENT_SECRET, LOOPBACK)],
];
/** Requested scopes, and what a person grants who accepts everything offered. */
const SCOPES: Record<string, string> = {
  claudeai: 'read write delete',
  admin: 'read write delete',
  'admin read': 'read write delete',
  read: 'read',
  write: 'read write',
  'read delete': 'read delete',
  'delete write read': 'read write delete',
  'openid profile email': 'read write delete openid email',
  'openid offline_access admin': 'read write delete openid offline_access',
  'read offline_access': 'read offline_access',
  'mcp:tools https://example.com/scope': 'read write delete',
};
const scopes = Object.keys(SCOPES);

describe('unknown scopes are left out, and the granted scope is returned', () => {
  it.each(kinds.flatMap(([kind, make]) => scopes.map((scope) => [kind, scope, make] as const)))(
    'when %s requests "%s"',
    async (kind, scope, make) => {
      // Bullet Train knows one scope, for its own clients.
      const granted = kind === "a person's own" ? 'admin' : SCOPES[scope];
      const client = await make(scope);
      const { status, body } = await client.exchange(await client.codeFor(undefined, { scope }));
      expect([status, body['scope']]).toEqual([200, granted]);
      const refreshed = await client.refresh(String(body['refresh_token']), { scope });
      expect([refreshed.status, refreshed.body['scope']]).toEqual([200, granted]);
    },
  );

  it.each([undefined, ...scopes])('when a client registers with %j', async (scope) => {
    const { body } = await register(server, { redirect_uris: [REDIRECT_URI], scope });
    expect(body['scope']).toBe('read write delete openid email offline_access');
  });
});

describe('a token for a repeated resource parameter', () => {
  const both = () => [`${server}/mcp`, server];

  it.each<[string, () => string[], () => string[]]>([
    ['the endpoint twice', () => [`${server}/mcp`, `${server}/mcp`], () => [`${server}/mcp`]],
    [
      'the endpoint in three ways',
      () => [`${server}/mcp`, `${server}/mcp/`, `${server}/mcp?tools=read`],
      () => [`${server}/mcp`, `${server}/mcp`],
    ],
    ['the bare address twice', () => [server, `${server}/`], () => [server, server]],
    ['both', both, both],
    ['an empty one beside it', () => ['', `${server}/mcp`], () => ['', '']],
  ])('is granted: %s', async (_, asked, exchanged) => {
    const client = await RawClient.register(server);
    const code = await client.codeFor(undefined, { resource: asked() });
    const { status, body } = await client.exchange(code, { resource: exchanged() });
    expect(status).toBe(200);
    const resource = exchanged();
    expect((await client.refresh(String(body['refresh_token']), { resource })).status).toBe(200);
  });
});

it('a registration keeps the allowed redirect URIs, and says which they are', async () => {
  const bad = ['unknown-app://callback', 'http://client.example/callback'];
  const client = await RawClient.register(server, { redirect_uris: [...bad, REDIRECT_URI] });
  expect((await client.exchange(await client.codeFor())).status).toBe(200);
  const { body } = await register(server, { redirect_uris: [bad[0], REDIRECT_URI, bad[1]] });
  expect(body['redirect_uris']).toEqual([REDIRECT_URI]);
  for (const redirect_uri of bad) {
    const page = await fetch(client.authorizeUrl({ redirect_uri }), { redirect: 'manual' });
    expect([page.status, page.headers.get('location')]).toEqual([400, null]);
  }
});
