import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { ALICE_TOKEN } from '../src/sandbox/sandbox.js';
import { startBroker, type Broker } from './broker.js';
import { callTool, ERAS, post, writeMessage } from './raw-mcp.js';
import { drip, sendRaw, statusesIn } from './raw-socket.js';
import { SharedSockets } from './shared-sockets.js';

const PUBLIC_HOST = 'mcp.example.com';
const PAGE = 'text/html,application/xhtml+xml,*/*;q=0.8';
const alice = { token: ALICE_TOKEN };

let broker: Broker;
let url: string;
/** What the server says to clients that never finish; it takes its time. */
let slow: Record<string, Promise<string>>;

beforeAll(async () => {
  broker = await startBroker(
    {},
    {
      PUBLIC_URL: `https://${PUBLIC_HOST}`,
      ALLOWED_HOSTS: 'other.example,[::2]',
      RATE_LIMIT_PER_ADDRESS: '0',
    },
  );
  ({ url } = broker.server);
  const head = `POST /mcp HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${ALICE_TOKEN}\r\n`;
  slow = {
    'one header after another': drip(url, head, 'X-More: 1\r\n'),
    'nothing at all': drip(url, '', ''),
    'one byte of the body after another': drip(
      url,
      `${head}Accept: application/json, text/event-stream\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n`,
      ' ',
    ),
  };
});
afterAll(() => broker.close());

/** With Node's own client, which sends every header that it is told, Host and Origin included. */
async function ask(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body: string | Buffer = '',
): Promise<{ status: number; headers: IncomingMessage['headers']; text: string }> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    httpRequest(url + path, { method, headers, agent: false })
      .on('response', resolve)
      .on('error', reject)
      .end(body);
  });
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return { status: response.statusCode!, headers: response.headers, text };
}

describe('at the MCP endpoint', () => {
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
    'the %s "%s" is answered %i, and the next request on the connection 200',
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
  ])('%s', async (_, changed, body, status) => {
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

  /** JSON that nests so many arrays in an argument. */
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

describe('methods and types', () => {
  it.each([
    ['GET', '/mcp', 405, 'POST'],
    ['DELETE', '/mcp', 405, 'POST'],
    ['PUT', '/mcp', 405, 'POST'],
    ['HEAD', '/mcp', 405, 'POST'],
    ['TRACE', '/mcp', 405, 'POST'],
    ['OPTIONS', '/mcp', 405, 'POST'],
    ['PUT', '/', 405, 'POST'],
    ['GET', '/oauth/token', 405, 'POST'],
    ['PUT', '/token', 405, 'POST'],
    ['GET', '/oauth/register', 405, 'POST'],
    ['GET', '/oauth/revoke', 405, 'POST'],
    ['GET', '/oauth/consent', 405, 'POST'],
    ['PUT', '/oauth/authorize', 405, 'GET, HEAD'],
    ['POST', '/authorize', 405, 'GET, HEAD'],
    ['POST', '/oauth/callback', 405, 'GET, HEAD'],
    ['POST', '/health', 405, 'GET, HEAD'],
    ['DELETE', '/health/live', 405, 'GET, HEAD'],
    ['POST', '/health/ready', 405, 'GET, HEAD'],
    ['POST', '/.well-known/oauth-authorization-server', 405, 'GET, HEAD'],
    ['PUT', '/.well-known/oauth-protected-resource', 405, 'GET, HEAD'],
    ['PATCH', '/.well-known/oauth-protected-resource/mcp', 405, 'GET, HEAD'],
    ['OPTIONS', '/health', 204, 'GET, HEAD'],
    ['OPTIONS', '/oauth/token', 204, 'POST'],
    ['OPTIONS', '/oauth/authorize', 204, 'GET, HEAD'],
    ['HEAD', '/health', 200, undefined],
    ['HEAD', '/.well-known/oauth-authorization-server', 200, undefined],
    ['POST', '/nowhere', 404, undefined],
    ['OPTIONS', '/nowhere', 404, undefined],
    ['HEAD', '/nowhere', 404, undefined],
  ])('%s %s is answered %i, Allow: %s', async (method, path, status, allow) => {
    const answer = await ask(method, path, { authorization: `Bearer ${ALICE_TOKEN}` });
    expect([answer.status, answer.headers.allow]).toEqual([status, allow]);
  });

  it.each([
    ['/oauth/token', 'application/json', '{}', 415],
    ['/token', 'text/plain', 'grant_type=x', 415],
    ['/oauth/revoke', 'application/json', '{}', 415],
    ['/oauth/register', 'application/x-www-form-urlencoded', 'a=b', 415],
    ['/register', 'text/plain', '{}', 415],
    ['/oauth/token', 'application/x-www-form-urlencoded; charset=utf-16', 'a=b', 415],
    ['/oauth/token', 'application/x-www-form-urlencoded', 'a=b', 400],
    ['/oauth/register', 'application/json', '{}', 400],
  ])('%s with %s: %s is %i', async (path, type, body, status) => {
    const answer = await ask('POST', path, { 'content-type': type }, body);
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.text)).toMatchObject({ error: expect.stringMatching(/^invalid_/) });
  });
});

