import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ALICE_TOKEN, startSandbox, type Sandbox } from '../src/sandbox/sandbox.js';
import { post, ERAS, type Era } from './raw-mcp.js';
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

/** The SDK's answers come in chunks of no announced length. */
const isDirect = (headers: Headers) => headers.has('content-length');

function ask(method: string, params: Record<string, unknown>, era: Era, headers = {}) {
  return post(server.url, method, params, { token: ALICE_TOKEN, era, id: 'an id', headers });
}

describe.each(ERAS)('%s: a direct answer is the very answer of the SDK', (era) => {
  it.each([
    ['the list of tools', 'tools/list', {}],
    ['a record', 'tools/call', { name: 'get_project', arguments: { id: 1 } }],
    ['a list', 'tools/call', { name: 'list_teams' }],
    ['wrong arguments', 'tools/call', { name: 'get_project', arguments: { ids: 1 } }],
    ['nothing found', 'tools/call', { name: 'get_project', arguments: { id: 999 } }],
  ])('%s', async (_what, method, params) => {
    const direct = await ask(method, params, era);
    // A member that it does not know makes a request one for the SDK.
    const sdk = await ask(method, { ...params, unknown: true }, era);
    expect([isDirect(direct.headers), isDirect(sdk.headers)]).toEqual([true, false]);
    expect(direct.text).toBe(sdk.text);
    expect(direct.status).toBe(sdk.status);
  });

  it.each([
    ['no such tool', 'tools/call', { name: 'get_nothing' }, {}, 200],
    ['no name', 'tools/call', {}, {}, 200],
    ['arguments that are a list', 'tools/call', { name: 'list_teams', arguments: [] }, {}, 200],
    ['a cursor', 'tools/list', { cursor: 'x' }, {}, 200],
    ['another method', 'ping', {}, {}, era === 'handshake' ? 200 : 404],
    ['a revision that is none', 'tools/list', {}, { 'mcp-protocol-version': '1999-01-01' }, 400],
  ])('but the SDK answers %s', async (_what, method, params, headers, status) => {
    const answer = await ask(method, params, era, headers);
    expect(isDirect(answer.headers)).toBe(false);
    expect(answer.status).toBe(status);
  });
});

describe('2026-07-28: the SDK refuses', () => {
  it.each([
    ['no name in the headers', { 'mcp-name': '' }],
    ['another name in the headers', { 'mcp-name': 'delete_project' }],
    ['another method in the headers', { 'mcp-method': 'tools/list' }],
  ])('%s', async (_what, headers) => {
    const params = { name: 'get_project', arguments: { id: 1 } };
    const answer = await ask('tools/call', params, '2026-07-28', headers);
    expect(answer.status).toBe(400);
    expect(answer.body.error).toMatchObject({ code: -32020 });
  });
});
