import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { startDocumentHost, type DocumentHost } from '../../test/document-host.js';
import { FetchError } from './fetch-error.js';
import { openDownload, type DownloadOptions } from './open-download.js';

const SECRET = 'signature-that-nobody-may-see';
const PNG = { 'content-type': 'image/png' };
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

const answer =
  (status: number, headers: Record<string, string>, body: string | Buffer): RequestListener =>
  (_request, response) => {
    response.writeHead(status, headers).end(body);
  };

async function download(url: string, options: Partial<DownloadOptions> = {}): Promise<Buffer> {
  const budget = { all: 1_000, left: 1_000 };
  const { signal } = new AbortController();
  const file = await openDownload(new URL(`${url}?sig=${SECRET}`), {
    budget,
    allowLoopback: true,
    signal,
    ...options,
  });
  const pieces: Buffer[] = [];
  for await (const piece of file.read()) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** @returns the message of the refusal, which must not have the address */
async function refusal(url: string, options?: Partial<DownloadOptions>): Promise<string> {
  const error: unknown = await download(url, options).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(FetchError);
  expect(JSON.stringify([error, (error as Error).stack])).not.toContain(SECRET);
  return (error as Error).message;
}

describe('a download', () => {
  it('arrives as it is, with what its host says of it', async () => {
    const url = host.serve('/a', answer(200, { ...PNG, 'content-length': '3' }, 'abc'));
    expect(String(await download(url))).toBe('abc');
    const { signal } = new AbortController();
    const budget = { all: 9, left: 9 };
    const file = await openDownload(new URL(url), { budget, allowLoopback: true, signal });
    expect(file).toMatchObject({ contentType: 'image/png', bytes: 3 });
    file.close();
  });

  it('follows three redirects, and no fourth', async () => {
    for (const hop of [1, 2, 3, 4]) {
      host.serve(`/hop${hop}`, answer(302, { location: `/hop${hop - 1}?sig=${SECRET}` }, ''));
    }
    host.serve('/hop0', answer(200, PNG, 'there'));
    expect(String(await download(`${host.url}/hop3`))).toBe('there');
    expect(await refusal(`${host.url}/hop4`)).toBe('it redirects too often');
  });

  it.each<[what: string, location: string, says: string]>([
    ['a private address', 'https://10.0.0.1/', 'it must be at a public address'],
    ['a cloud’s metadata', 'http://169.254.169.254/latest', 'it must be at an https address'],
    ['a file', 'file:///etc/passwd', 'it must be at an https address'],
    ['nowhere', 'https://', 'it redirects to nowhere'],
  ])('does not follow a redirect to %s', async (_what, location, says) => {
    const url = host.serve('/away', answer(302, { location }, ''));
    expect(await refusal(url)).toBe(says);
  });

  it.each<[what: string, says: string, listener: RequestListener]>([
    ['403', 'it answered 403', answer(403, {}, `expired ${SECRET}`)],
    ['206', 'it answered 206', answer(206, PNG, 'abc')],
    [
      'gzip',
      'it is compressed, although the request did not allow that',
      answer(200, { ...PNG, 'content-encoding': 'gzip' }, gzipSync(Buffer.alloc(9_000))),
    ],
    ['nothing', 'it is empty', answer(200, { ...PNG, 'content-length': '0' }, '')],
    [
      'nothing in pieces',
      'it is empty',
      (_request, response) => {
        response.writeHead(200, { ...PNG, 'transfer-encoding': 'chunked' }).end();
      },
    ],
    [
      'a length above the limit',
      'it is larger than 1 KB, the most that the files of one call may have',
      answer(200, PNG, Buffer.alloc(1_001)),
    ],
    [
      'more than the limit, without a length',
      'it is larger than 1 KB, the most that the files of one call may have',
      (_request, response) => {
        response.writeHead(200, { ...PNG, 'transfer-encoding': 'chunked' });
        response.write(Buffer.alloc(900));
        setTimeout(() => response.end(Buffer.alloc(900)), 50);
      },
    ],
    [
      'less than its length',
      'it broke off before its end',
      (_request, response) => {
        response.writeHead(200, { ...PNG, 'content-length': '900' }).write('abc');
        setTimeout(() => response.destroy(), 50);
      },
    ],
  ])('refuses %s', async (_what, says, listener) => {
    expect(await refusal(host.serve('/bad', listener))).toBe(says);
  });

  it('ends when its host drips, or says nothing at all', async () => {
    const waits = { headMs: 200, bodyMs: 200 };
    const silent = host.serve('/silent', () => {});
    expect(await refusal(silent, { waits })).toBe('it did not begin within 0.2 s');
    const drip = host.serve('/drip', (_request, response) => {
      response.writeHead(200, PNG);
      const timer = setInterval(() => response.write('a'), 20);
      response.on('close', () => clearInterval(timer));
    });
    expect(await refusal(drip, { waits })).toBe('it took more than 0.2 s');
  });

  it('may be read slowly: only its host is hurried', async () => {
    const url = host.serve('/slow', answer(200, PNG, 'abc'));
    const { signal } = new AbortController();
    const file = await openDownload(new URL(url), {
      budget: { all: 9, left: 9 },
      allowLoopback: true,
      signal,
      waits: { headMs: 200, bodyMs: 200 },
    });
    const pieces = file.read();
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(String((await pieces.next()).value)).toBe('abc');
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect((await pieces.next()).done).toBe(true);
  });

  it('is let go when nobody wants it any more', async () => {
    const gone = new AbortController();
    const url = host.serve('/endless', (_request, response) => {
      response.writeHead(200, PNG).write('a');
      setTimeout(() => gone.abort(), 50);
    });
    expect(await refusal(url, { signal: gone.signal })).toMatch(/^it /);
  });

  it('goes to the address that was checked, although its name has another a moment later', async () => {
    const listener = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await once(listener, 'listening');
    let connections = 0;
    listener.on('connection', () => (connections += 1));
    const { port } = listener.address() as AddressInfo;
    // A global address that is allocated to nobody; every later answer leads to this machine.
    jest.spyOn(Resolver.prototype, 'resolve6').mockResolvedValue(['2d00::1'] as never);
    const asked = jest
      .spyOn(Resolver.prototype, 'resolve4')
      .mockResolvedValueOnce([] as never)
      .mockResolvedValue(['127.0.0.1'] as never);
    const rebound = `https://files.example:${port}/`;
    const waits = { headMs: 300, bodyMs: 300 };
    expect(await refusal(rebound, { waits, allowLoopback: false })).toMatch(/^it (failed|did not)/);
    expect([connections, asked.mock.calls.length]).toEqual([0, 1]);
    listener.close();
  });
});
