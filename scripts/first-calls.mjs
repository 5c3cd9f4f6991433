/**
 * Starts the shipped programs on the sandbox, calls the server as clients of both protocol revisions do, and ends them:
 * the compiled code of all that is then in dist/compile-cache/, for the next start (src/bundle/load.ts). For an image,
 * which cannot write there later: `node scripts/first-calls.mjs`, in the folder of the package, as the user and with the
 * flags of later starts.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const PROGRAM = ['--max-semi-space-size=8', 'dist/bundle/cli.js', 'demo'];
const MODERN = '2026-07-28';
const HANDSHAKE = '2025-11-25';
const META = {
  'io.modelcontextprotocol/protocolVersion': MODERN,
  'io.modelcontextprotocol/clientInfo': { name: 'first-calls', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
};
const INITIALIZE = {
  protocolVersion: HANDSHAKE,
  capabilities: {},
  clientInfo: { name: 'first-calls', version: '1' },
};
const CALLS = [
  { name: 'list_projects', arguments: { team_id: 1 } },
  { name: 'list_projects', arguments: { team_id: 1, fields: ['name'] } },
  { name: 'get_project', arguments: { id: 1 } },
  { name: 'create_project', arguments: { team_id: 1, name: 'First' } },
  { name: 'update_project', arguments: { id: 1, name: 'Again' } },
  { name: 'get_project', arguments: { id: 'none' } },
  { name: 'get_project', arguments: { id: 999_999 } },
];

const child = spawn(process.execPath, PROGRAM, { stdio: ['ignore', 'pipe', 'inherit'] });
const ended = once(child, 'exit');
const { url, token } = await Promise.race([greeting(), ended.then(failed)]);

for (const path of ['/', '/health/ready', '/.well-known/oauth-authorization-server']) {
  await answered(new URL(path, url));
}
for (const isModern of [true, false]) {
  if (!isModern) await ask(isModern, 'initialize', INITIALIZE);
  for (const list of ['tools/list', 'resources/list', 'prompts/list'])
    await ask(isModern, list, {});
  for (const call of CALLS) await ask(isModern, 'tools/call', call);
}
child.kill();
const end = await ended;
if (end[0] !== 0) failed(end);

/** The demo prints where it is, and a token, when it answers. */
async function greeting() {
  let printed = '';
  for await (const piece of child.stdout) {
    printed += piece;
    const [, url, token] = /curl -s (\S+) -H 'Authorization: Bearer ([^']+)'/.exec(printed) ?? [];
    if (url) return { url, token };
  }
}

function failed([status]) {
  throw new Error(`The demo has ended, with status ${status}`);
}

function ask(isModern, method, params) {
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    'mcp-protocol-version': isModern ? MODERN : HANDSHAKE,
    ...(isModern && { 'mcp-method': method }),
    ...(isModern && params.name && { 'mcp-name': params.name }),
  };
  const body = {
    jsonrpc: '2.0',
    id: 1,
    method,
    params: isModern ? { ...params, _meta: META } : params,
  };
  return answered(url, { method: 'POST', headers, body: JSON.stringify(body) });
}

/** An error in an answer is code that runs, too; a server that refuses the request has none of it. */
async function answered(url, request) {
  const response = await fetch(url, request);
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} ${request?.body ?? ''}: ${response.status} ${text}`);
}