describe('a 415 of an endpoint for clients says what is taken', () => {
  const FORM = 'application/x-www-form-urlencoded';
  it.each([
    ['/oauth/token', { 'content-type': 'application/json' }, { accept: FORM }],
    ['/revoke', { 'content-type': 'text/plain' }, { accept: FORM }],
    ['/oauth/consent', { 'content-type': 'text/plain' }, { accept: FORM }],
    ['/oauth/register', { 'content-type': FORM }, { accept: 'application/json' }],
    ['/token', { 'content-type': `${FORM};charset=utf-16` }, { accept: `${FORM};charset=utf-8` }],
    [
      '/oauth/token',
      { 'content-type': FORM, 'content-encoding': 'lzma' },
      { 'accept-encoding': 'identity' },
    ],
    [
      '/register',
      { 'content-type': 'application/json', 'content-encoding': 'compress' },
      { 'accept-encoding': 'identity' },
    ],
  ])('%s with %j: %j', async (path, sent, taken) => {
    const { status, headers } = await ask('POST', path, sent, '{}');
    expect([status, headers]).toEqual([415, expect.objectContaining(taken)]);
  });
});

describe('every answer', () => {
  const bearer = { authorization: `Bearer ${ALICE_TOKEN}` };
  const { headers: mcp, body: list } = writeMessage('tools/list', {}, alice);

  it.each<[string, string, Record<string, string>, string, number]>([
    ['GET', '/', { accept: PAGE }, '', 200],
    ['GET', '/', {}, '', 200],
    ['POST', '/mcp', mcp, list, 200],
    ['POST', '/mcp', mcp, '{', 400],
    ['POST', '/mcp', {}, '', 401],
    ['POST', '/mcp', { ...mcp, origin: 'https://evil.example' }, list, 403],
    ['GET', '/mcp', bearer, '', 405],
    ['POST', '/mcp', mcp, `"${'x'.repeat(1_100_000)}"`, 413],
    ['GET', '/nowhere', {}, '', 404],
    ['GET', '/nowhere', { accept: PAGE }, '', 404],
    ['GET', '/oauth/authorize', { accept: PAGE }, '', 400],
    ['POST', '/oauth/token', {}, '', 415],
    ['GET', '/.well-known/oauth-authorization-server', {}, '', 200],
    ['GET', '/health', {}, '', 200],
    [
      'OPTIONS',
      '/oauth/token',
      { origin: 'https://a.example', 'access-control-request-method': 'POST' },
      '',
      204,
    ],
  ])('%s %s %j is safe in a browser', async (method, path, headers, body, status) => {
    const answer = await ask(method, path, headers, body);
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({
      'content-security-policy': expect.stringMatching(
        /^default-src 'none';.*frame-ancestors 'none'/,
      ),
      'strict-transport-security': expect.stringMatching(/^max-age=\d{8}/),
      'x-content-type-options': 'nosniff',
      'x-frame-options': expect.stringMatching(/^(DENY|SAMEORIGIN)$/),
      'referrer-policy': expect.stringMatching(/^(no-referrer|same-origin)$/),
    });
    expect(answer.headers).not.toHaveProperty('x-powered-by');
    expect(answer.headers).not.toHaveProperty('server');
  });

  it.each([
    ['/mcp', undefined, '*'],
    ['/mcp', 'https://evil.example', undefined],
    ['/MCP/', 'https://evil.example', undefined],
    ['/mcp', `https://${PUBLIC_HOST}`, '*'],
    ['/mcp', 'http://localhost:6274', '*'],
    ['/mcp', 'https://claude.ai', '*'],
    ['/mcp', 'null', '*'],
    ['/mcp', 'app://-', '*'],
    ['/mcp', 'https://evil.claude.ai', undefined],
    ['/', 'https://evil.example', undefined],
    ['/', 'http://localhost:6274', '*'],
    ['/oauth/token', 'https://evil.example', '*'],
    ['/token', 'https://evil.example', '*'],
    ['/oauth/register', 'https://evil.example', '*'],
    ['/oauth/revoke', 'https://evil.example', '*'],
    ['/.well-known/oauth-authorization-server', 'https://evil.example', '*'],
    ['/.well-known/openid-configuration', 'https://evil.example', '*'],
    ['/oauth/token', 'https://claude.ai', '*'],
    ['/oauth/register', 'null', '*'],
    ['/oauth/revoke', 'tauri://localhost', '*'],
    ['/.well-known/oauth-protected-resource/mcp', 'vscode-webview://0f9s8d', '*'],
    ['/oauth/authorize', `https://${PUBLIC_HOST}`, undefined],
    ['/oauth/authorize', 'https://claude.ai', undefined],
    ['/oauth/consent', 'null', undefined],
    ['/oauth/callback', 'app://-', undefined],
    ['/OAuth/Consent', 'https://evil.example', undefined],
    ['/oauth/callback', 'https://evil.example', undefined],
    ['/health', 'https://evil.example', undefined],
    ['/nowhere', 'https://evil.example', undefined],
  ])('at %s to a page of %s: Access-Control-Allow-Origin is %s', async (path, origin, allowed) => {
    const headers: Record<string, string> = origin === undefined ? {} : { origin };
    const preflight = {
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'x-evil',
    };
    for (const answer of [
      await ask('GET', path, headers),
      await ask('POST', path, headers),
      await ask('OPTIONS', path, { ...headers, ...preflight }),
    ]) {
      expect(answer.headers['access-control-allow-origin']).toBe(allowed);
      expect(answer.headers).not.toHaveProperty('access-control-allow-credentials');
      expect(answer.headers['access-control-allow-headers'] ?? '').not.toContain('x-evil');
    }
  });

  it('lets a page send what an MCP client sends', async () => {
    const { headers } = writeMessage('tools/call', { name: 'x' }, { ...alice, era: '2026-07-28' });
    const { headers: allowed } = await ask('OPTIONS', '/mcp', {
      origin: 'http://localhost:6274',
      'access-control-request-method': 'POST',
    });
    const names = allowed['access-control-allow-headers']!.toLowerCase().split(',');
    for (const name of Object.keys(headers)) expect(['accept', ...names]).toContain(name);
  });
});

