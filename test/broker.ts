import { randomBytes } from 'node:crypto';
import {
  ALICE_TOKEN,
  BOB_TOKEN,
  CLIENT_ID,
  CLIENT_SECRET,
  startSandbox,
  type Sandbox,
  type SandboxOptions,
} from '../src/sandbox/sandbox.js';
import { plant } from './secrets.js';
import { freePort, startServer, until, type RunningServer } from './running-server.js';

plant(ALICE_TOKEN, BOB_TOKEN);

/** A server with a Platform Application in a sandbox, so that every client can sign in. */
export interface Broker {
  sandbox: Sandbox;
  server: RunningServer;
  close(): Promise<void>;
}

export async function startBroker(
  flags: SandboxOptions = {},
  variables: Record<string, string> = {},
): Promise<Broker> {
  const port = await freePort();
  const publicUrl = variables['PUBLIC_URL'] ?? `http://localhost:${port}`;
  const redirectUris = [`${publicUrl}/oauth/callback`];
  const sandbox = await startSandbox({ port: 0, redirectUris, ...flags });
  const server = await startServer(sandbox.url, {
    SERVER_PORT: String(port),
    BULLET_TRAIN_CLIENT_ID: CLIENT_ID,
    BULLET_TRAIN_CLIENT_SECRET: CLIENT_SECRET,
    OAUTH_SECRET: randomBytes(32).toString('base64'),
    CLIENT_METADATA_ALLOW_LOOPBACK: 'true',
    TOKEN_CACHE_SECONDS: '0',
    ...variables,
  });
  if (variables['BULLET_TRAIN_CLIENT_ID'] !== '') await forgetFirstCheck(sandbox);
  const close = async () => {
    await server.stop();
    await sandbox.close();
  };
  return { sandbox, server, close };
}

/** A server checks its client secret at start-up: tests that count requests begin after that. */
export async function forgetFirstCheck(sandbox: Sandbox, servers = 1): Promise<void> {
  const asked = () => sandbox.requests.filter(({ path }) => path === '/oauth/token').length;
  await until(() => asked() >= servers);
  sandbox.requests.length = 0;
}

/** The requests to the application except probes, which precede each redirect to it. */
export function askedOf({ requests }: Sandbox) {
  return requests.filter(
    ({ path, headers }) => path !== '/oauth/token/info' || headers['authorization'] !== undefined,
  );
}
