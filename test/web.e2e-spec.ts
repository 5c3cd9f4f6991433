import { describe, expect, it } from '@jest/globals';
import { ALICE_TOKEN } from '../src/sandbox/sandbox.js';
import { writeMessage } from './raw-mcp.js';
import { PUBLIC_HOST, alice, ask, itLoggedNoError, startPublicServer } from './web-rig.js';

startPublicServer();

const PAGE = 'text/html,application/xhtml+xml,*/*;q=0.8';

describe('HTTP methods and content types', () => {
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

describe('a 415 of an endpoint for clients says what is accepted', () => {
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

describe('every response', () => {
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
  ])('to %s %s %j is safe in a browser', async (method, path, headers, body, status) => {
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
  ])('at %s to a page of %s has Access-Control-Allow-Origin %s', async (path, origin, allowed) => {
    const headers: Record<string, string> = origin === undefined ? {} : { origin };
    const preflight = {
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'x-evil',
    };
    for (const [answer, expected] of [
      [await ask('GET', path, headers), allowed],
      // Without Origin it comes from no page.
      [await ask('POST', path, headers), origin === undefined ? undefined : allowed],
      [await ask('OPTIONS', path, { ...headers, ...preflight }), allowed],
    ] as const) {
      expect(answer.headers['access-control-allow-origin']).toBe(expected);
      expect(answer.headers).not.toHaveProperty('access-control-allow-credentials');
      expect(answer.headers['access-control-allow-headers'] ?? '').not.toContain('x-evil');
    }
  });

  it("allows a page to send an MCP client's headers", async () => {
    const { headers } = writeMessage('tools/call', { name: 'x' }, { ...alice, era: '2026-07-28' });
    const { headers: allowed } = await ask('OPTIONS', '/mcp', {
      origin: 'http://localhost:6274',
      'access-control-request-method': 'POST',
    });
    const names = allowed['access-control-allow-headers']!.toLowerCase().split(',');
    for (const name of Object.keys(headers)) expect(['accept', ...names]).toContain(name);
  });
});

itLoggedNoError();
