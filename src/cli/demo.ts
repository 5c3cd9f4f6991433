import { randomBytes } from 'node:crypto';
import { nextFreePort } from './free-port.js';
import { readConfig } from '../config/app-config.js';
import { readVariables } from '../config/environment.js';
import { ALICE_TOKEN, CLIENT_ID, CLIENT_SECRET } from '../sandbox/sandbox.js';
import { runSandbox } from '../sandbox/run-sandbox.js';
import { readSettings } from '../sandbox/settings.js';

/**
 * Starts the sandbox and the server in this process, both on loopback, and prints how to use them. A wrong variable
 * ends the process with one line.
 */
export async function runDemo(): Promise<void> {
  // The ports and the sandbox's settings may be in .env.
  await readVariables();
  await choosePorts();
  const publicUrl = readPublicUrl();
  process.env['SANDBOX_REDIRECT_URIS'] = `${publicUrl}/oauth/callback`;
  await runSandbox();
  const { port } = readSettings();
  Object.assign(process.env, {
    BULLET_TRAIN_BASE_URL: `http://localhost:${port}`,
    BULLET_TRAIN_PUBLIC_URL: `http://localhost:${port}`,
    BULLET_TRAIN_API_VERSION: 'v1',
    BULLET_TRAIN_CLIENT_ID: CLIENT_ID,
    BULLET_TRAIN_CLIENT_SECRET: CLIENT_SECRET,
    OAUTH_SECRET: randomBytes(32).toString('base64'),
  });
  const { startServer } = await import('../process/server.js');
  await startServer();
  console.log(greeting(publicUrl));
}

function greeting(publicUrl: string): string {
  const call = JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: { name: 'list_projects', arguments: { team_id: 1 } },
  });
  return `
Paste this URL into an MCP client on this machine, approve the connection, and sign in as Alice:

  ${publicUrl}/mcp

Or call a tool right here:

  curl -s ${publicUrl}/mcp -H 'Authorization: Bearer ${ALICE_TOKEN}' -H 'Content-Type: application/json' -d '${call}'

Ctrl-C ends both.
`;
}

/** Both listen on loopback only, and on free ports. */
async function choosePorts(): Promise<void> {
  process.env['SERVER_HOST'] ||= '127.0.0.1';
  const taken = new Set<number>();
  for (const [name, fallback] of [
    ['SANDBOX_PORT', 3000],
    ['SERVER_PORT', 3001],
  ] as const) {
    const wanted = Number(
      process.env[name]?.trim() || (name === 'SERVER_PORT' && process.env['PORT']) || fallback,
    );
    // An invalid port is refused where it is read.
    if (!(Number.isInteger(wanted) && wanted > 0 && wanted <= 65_535)) continue;
    const port = await nextFreePort(wanted, taken);
    if (port !== wanted) console.log(`${name}: ${wanted} is taken, using ${port}`);
    taken.add(port);
    process.env[name] = String(port);
  }
}

function readPublicUrl(): string {
  try {
    return readConfig(process.env).server.publicUrl;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
