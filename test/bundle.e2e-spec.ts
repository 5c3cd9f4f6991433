import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ALICE_TOKEN, startSandbox, type Sandbox } from '../src/sandbox/sandbox.js';
import { startServer, UNBUNDLED, type RunningServer } from './running-server.js';

const FIXED = { BULLET_TRAIN_CLIENT_ID: '', PUBLIC_URL: 'https://mcp.example.com' };

let sandbox: Sandbox;
/** The shipped bundle, and the modules that `nest start` runs. */
let servers: RunningServer[];

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  const variables = { ...FIXED, ALLOWED_HOSTS: 'localhost' };
  servers = await Promise.all([
    startServer(sandbox.url, variables),
    startServer(sandbox.url, variables, UNBUNDLED),
  ]);
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  await sandbox.close();
});

/** The parts that differ between any two responses to one request. */
const VOLATILE = /("(?:uptime|age|now)\w*":[^,}]*|nonce="[^"]*"|'nonce-[^']*')/gi;

async function ask(server: RunningServer, path: string, init: RequestInit) {
  const response = await fetch(new URL(path, server.url), { redirect: 'manual', ...init });
  const headers = Object.fromEntries(response.headers);
  for (const name of ['date', 'x-request-id', 'etag']) delete headers[name];
  const text = (await response.text()).replaceAll(VOLATILE, '');
  return {
    status: response.status,
    headers: JSON.stringify(headers).replaceAll(VOLATILE, ''),
    text,
  };
}

const json = { 'content-type': 'application/json' };
const alice = { ...json, authorization: `Bearer ${ALICE_TOKEN}` };

function message(method: string, params: object): RequestInit {
  const headers = { ...alice, accept: 'application/json, text/event-stream' };
  return {
    method: 'POST',
    headers,
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  };
}

const CLIENT = {
  protocolVersion: '2025-11-25',
  capabilities: {},
  clientInfo: { name: 'a', version: '1' },
};

it.each<[what: string, path: string, init: RequestInit]>([
  ['the connect page', '/', { headers: { accept: 'text/html' } }],
  ['the metadata', '/.well-known/oauth-authorization-server', {}],
  ['a page that does not exist', '/nowhere', { headers: { accept: 'text/html' } }],
  ['a request without a token', '/mcp', { method: 'POST', headers: json, body: '{}' }],
  [
    'an authorization request without parameters',
    '/oauth/authorize',
    { headers: { accept: 'text/html' } },
  ],
  ['malformed JSON', '/mcp', { method: 'POST', headers: alice, body: '{' }],
  ['a handshake', '/mcp', message('initialize', CLIENT)],
  ['the tools', '/mcp', message('tools/list', {})],
  ['a call', '/mcp', message('tools/call', { name: 'list_teams', arguments: {} })],
  ['a wrong argument', '/mcp', message('tools/call', { name: 'get_team', arguments: { id: [] } })],
  ['the resources', '/mcp', message('resources/list', {})],
])('the bundle answers %s exactly as `nest start` does', async (_, path, init) => {
  const [shipped, compiled] = await Promise.all(servers.map((server) => ask(server, path, init)));
  expect(shipped).toEqual(compiled);
  expect(shipped!.text).not.toBe('');
});
