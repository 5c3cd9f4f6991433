import { ALICE_TOKEN } from './sandbox/sandbox.js';
import { readSettings } from './sandbox/settings.js';

// The sandbox and the server in one process, each started as its own program is.
await import('./sandbox/main.js');

const { port } = readSettings();
Object.assign(process.env, {
  BULLET_TRAIN_BASE_URL: `http://localhost:${port}`,
  BULLET_TRAIN_PUBLIC_URL: `http://localhost:${port}`,
  BULLET_TRAIN_API_VERSION: 'v1',
});
await import('./main.js');

const { appConfig } = await import('./config/app-config.js');
const { publicUrl } = appConfig().server;
const call = JSON.stringify({
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: { name: 'list_projects', arguments: { team_id: 1 } },
});
console.log(`
Paste this URL into an MCP client, with the client ID and the secret above, and sign in as Alice:

  ${publicUrl}/mcp

Or call a tool right here:

  curl -s ${publicUrl}/mcp -H 'Authorization: Bearer ${ALICE_TOKEN}' -H 'Content-Type: application/json' -H 'Accept: application/json, text/event-stream' -d '${call}'

Ctrl-C ends both.
`);
