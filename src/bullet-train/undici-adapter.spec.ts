import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { getEventListeners, once } from 'node:events';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { AxiosResponse, InternalAxiosRequestConfig } from 'axios';
import { createUndiciAdapter } from './undici-adapter.js';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

/** Listens, and does with every request's head what it is told. */
async function serve(onRequest: (head: string, socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    socket.on('data', (data) => onRequest(data.toString('latin1'), socket));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUps.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function ask(baseUrl: string) {
  const { adapter, destroy } = createUndiciAdapter(baseUrl, 10);
  cleanUps.push(destroy);
  return (url: string, more: Partial<InternalAxiosRequestConfig> = {}): Promise<AxiosResponse> =>
    adapter({ url, method: 'GET', headers: {}, ...more } as InternalAxiosRequestConfig);
}

const answer = (body: string | Buffer, headers = '', status = '200 OK') =>
  Buffer.concat([
    Buffer.from(`HTTP/1.1 ${status}\r\nContent-Length: ${body.length}\r\n${headers}\r\n`),
    Buffer.from(body),
  ]);
const pathIn = (head: string) => head.split(' ')[1]!;

it('the adapter prepends the path of the base URL, and reuses connections', async () => {
  const connections = new Set<Socket>();
  const host = await serve((head, socket) => {
    connections.add(socket);
    socket.write(answer(pathIn(head)));
  });
  const get = ask(`http://${host}/app/`);
  for (let asked = 0; asked < 10; asked++) {
    const path = `/api/v1/teams?page=${asked}`;
    const { status, data } = await get(path);
    expect([status, String(data)]).toEqual([200, `/app${path}`]);
  }
  // One rests for a turn of the event loop, so that a server can close it after all.
  expect(connections.size).toBeLessThanOrEqual(2);
});

it('the adapter stops listening to a signal, which may last longer than many requests', async () => {
  const host = await serve((head, socket) => {
    if (pathIn(head) === '/broken') socket.destroy();
    else socket.write(answer('{}'));
  });
  const get = ask(`http://${host}`);
  const { signal } = new AbortController();
  const asked = get('/', { signal });
  expect(getEventListeners(signal, 'abort')).toHaveLength(1);
  await asked;
  await expect(get('/broken', { signal })).rejects.toThrow();
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
});

it.each([
  ['after the right one', 0],
  ['while no request is pending', 20],
])('the adapter never accepts an unsolicited response: %s', async (_when, delayMs) => {
  const host = await serve((head, socket) => {
    socket.write(answer(pathIn(head)));
    const more = () => socket.write(answer('of somebody else'));
    if (delayMs > 0) setTimeout(more, delayMs);
    else more();
  });
  const get = ask(`http://${host}`);
  for (const path of ['/1', '/2', '/3']) {
    const asked = get(path).then(({ data }) => String(data));
    // Broken off is as good: it says nothing of anybody else's.
    expect(await asked.catch(() => path)).toBe(path);
    await new Promise((resolve) => setTimeout(resolve, 2 * delayMs));
  }
});

it('the adapter returns the final response, not an informational one before it', async () => {
  const host = await serve((_head, socket) => {
    socket.write('HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n');
    socket.write(answer('no', 'X-Kind: real\r\n', '404 Not Found'));
  });
  const { status, headers, data } = await ask(`http://${host}`)('/');
  expect([status, headers['x-kind'], headers['link'], String(data)]).toEqual([
    404,
    'real',
    undefined,
    'no',
  ]);
});

it.each([
  ['gzip', gzipSync('text'), 'text'],
  ['GZIP ', gzipSync('text'), 'text'],
  ['zstd', Buffer.from('as it is'), 'as it is'],
  ['constructor', Buffer.from('as it is'), 'as it is'],
  ['gzip', Buffer.alloc(0), ''],
])('the adapter decompresses the encodings it knows: %s', async (encoding, sent, read) => {
  const host = await serve((_head, socket) =>
    socket.write(answer(sent, `Content-Encoding: ${encoding}\r\n`)),
  );
  const { data } = await ask(`http://${host}`)('/');
  expect(String(data)).toBe(read);
});

it.each([
  ['uncompressed', answer('x'.repeat(11))],
  ['decompressed', answer(gzipSync('x'.repeat(11)), 'Content-Encoding: gzip\r\n')],
])('the adapter accepts no more bytes than maxContentLength: %s', async (_how, sent) => {
  const host = await serve((_head, socket) => socket.write(sent));
  const asked = ask(`http://${host}`)('/', { maxContentLength: 10 });
  await expect(asked).rejects.toMatchObject({ code: 'ERR_BAD_RESPONSE' });
});

describe('the adapter, while it waits for a connection,', () => {
  // TLS, where nobody speaks it.
  const silent = () => serve(() => undefined);

  it('times out', async () => {
    const asked = ask(`https://${await silent()}`)('/', { timeout: 50 });
    await expect(asked).rejects.toMatchObject({ code: 'ECONNABORTED' });
  });

  it('aborts when the caller does', async () => {
    const get = ask(`https://${await silent()}`);
    const gone = new AbortController();
    const asked = get('/', { signal: gone.signal });
    gone.abort();
    await expect(asked).rejects.toMatchObject({ code: 'ERR_CANCELED' });
    await expect(get('/', { signal: gone.signal })).rejects.toMatchObject({ code: 'ERR_CANCELED' });
  });
});
