import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ALICE_TOKEN, startSandbox, type Sandbox } from '../src/sandbox/sandbox.js';
import { ERAS, post, writeMessage, type Era } from './raw-mcp.js';
import { sendRaw, statusesIn } from './raw-socket.js';
import { startServer, type RunningServer } from './running-server.js';

let sandbox: Sandbox;
let server: RunningServer;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  server = await startServer(sandbox.url);
});
afterAll(async () => {
  await server.stop();
  await sandbox.close();
});

const INITIALIZE = {
  protocolVersion: '2025-11-25',
  capabilities: {},
  clientInfo: { name: 'raw', version: '1' },
};
/** Answered by the fast path, and by the SDK. */
const METHODS: Record<Era, [string, Record<string, unknown>][]> = {
  handshake: [
    ['initialize', INITIALIZE],
    ['ping', {}],
    ['tools/list', {}],
    ['prompts/list', {}],
    ['tools/call', { name: 'list_teams', arguments: {} }],
  ],
  '2026-07-28': [
    ['server/discover', {}],
    ['tools/list', {}],
    ['prompts/list', {}],
    ['tools/call', { name: 'list_teams', arguments: {} }],
  ],
};

/** Sends exactly these headers: fetch would add an Accept of its own. */
async function send(
  era: Era,
  method: string,
  params: Record<string, unknown>,
  changed: Record<string, string | undefined>,
  target = '/mcp',
): Promise<{ status: number; text: string }> {
  const { headers, body } = writeMessage(method, params, { token: ALICE_TOKEN, era });
  const given = { host: 'localhost', 'content-length': String(body.length), ...headers };
  const lines = Object.entries({ ...given, ...changed, connection: 'close' })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}: ${value}\r\n`);
  const text = await sendRaw(server.url, `POST ${target} HTTP/1.1\r\n${lines.join('')}\r\n${body}`);
  return { status: statusesIn(text)[0]!, text };
}

describe.each(ERAS)('%s: each header is interpreted once', (era) => {
  it.each<[name: string, value: string | undefined, status: number]>([
    ['accept', undefined, 200],
    ['accept', '', 200],
    ['accept', '*/*', 200],
    ['accept', 'application/json', 200],
    ['accept', 'APPLICATION/JSON, TEXT/EVENT-STREAM', 200],
    ['accept', 'application/*;q=0.9, text/*;q=0.1', 200],
    ['accept', 'text/event-stream', 200],
    ['accept', 'text/html', 406],
    ['accept', 'application/json;q=0, text/event-stream;q=0, */*', 406],
    ['content-type', 'Application/JSON', 200],
    ['content-type', 'application/json; charset=UTF-8', 200],
    ['content-type', 'application/json;', 200],
    ['content-encoding', 'identity', 200],
    ['content-encoding', 'Identity', 200],
    ['content-encoding', 'br', 415],
    ['authorization', `BEARER  ${ALICE_TOKEN}`, 200],
    ['host', 'LOCALHOST:1', 200],
  ])('%s: %s is answered %s, on the fast path and by the SDK', async (name, value, status) => {
    for (const [method, params] of METHODS[era]) {
      const answer = await send(era, method, params, { [name]: value });
      expect([method, answer.status]).toEqual([method, status]);
      if (status === 200) expect(answer.text).toContain('"result":{');
    }
  });

  it.each([
    ['http://localhost/mcp', 'localhost', 200],
    ['http://LocalHost/mcp', 'localhost', 200],
    ['http://localhost/mcp', 'LOCALHOST', 200],
    ['http://localhost:80/mcp', 'localhost', 200],
    ['http://localhost/mcp', 'localhost:80', 200],
    ['http://localhost:81/mcp', 'localhost', 400],
    ['http://localhost/mcp?readonly=true', 'localhost', 200],
    ['http://localhost/mcp?readonly=perhaps', 'localhost', 400],
    ['/mcp?readonly=true#x', 'localhost', 400],
  ])('the target %s at the host %s is answered %i', async (target, host, status) => {
    for (const [method, params] of METHODS[era]) {
      const answer = await send(era, method, params, { host }, target);
      expect([method, answer.status]).toEqual([method, status]);
    }
  });

  it.each(['mcp-protocol-version', 'mcp-method', 'mcp-name'])(
    'a repeated %s is refused',
    async (name) => {
      const value = `2025-11-25\r\n${name}: 2025-11-25`;
      expect((await send(era, 'ping', {}, { [name]: value })).status).toBe(400);
    },
  );

  it.each([
    [{ 'content-encoding': 'gzip' }, 'accept-encoding: identity'],
    [{ 'content-type': 'text/plain' }, 'accept: application/json'],
  ])('415 for %j says what is accepted', async (changed, header) => {
    const { status, text } = await send(era, 'tools/list', {}, changed);
    expect(status).toBe(415);
    expect(text.toLowerCase()).toContain(`\r\n${header}\r\n`);
  });
});

it.each<[method: string, params: unknown, problem: string]>([
  [
    'initialize',
    { ...INITIALIZE, protocolVersion: 7 },
    '"protocolVersion" must be a string, not a number',
  ],
  [
    'initialize',
    { ...INITIALIZE, capabilities: [] },
    '"capabilities" must be an object, not an array',
  ],
  [
    'initialize',
    { capabilities: {}, clientInfo: INITIALIZE.clientInfo },
    '"protocolVersion" is missing: it must be a string',
  ],
  [
    'initialize',
    { ...INITIALIZE, clientInfo: { name: 1 } },
    '"clientInfo.name" must be a string, not a number; "clientInfo.version" is missing: it must be a string',
  ],
  [
    'initialize',
    {},
    '"protocolVersion" is missing: it must be a string; "capabilities" is missing: it must be an object; "clientInfo" is missing: it must be an object',
  ],
  ['initialize', [], '"params" must be an object'],
  ['initialize', 'x', '"params" must be an object'],
  ['tools/list', { cursor: 7 }, '"cursor" must be a string, not a number'],
  ['tools/list', { _meta: 7 }, '"_meta" must be an object'],
  [
    'tools/list',
    { _meta: { progressToken: {} } },
    '"_meta.progressToken" must be a string or an integer',
  ],
  ['tools/call', {}, '"name" is missing: it must be a string'],
  [
    'tools/call',
    { name: 'list_teams', arguments: [] },
    '"arguments" must be an object, not an array',
  ],
  [
    'prompts/get',
    { name: 'get_started', arguments: { a: 1 } },
    '"arguments.a" must be a string, not a number',
  ],
  ['resources/read', { uri: 7 }, '"uri" must be a string, not a number'],
])('%s with %j gets one line that says what to send', async (method, params, problem) => {
  const { body } = await post(server.url, method, params as Record<string, unknown>, {
    token: ALICE_TOKEN,
  });
  expect(body.error).toEqual({ code: -32602, message: `Invalid params: ${problem}` });
});

it('each message of a batch gets its own explanation', async () => {
  const wrong = { jsonrpc: '2.0', id: 2, method: 'tools/list', params: { cursor: 7 } };
  const right = { jsonrpc: '2.0', id: 1, method: 'ping' };
  const { headers } = writeMessage('ping', {}, { token: ALICE_TOKEN });
  const answer = await fetch(`${server.url}/mcp`, {
    method: 'POST',
    headers,
    body: JSON.stringify([right, wrong]),
  });
  expect(await answer.json()).toEqual([
    { jsonrpc: '2.0', id: 1, result: {} },
    {
      jsonrpc: '2.0',
      id: 2,
      error: {
        code: -32602,
        message: 'Invalid params: "cursor" must be a string, not a number',
      },
    },
  ]);
});
