import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  jest,
} from '@jest/globals';
import type { RequestListener } from 'node:http';
import { startDocumentHost, type DocumentHost } from '../../../test/document-host.js';
import { DocumentCache } from './document-cache.js';
import { FetchError } from '../../public-fetch/fetch-error.js';
import type { FetchedJson } from '../../public-fetch/fetch-json.js';

const SECOND = 1_000;
const DAY = 24 * 3_600 * SECOND;

let host: DocumentHost;
let cache: DocumentCache;
let clock: number;

beforeAll(async () => {
  host = await startDocumentHost();
});
beforeEach(() => {
  cache = new DocumentCache(true);
  clock = Date.now();
  host.asked.length = 0;
  jest.spyOn(Date, 'now').mockImplementation(() => clock);
});
afterEach(() => {
  jest.restoreAllMocks();
});
afterAll(async () => {
  await host.close();
});

/** Serves a document with these headers. */
function serve(headers: Record<string, string>, json: unknown = 'first', status = 200): void {
  const listener: RequestListener = (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(json));
  };
  host.serve('/document', listener);
}

const get = (maxAgeMs?: number) => cache.get(new URL('/document', host.url), maxAgeMs);
const forSeconds = (seconds: number) => ({ 'cache-control': `max-age=${seconds}` });

it.each<[what: string, headers: Record<string, string>, keptMs: number]>([
  ['max-age', forSeconds(60), 60 * SECOND],
  ['s-maxage', { 'cache-control': 'max-age=1, s-maxage=60' }, 60 * SECOND],
  ['max-age and an age', { ...forSeconds(60), age: '20' }, 40 * SECOND],
  ['no caching headers', {}, 10 * SECOND],
  ['no-store', { 'cache-control': 'no-store' }, 10 * SECOND],
  ['no-cache', { 'cache-control': 'no-cache, max-age=60' }, 10 * SECOND],
  ['private', { 'cache-control': 'private, max-age=60' }, 10 * SECOND],
  ['a max-age of one second', forSeconds(1), 10 * SECOND],
  ['an Expires in the past', { expires: 'Thu, 01 Jan 1970 00:00:00 GMT' }, 10 * SECOND],
  [
    'a malformed max-age',
    { 'cache-control': 'max-age=x, =, ,', age: 'x', expires: 'x', date: 'x' },
    10 * SECOND,
  ],
  ['a negative max-age', { ...forSeconds(1), age: '-1e308' }, 10 * SECOND],
  ['a max-age of a year', forSeconds(31_536_000), DAY],
  ['an infinite max-age', forSeconds(1e21), 10 * SECOND],
  ['an Expires far in the future', { expires: 'Thu, 01 Jan 2099 00:00:00 GMT' }, DAY],
])('the document cache honours %s', async (_, headers, keptMs) => {
  serve(headers);
  await get();
  serve(headers, 'second');
  clock += keptMs - 1;
  expect(await get()).toBe('first');
  clock += 1;
  expect(await get()).toBe('second');
  expect(host.asked).toHaveLength(2);
});

it('the document cache fetches once for all concurrent requests', async () => {
  serve(forSeconds(60));
  expect(await Promise.all([get(), get(), get(0)])).toEqual(['first', 'first', 'first']);
  expect(host.asked).toHaveLength(1);
});

it.each([500, 503, 429, 403, 302])(
  'the document cache keeps the last good copy for a day while the host answers %s',
  async (status) => {
    serve(forSeconds(60));
    await get();
    serve({}, 'gone', status);
    clock += 60 * SECOND;
    expect(await get()).toBe('first');
    // Not at every request.
    await get();
    expect(host.asked).toHaveLength(2);
    clock += DAY - 61 * SECOND;
    expect(await get()).toBe('first');
    clock += 10 * SECOND;
    await expect(get()).rejects.toThrow(`it answered ${status}`);
  },
);

it.each([404, 410])(
  'the document cache drops a document when its host answers %s',
  async (status) => {
    serve(forSeconds(60));
    await get();
    serve({}, 'gone', status);
    clock += 60 * SECOND;
    await expect(get()).rejects.toThrow(`it answered ${status}`);
  },
);

