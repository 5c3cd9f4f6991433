import { beforeAll, describe, expect, it } from '@jest/globals';
import { ALICE_TOKEN } from '../src/sandbox/sandbox.js';
import { callTool, writeMessage } from './raw-mcp.js';
import { drip, sendRaw, statusesIn } from './raw-socket.js';
import { alice, url, itLoggedNoError, startPublicServer } from './web-rig.js';

startPublicServer();

/** The server's response to clients that never finish, which takes some time. */
let slow: Record<string, Promise<string>>;

beforeAll(() => {
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

describe('on the wire, the server', () => {
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
  ])('answers correctly: %s', async (_, bytes, status) => {
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
  ])('refuses %s, and does not answer a request smuggled behind it', async (_, bytes) => {
    const hidden = `GET /health/live HTTP/1.1\r\n${HOST}${END}`;
    expect(statusesIn(await sendRaw(url, bytes + hidden))).toEqual([400]);
  });

  it('answers Expect: 100-continue', async () => {
    const asking = `POST /mcp HTTP/1.1\r\n${MCP}Expect: 100-continue\r\n${LENGTH}${END}${LIST}`;
    expect(statusesIn(await sendRaw(url, asking))).toEqual([100, 200]);
  });

  // Less than the 30 s after which Node checks by default.
  it.each(['one header after another', 'nothing at all'])(
    'does not wait for ever for %s, and answers others meanwhile',
    async (what) => {
      expect(await callTool(url, 'list_teams', {}, alice)).not.toHaveProperty('isError');
      expect(statusesIn(await slow[what]!)).toEqual([408]);
    },
    25_000,
  );

  it('does not wait for ever for a body that arrives byte by byte', async () => {
    expect(statusesIn(await slow['one byte of the body after another']!)).toEqual([408]);
  }, 50_000);
});

itLoggedNoError();
