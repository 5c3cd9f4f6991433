import {
  Client as NewClient,
  StreamableHTTPClientTransport as NewTransport,
  type OAuthClientProvider as NewProvider,
} from '@modelcontextprotocol/client';
import type { OAuthClientProvider as OldProvider } from '@modelcontextprotocol/sdk/client/auth.js';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as OldTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Keychain } from './keychain.js';

export type SdkClient = ReturnType<typeof newClient>;

/** The real clients of both generations, for a server's MCP address. */
export const SDK_CLIENTS: [string, (mcpUrl: string, keychain: Keychain) => SdkClient][] = [
  ['the 1.x client', oldClient],
  ['the 2.x client', newClient],
];

function oldClient(mcpUrl: string, keychain: Keychain): SdkClient {
  const client = new OldClient({ name: 'old', version: '1' });
  const authProvider = keychain as unknown as OldProvider;
  return {
    client: client as unknown as NewClient,
    transport: () =>
      new OldTransport(new URL(mcpUrl), {
        authProvider,
      }) as unknown as NewTransport,
    finishAuth: (transport: NewTransport, callback: URL) =>
      transport.finishAuth(callback.searchParams.get('code')!),
  };
}

function newClient(mcpUrl: string, keychain: Keychain) {
  const authProvider = keychain as unknown as NewProvider;
  return {
    client: new NewClient(
      { name: 'new', version: '1' },
      { versionNegotiation: { mode: { pin: '2026-07-28' } } },
    ),
    transport: () => new NewTransport(new URL(mcpUrl), { authProvider }),
    // It also checks the issuer (RFC 9207).
    finishAuth: (transport: NewTransport, callback: URL) =>
      transport.finishAuth(callback.searchParams),
  };
}
