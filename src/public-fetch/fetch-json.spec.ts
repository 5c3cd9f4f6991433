import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { startDocumentHost, type DocumentHost } from '../../test/document-host.js';
import { freePort } from '../../test/running-server.js';
import { FetchError } from './fetch-error.js';
import { fetchPublicJson } from './fetch-json.js';

const JSON_TYPE = { 'content-type': 'application/json' };

let host: DocumentHost;

beforeAll(async () => {
  host = await startDocumentHost();
});
afterEach(() => {
  jest.restoreAllMocks();
});
afterAll(async () => {
  await host.close();
});

const fetchPath = (path: string) => fetchPublicJson(new URL(path, host.url), true);

/** Answers with a status, headers and a body. */
const answer =
  (status: number, headers: Record<string, string>, body: string | Buffer): RequestListener =>
  (_request, response) => {
    response.writeHead(status, headers).end(body);
  };

describe('a fetch from the public internet accepts', () => {
  it.each<[what: string, headers: Record<string, string>]>([
    ['JSON', JSON_TYPE],
    ['JSON with a charset', { 'content-type': 'application/json; charset=utf-8' }],
    ['a +json type', { 'content-type': 'application/client-metadata+json' }],
    ['a type in upper case', { 'content-type': 'Application/JSON' }],
  ])('%s', async (_, headers) => {
    host.serve('/good', answer(200, { ...headers, etag: '1' }, '{"a":1}'));
    expect(await fetchPath('/good')).toMatchObject({
      json: { a: 1 },
      status: 200,
      headers: { etag: '1' },
    });
  });

  it('64 KB exactly', async () => {
    const text = JSON.stringify('x'.repeat(64 * 1024 - 2));
    host.serve('/large', answer(200, JSON_TYPE, text));
    expect((await fetchPath('/large')).json).toHaveLength(64 * 1024 - 2);
  });
});

describe('a fetch from the public internet refuses', () => {
  it.each<[what: string, error: string, listener: RequestListener]>([
    [
      'one byte more than 64 KB',
      'it is larger than 64 KB',
      answer(200, JSON_TYPE, JSON.stringify('x'.repeat(64 * 1024 - 1))),
    ],
    ['a redirect', 'it answered 302', answer(302, { ...JSON_TYPE, location: '/good' }, '{}')],
    [
      'a permanent redirect',
      'it answered 308',
      answer(308, { location: 'https://client.example' }, ''),
    ],
    ['404', 'it answered 404', answer(404, JSON_TYPE, '{}')],
    ['206', 'it answered 206', answer(206, JSON_TYPE, '{}')],
    ['204', 'it answered 204', answer(204, JSON_TYPE, '')],
    ['500', 'it answered 500', answer(500, JSON_TYPE, '{}')],
    [
      'a web page',
      'it is not application/json',
      answer(200, { 'content-type': 'text/html' }, '{}'),
    ],
    ['no content type', 'it is not application/json', answer(200, {}, '{}')],
    [
      'a type that begins with application/json',
      'it is not application/json',
      answer(200, { 'content-type': 'application/jsonp' }, '{}'),
    ],
    [
      'a type that ends with json',
      'it is not application/json',
      answer(200, { 'content-type': 'text/json' }, '{}'),
    ],
    [
      'a compressed body',
      'it is compressed, although the request did not allow that',
      answer(200, { ...JSON_TYPE, 'content-encoding': 'gzip' }, gzipSync('{}')),
    ],
    ['malformed JSON', 'it is not JSON', answer(200, JSON_TYPE, '{"a":')],
    ['an empty body', 'it is not JSON', answer(200, JSON_TYPE, '')],
    [
      'a truncated response',
      'ECONNRESET',
      (_, response) => {
        response.writeHead(200, JSON_TYPE).write('{');
        response.on('drain', () => {});
        setImmediate(() => response.destroy());
      },
    ],
    [
      'endless headers',
      'HPE_HEADER_OVERFLOW',
      answer(200, { ...JSON_TYPE, 'x-long': 'x'.repeat(20_000) }, '{}'),
    ],
  ])('%s', async (_, error, listener) => {
    host.serve('/bad', listener);
    await expect(fetchPath('/bad')).rejects.toThrow(new FetchError(error));
  });

  it('a switch to another protocol', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.end('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await expect(fetchPublicJson(new URL(`http://127.0.0.1:${port}/`), true)).rejects.toThrow(
      FetchError,
    );
    server.close();
  });

  it.each<[what: string, head: boolean]>([
    ['no response', false],
    ['an endless response', true],
  ])('%s, after the timeout', async (_, head) => {
    const timer = new AbortController();
    jest.spyOn(AbortSignal, 'timeout').mockReturnValue(timer.signal);
    host.serve('/slow', (_request, response) => {
      if (head) response.writeHead(200, JSON_TYPE).write('{');
      setImmediate(() => timer.abort());
    });
    await expect(fetchPath('/slow')).rejects.toThrow(
      new FetchError('it did not answer completely within 5 s'),
    );
    expect(AbortSignal.timeout).toHaveBeenCalledWith(5_000);
  });

  it('a host that refuses the connection, and one that does not exist', async () => {
    const refused = fetchPublicJson(new URL(`http://127.0.0.1:${await freePort()}/`), true);
    await expect(refused).rejects.toThrow(new FetchError('ECONNREFUSED'));
    const unknown = fetchPublicJson(new URL('https://nowhere.invalid/'));
    await expect(unknown).rejects.toThrow(new FetchError('it must be at a public address'));
  });
});

