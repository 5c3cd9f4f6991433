import { describe, expect, it } from '@jest/globals';
import { ERAS, post, writeMessage } from './raw-mcp.js';
import { SharedSockets } from './shared-sockets.js';
import { PUBLIC_HOST, alice, url, ask, itLoggedNoError, startPublicServer } from './web-rig.js';

startPublicServer();

describe('the MCP endpoint', () => {
  it.each([
    ['host', PUBLIC_HOST, 200],
    ['host', `${PUBLIC_HOST}:8443`, 200],
    ['host', 'localhost:1', 200],
    ['host', '127.0.0.1', 200],
    ['host', '[::1]:3001', 200],
    ['host', 'other.example', 200],
    ['host', '[::2]', 200],
    ['host', 'evil.example', 403],
    ['host', `${PUBLIC_HOST}.evil.example`, 403],
    ['host', `evil.example:@${PUBLIC_HOST}`, 403],
    ['host', '169.254.169.254', 403],
    ['host', 'localhost.', 403],
    ['host', 'localhost:99999', 403],
    ['host', 'localhost, evil.example', 403],
    ['host', PUBLIC_HOST.toUpperCase(), 200],
    ['origin', `https://${PUBLIC_HOST}`, 200],
    ['origin', 'http://localhost:6274', 200],
    ['origin', 'https://other.example', 200],
    ['origin', 'https://evil.example', 403],
    ['origin', `https://${PUBLIC_HOST}.evil.example`, 403],
    ['origin', `https://${PUBLIC_HOST}@evil.example`, 403],
    ['origin', `https://${PUBLIC_HOST} https://evil.example`, 403],
    ['origin', 'https://claude.ai', 200],
    ['origin', 'https://chatgpt.com', 200],
    ['origin', 'https://vscode.dev', 200],
    ['origin', 'null', 200],
    ['origin', 'file://', 200],
    ['origin', 'vscode-webview://0f9s8d', 200],
    ['origin', 'tauri://localhost', 200],
    ['origin', 'http://claude.ai', 403],
    ['origin', 'https://claude.ai.evil.example', 403],
    ['origin', 'chrome-extension://abcdefgh', 403],
    ['origin', 'x', 403],
  ])(
    'answers the %s "%s" with %i, and the next request on the connection with 200',
    async (name, value, status) => {
      const sockets = new SharedSockets(1);
      const options = { ...alice, headers: { [name]: value } };
      expect((await sockets.post(url, 'tools/list', {}, options)).status).toBe(status);
      expect((await sockets.post(url, 'tools/list', {}, alice)).status).toBe(200);
      expect(sockets.opened).toBe(1);
      sockets.close();
    },
  );

  it.each<[string, Record<string, string>, string | Buffer | undefined, number]>([
    ['text', { 'content-type': 'text/plain' }, undefined, 415],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, undefined, 415],
    ['no type', { 'content-type': '' }, undefined, 415],
    ['almost JSON', { 'content-type': 'application/jsonp' }, undefined, 415],
    ['JSON with a charset', { 'content-type': 'application/json; charset=utf-8' }, undefined, 200],
    ['compressed JSON', { 'content-encoding': 'gzip' }, undefined, 415],
    ['for a browser', { accept: 'text/html' }, undefined, 406],
    ['for nobody', { accept: 'application/json;q=0, text/event-stream;q=0.0' }, undefined, 406],
    ['for images', { accept: 'image/*' }, undefined, 406],
    ['a little less than 1 MB', {}, `"${'x'.repeat(1024 * 1024 - 2)}"`, 400],
    ['a little more than 1 MB', {}, `"${'x'.repeat(1024 * 1024 - 1)}"`, 413],
    ['nothing', {}, '', 400],
    ['no JSON', {}, '{', 400],
    [
      'JSON in Latin-1',
      {},
      Buffer.from('{"jsonrpc":"2.0","id":"é","method":"ping"}', 'latin1'),
      400,
    ],
    ['two JSON texts', {}, '{}{}', 400],
    ['null', {}, 'null', 400],
    ['a number', {}, '7', 400],
    ['a message without a version', {}, '{"id":1,"method":"tools/list"}', 400],
    ['a message whose id is null', {}, '{"jsonrpc":"2.0","id":null,"method":"tools/list"}', 400],
    ['a message whose id is an object', {}, '{"jsonrpc":"2.0","id":{},"method":"tools/list"}', 400],
  ])('answers a body correctly: %s', async (_, changed, body, status) => {
    for (const era of ERAS) {
      const message = writeMessage('tools/list', {}, { ...alice, era });
      const answer = await ask(
        'POST',
        '/mcp',
        { ...message.headers, ...changed },
        body ?? message.body,
      );
      expect([era, answer.status]).toEqual([era, status]);
      if (status !== 200) {
        expect(JSON.parse(answer.text)).toMatchObject({
          jsonrpc: '2.0',
          error: { code: expect.any(Number) },
        });
      }
      expect((await post(url, 'tools/list', {}, { ...alice, era })).status).toBe(200);
    }
  });

  /** @returns JSON with this many nested arrays in an argument */
  const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
  /** The message, its params, its arguments. */
  const AROUND = 3;

  it.each<[string, string, object]>([
    ['100 levels', nested(100 - AROUND), { result: { isError: true } }],
    ['101 levels', nested(101 - AROUND), { error: { code: -32600 } }],
    ['100,000 levels', nested(100_000), { error: { code: -32600 } }],
    ['brackets in a text', JSON.stringify(`"${'['.repeat(200)}\\`), { result: { isError: true } }],
  ])('a message of %s', async (_, json, answer) => {
    const { headers, body } = writeMessage(
      'tools/call',
      { name: 'list_teams', arguments: { unknown: 0 } },
      alice,
    );
    const { text } = await ask(
      'POST',
      '/mcp',
      headers,
      body.replace('"unknown":0', `"unknown":${json}`),
    );
    expect(JSON.parse(text)).toMatchObject(answer);
  });

  const list = (id?: number | string) => ({
    jsonrpc: '2.0',
    method: 'tools/list',
    ...(id !== undefined && { id }),
  });
  const notification = { jsonrpc: '2.0', method: 'notifications/initialized' };
  const initialize = {
    ...list(2),
    method: 'initialize',
    params: {
      protocolVersion: '2025-03-26',
      capabilities: {},
      clientInfo: { name: 'raw', version: '1' },
    },
  };

  it.each<[string, unknown[], string | undefined, number, unknown]>([
    ['of two requests', [list(1), list('1')], undefined, 200, [1, '1']],
    ['of two requests', [list(1), list(2)], '2025-03-26', 200, [1, 2]],
    ['of notifications', [notification, notification], undefined, 202, undefined],
    ['of a request and a notification', [list(1), notification], undefined, 200, 1],
    ['of one id twice', [list(1), list(1)], undefined, 400, -32600],
    ['with initialize', [initialize, list(1)], undefined, 400, -32600],
    ['of nothing', [], undefined, 400, -32600],
    ['in a batch', [[list(1)]], undefined, 400, expect.any(Number)],
    ['of 101', Array.from({ length: 101 }, (_, id) => list(id)), undefined, 400, -32600],
    ['of two requests', [list(1), list(2)], '2025-06-18', 400, -32600],
    ['of one request', [list(1)], '2025-11-25', 400, -32600],
    ['of one request', [list(1)], '2026-07-28', 400, -32600],
    ['of one request', [list(1)], 'x', 400, -32600],
  ])(
    'a batch %s %j in revision %s is answered %i',
    async (_, batch, revision, status, expected) => {
      const { headers } = writeMessage('tools/list', {}, alice);
      const version = revision !== undefined && { 'mcp-protocol-version': revision };
      const answer = await ask('POST', '/mcp', { ...headers, ...version }, JSON.stringify(batch));
      expect(answer.status).toBe(status);
      const body = answer.text === '' ? undefined : (JSON.parse(answer.text) as BatchAnswer);
      const ids = Array.isArray(body) ? body.map(({ id }) => id) : (body?.error?.code ?? body?.id);
      expect(Array.isArray(ids) ? ids.toSorted() : ids).toEqual(expected);
    },
  );
});

type OneAnswer = { id?: unknown; error?: { code: number } };
type BatchAnswer = OneAnswer[] | (OneAnswer & { length?: undefined });

itLoggedNoError();