const HOST = 'Host: localhost\r\n';
const END = 'Connection: close\r\n\r\n';
const { body: LIST } = writeMessage('tools/list', {}, {});
const MCP = [
  HOST.trimEnd(),
  `Authorization: Bearer ${ALICE_TOKEN}`,
  'Content-Type: application/json',
  'Accept: application/json, text/event-stream',
  '',
].join('\r\n');
const LENGTH = `Content-Length: ${LIST.length}\r\n`;

describe('on the wire', () => {
  it.each([
    ['a whole address', `GET http://localhost/health/live HTTP/1.1\r\n${HOST}${END}`, 200],
    [
      "another host's address",
      `POST http://evil.example/mcp HTTP/1.1\r\n${MCP}${LENGTH}${END}${LIST}`,
      400,
    ],
    ['two slashes', `POST //mcp HTTP/1.1\r\n${MCP}${LENGTH}${END}${LIST}`, 404],
    ['a way up', `GET /mcp/../health HTTP/1.1\r\n${HOST}${END}`, 404],
    ['an encoded way up', `GET /mcp/%2e%2e/health HTTP/1.1\r\n${HOST}${END}`, 404],
    ['an encoded slash', `GET /health%2flive HTTP/1.1\r\n${HOST}${END}`, 404],
    ['a null byte', `GET /health\0 HTTP/1.1\r\n${HOST}${END}`, 400],
    ['an encoded null byte', `GET /health%00 HTTP/1.1\r\n${HOST}${END}`, 404],
    ['half an encoded byte', `GET /%zz HTTP/1.1\r\n${HOST}${END}`, 404],
    ['a null byte in a header', `GET /health HTTP/1.1\r\n${HOST}X-A: a\0b\r\n${END}`, 400],
    ['HTTP/1.0', `GET /health/live HTTP/1.0\r\n\r\n`, 200],
    [
      'HTTP/1.0 without Host at /mcp',
      `POST /mcp HTTP/1.0\r\n${MCP.replace(HOST, '')}${LENGTH}\r\n${LIST}`,
      403,
    ],
    ['HTTP/2 by surprise', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
    ['no Host', `GET /health/live HTTP/1.1\r\n${END}`, 400],
    [
      'an empty Host',
      `POST /mcp HTTP/1.1\r\n${MCP.replace(HOST, 'Host:\r\n')}${LENGTH}${END}${LIST}`,
      403,
    ],
    ['two Hosts', `GET /health/live HTTP/1.1\r\n${HOST}Host: evil.example\r\n${END}`, 400],
    [
      'two tokens',
      `POST /mcp HTTP/1.1\r\n${MCP}Authorization: Bearer b\r\n${LENGTH}${END}${LIST}`,
      400,
    ],
    [
      'two types',
      `POST /mcp HTTP/1.1\r\n${MCP}Content-Type: text/plain\r\n${LENGTH}${END}${LIST}`,
      400,
    ],
    [
      'two Origins',
      `POST /mcp HTTP/1.1\r\n${MCP}Origin: http://localhost\r\nOrigin: https://evil.example\r\n${LENGTH}${END}${LIST}`,
      403,
    ],
    [
      'an unheard-of expectation',
      `POST /mcp HTTP/1.1\r\n${MCP}Expect: 200-ok\r\n${LENGTH}${END}`,
      417,
    ],
    [
      'a protocol to switch to',
      `GET /health/live HTTP/1.1\r\n${HOST}Upgrade: websocket\r\nConnection: upgrade, close\r\n\r\n`,
      200,
    ],
    [
      '16 KB in one header',
      `GET /health/live HTTP/1.1\r\n${HOST}X-A: ${'a'.repeat(17_000)}\r\n${END}`,
      431,
    ],
    ['16 KB of address', `GET /${'a'.repeat(17_000)} HTTP/1.1\r\n${HOST}${END}`, 431],
    ['3,000 headers', `GET /health/live HTTP/1.1\r\n${HOST}${'A: b\r\n'.repeat(3_000)}${END}`, 431],
    ['no HTTP', 'hello\r\n\r\n', 400],
    ['lines without CR', 'GET /health/live HTTP/1.1\nHost: localhost\n\n', 400],
    ['a space before the colon', `GET /health/live HTTP/1.1\r\n${HOST}X-A : b\r\n${END}`, 400],
    ['a folded header', `GET /health/live HTTP/1.1\r\n${HOST}X-A: b\r\n c\r\n${END}`, 400],
  ])('%s', async (_, bytes, status) => {
    const answers = await sendRaw(url, bytes);
    expect(statusesIn(answers)).toEqual([status]);
    expect(answers).not.toContain(ALICE_TOKEN);
  });

  it.each([
    [
      'a length and chunks',
      `POST /mcp HTTP/1.1\r\n${MCP}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    [
      'two lengths',
      `POST /mcp HTTP/1.1\r\n${MCP}Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcd`,
    ],
    ['a negative length', `POST /mcp HTTP/1.1\r\n${MCP}Content-Length: -1\r\n\r\n`],
    ['a length with a plus', `POST /mcp HTTP/1.1\r\n${MCP}Content-Length: +4\r\n\r\nabcd`],
    [
      'chunks that are not the last encoding',
      `POST /mcp HTTP/1.1\r\n${MCP}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`,
    ],
    [
      'an encoding that is almost chunked',
      `POST /mcp HTTP/1.1\r\n${MCP}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`,
    ],
    ['a chunk of no size', `POST /mcp HTTP/1.1\r\n${MCP}Transfer-Encoding: chunked\r\n\r\nZZ\r\n`],
  ])('%s: the request that hides behind it is not answered', async (_, bytes) => {
    const hidden = `GET /health/live HTTP/1.1\r\n${HOST}${END}`;
    expect(statusesIn(await sendRaw(url, bytes + hidden))).toEqual([400]);
  });

  it('answers who asks first whether to send the body', async () => {
    const asking = `POST /mcp HTTP/1.1\r\n${MCP}Expect: 100-continue\r\n${LENGTH}${END}${LIST}`;
    expect(statusesIn(await sendRaw(url, asking))).toEqual([100, 200]);
  });

  // Less than Node's own 30 s until it looks for the first time.
  it.each(['one header after another', 'nothing at all'])(
    'does not wait for ever for %s, and answers others meanwhile',
    async (what) => {
      expect(await callTool(url, 'list_teams', {}, alice)).not.toHaveProperty('isError');
      expect(statusesIn(await slow[what]!)).toEqual([408]);
    },
    25_000,
  );

  it('nor for one byte of the body after another', async () => {
    expect(statusesIn(await slow['one byte of the body after another']!)).toEqual([408]);
  }, 50_000);
});

it('says nothing of an error in all of this', () => {
  expect(broker.server.log()).not.toMatch(/ERROR|FATAL/);
});
