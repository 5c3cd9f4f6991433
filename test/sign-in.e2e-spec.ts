import { afterAll, beforeAll, expect, it } from '@jest/globals';
import {
  Client as NewClient,
  StreamableHTTPClientTransport as NewTransport,
  type OAuthClientProvider as NewProvider,
} from '@modelcontextprotocol/client';
import type { OAuthClientProvider as OldProvider } from '@modelcontextprotocol/sdk/client/auth.js';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as OldTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { CLIENT_ID, CLIENT_SECRET, startSandbox, type Sandbox } from '../src/sandbox/sandbox.js';
import { signIn } from './browser.js';
import { startServer, until, type RunningServer } from './running-server.js';

const REDIRECT_URI = 'http://127.0.0.1:5555/callback';

let sandbox: Sandbox;
let server: RunningServer;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, pkce: true, refreshTokens: true });
  server = await startServer(sandbox.url, { TOKEN_CACHE_SECONDS: '0' });
});

afterAll(async () => {
  await server.stop();
  await sandbox.close();
});

/** What a client keeps for one person who has typed in a client ID and a secret. */
class Keychain {
  readonly redirectUrl = `${new URL(REDIRECT_URI).origin}/callback`;
  readonly clientMetadata = { client_name: 'test', redirect_uris: [REDIRECT_URI] };
  kept: { access_token: string; refresh_token?: string; token_type: string } | undefined;
  sentTo: URL | undefined;
  private verifier = '';
  private discovered: never | undefined;

  clientInformation = () => ({ client_id: CLIENT_ID, client_secret: CLIENT_SECRET });
  tokens = () => this.kept;
  saveTokens = (tokens: NonNullable<Keychain['kept']>) => void (this.kept = tokens);
  redirectToAuthorization = (url: URL) => void (this.sentTo = url);
  saveCodeVerifier = (verifier: string) => void (this.verifier = verifier);
  codeVerifier = () => this.verifier;
  saveDiscoveryState = (state: never) => void (this.discovered = state);
  discoveryState = () => this.discovered;
}

const clients = [
  [
    'the 1.x client',
    (authProvider: Keychain) => ({
      client: new OldClient({ name: 'old', version: '1' }),
      transport: () =>
        new OldTransport(new URL(`${server.url}/mcp`), {
          authProvider: authProvider as OldProvider,
        }),
    }),
  ],
  [
    'the 2.x client',
    (authProvider: Keychain) => ({
      client: new NewClient(
        { name: 'new', version: '1' },
        { versionNegotiation: { mode: { pin: '2026-07-28' } } },
      ),
      transport: () =>
        new NewTransport(new URL(`${server.url}/mcp`), {
          authProvider: authProvider as NewProvider,
        }),
    }),
  ],
] as const;

const tokenInfo = (token: string) =>
  fetch(`${sandbox.url}/oauth/token/info`, { headers: { authorization: `Bearer ${token}` } });

it.each(clients)('%s discovers, signs in, calls and refreshes by itself', async (_name, make) => {
  const keychain = new Keychain();
  const { client, transport } = make(keychain);
  type Transport = Parameters<typeof client.connect>[0] & {
    finishAuth(code: string): Promise<void>;
  };

  const first = transport() as Transport;
  await expect(client.connect(first as never)).rejects.toThrow(/unauthorized/i);
  expect(keychain.sentTo!.searchParams.get('scope')).toBe('admin');
  expect(keychain.sentTo!.searchParams.get('code_challenge_method')).toBe('S256');

  sandbox.flags.accessTokenSeconds = 1;
  const callback = await signIn(keychain.sentTo!.href, 'bob@example.com');
  await first.finishAuth(callback.searchParams.get('code')!);
  await client.connect(transport() as never);
  const result = await client.callTool({ name: 'list_teams', arguments: {} });
  expect(result.structuredContent).toMatchObject({ items: [{ name: 'Initech' }] });

  const used = keychain.kept!.access_token;
  await until(async () => (await tokenInfo(used)).status === 401);
  sandbox.flags.accessTokenSeconds = 7200;
  await client.callTool({ name: 'list_teams', arguments: {} });
  expect(keychain.kept!.access_token).not.toBe(used);
  expect((await tokenInfo(keychain.kept!.access_token)).status).toBe(200);
  await client.close();
});