it('the document cache fetches again when the host recovers', async () => {
  serve({}, 'none', 500);
  await expect(get()).rejects.toThrow('it answered 500');
  serve({});
  clock += 10 * SECOND - 1;
  await expect(get()).rejects.toThrow('it answered 500');
  clock += 1;
  expect(await get()).toBe('first');
});

it('the document cache refetches a fresh copy that is too old for the caller, after ten seconds', async () => {
  serve(forSeconds(3_600));
  await get();
  serve(forSeconds(3_600), 'second');
  clock += 10 * SECOND - 1;
  expect(await get(10 * SECOND)).toBe('first');
  clock += 1;
  expect(await get(10 * SECOND)).toBe('second');
});

it('the document cache waits ten seconds between fetches while the host fails', async () => {
  serve(forSeconds(3_600));
  await get();
  serve({}, 'none', 500);
  clock += 60 * SECOND;
  for (let i = 0; i < 5; i += 1) expect(await get(10 * SECOND)).toBe('first');
  expect(host.asked).toHaveLength(2);
});

describe('the document cache, while fetches hang,', () => {
  const never = () => new Promise<FetchedJson>(() => undefined);
  const good = { json: 'good', bytes: 6, status: 200, headers: forSeconds(60) };
  let fetchJson: jest.Mock<(url: URL) => Promise<FetchedJson>>;

  beforeEach(() => {
    fetchJson = jest.fn(never);
    cache = new DocumentCache(true, fetchJson);
  });

  const ask = (address: string, from: string) => cache.get(new URL(address), undefined, from);
  const busy = { code: 'temporarily_unavailable', status: 503, retryAfterSeconds: 5 };

  it('allows twenty fetches per host, and other hosts still get theirs', async () => {
    for (let i = 0; i < 30; i += 1) void ask(`https://evil.example/${i}`, `${i}`).catch(() => {});
    expect(fetchJson).toHaveBeenCalledTimes(20);
    await expect(ask('https://evil.example/more', 'me')).rejects.toMatchObject(busy);
    fetchJson.mockResolvedValue(good);
    expect(await ask('https://good.example/client', 'me')).toBe('good');
  });

  it('allows twenty fetches per IP address, whatever the hosts', async () => {
    for (let i = 0; i < 30; i += 1) void ask(`https://${i}.evil.example/x`, 'a').catch(() => {});
    expect(fetchJson).toHaveBeenCalledTimes(20);
    await expect(ask('https://good.example/client', 'a')).rejects.toMatchObject(busy);
    fetchJson.mockResolvedValue(good);
    expect(await ask('https://good.example/client', 'b')).toBe('good');
  });

  it('allows a hundred fetches in all, returns cached documents, and fetches those in use', async () => {
    fetchJson.mockResolvedValue(good);
    for (const name of ['known', 'used']) await ask(`https://${name}.example/client`, 'me');
    cache.keep(new URL('https://used.example/client'));
    clock += 60 * SECOND;
    fetchJson.mockClear().mockImplementation(never);
    for (let i = 0; i < 200; i += 1) {
      void ask(`https://${i}.evil.example/x`, `${i}`).catch(() => {});
    }
    expect(fetchJson).toHaveBeenCalledTimes(100);
    await expect(ask('https://new.example/client', 'me')).rejects.toMatchObject(busy);
    expect(await ask('https://known.example/client', 'me')).toBe('good');
    fetchJson.mockResolvedValue({ ...good, json: 'newer' });
    expect(await ask('https://used.example/client', 'me')).toBe('newer');
  });

  it('frees the place of a fetch that succeeds or fails', async () => {
    fetchJson.mockRejectedValue(new FetchError('it answered 404', 404));
    for (let i = 0; i < 50; i += 1) {
      await expect(ask(`https://evil.example/${i}`, 'a')).rejects.toThrow('it answered 404');
    }
    expect(fetchJson).toHaveBeenCalledTimes(50);
  });
});

it('the document cache drops the oldest documents when all together are too large', async () => {
  serve(forSeconds(3_600));
  await get();
  for (let i = 0; i < 40; i += 1) {
    host.serve(`/large/${i}`, { filler: 'x'.repeat(60_000) });
    await cache.get(new URL(`/large/${i}`, host.url));
  }
  serve(forSeconds(3_600), 'second');
  expect(await get()).toBe('second');
});