describe('a fetch from the public internet connects only to public addresses', () => {
  let port: number;
  let connections = 0;
  const listener = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });

  beforeAll(async () => {
    // Every address of this machine.
    listener.listen(0, '::');
    await once(listener, 'listening');
    ({ port } = listener.address() as AddressInfo);
  });
  afterAll(() => {
    listener.close();
  });

  it.each([
    '0.0.0.0',
    '0.1.2.3',
    '10.0.0.1',
    '100.64.0.1',
    '100.100.100.200',
    '127.0.0.1',
    '127.1.2.3',
    '127.1',
    '0x7f.1',
    '2130706433',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.1',
    '192.0.2.1',
    '192.88.99.1',
    '192.168.0.1',
    '198.18.0.1',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '[::]',
    '[::1]',
    '[::127.0.0.1]',
    '[::10.0.0.1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:10.0.0.1]',
    '[::ffff:0:10.0.0.1]',
    '[64:ff9b::10.0.0.1]',
    '[64:ff9b:1::10.0.0.1]',
    '[100::1]',
    '[2001::1]',
    '[2001:db8::1]',
    '[2002:a00:1::]',
    '[2002:7f00:1::]',
    '[3fff::1]',
    '[4000::1]',
    '[5f00::1]',
    '[fc00::1]',
    '[fd00:ec2::254]',
    '[fe80::1]',
    '[fec0::1]',
    '[ff02::1]',
    'localhost',
  ])('not to %s', async (name) => {
    const url = new URL(`https://${name}:${port}/`);
    await expect(fetchPublicJson(url)).rejects.toThrow(
      new FetchError('it must be at a public address'),
    );
    expect(connections).toBe(0);
  });

  it.each(['http:', 'ftp:', 'javascript:'])('and refuses the protocol of %s', async (protocol) => {
    await expect(fetchPublicJson(new URL(`${protocol}//127.0.0.1:${port}/`))).rejects.toThrow(
      new FetchError('it must be at an https address'),
    );
    expect(connections).toBe(0);
  });

  it.each(['http://10.0.0.1/', 'http://[fd00::1]/', 'ftp://127.0.0.1/', 'file:///etc/passwd'])(
    'and not to %s where loopback is allowed',
    async (address) => {
      await expect(fetchPublicJson(new URL(address), true)).rejects.toThrow(FetchError);
      expect(connections).toBe(0);
    },
  );

  it('which the listener in this spec would have noticed', async () => {
    await expect(fetchPublicJson(new URL(`http://127.0.0.1:${port}/`), true)).rejects.toThrow();
    expect(connections).toBe(1);
  });
});
