import { readFile } from 'node:fs/promises';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import {
  server,
  elsewhere,
  type Kind,
  READ,
  CHANGE,
  PROJECTS,
  callWith,
  answering,
  startUpstreamRig,
} from './upstream-rig.js';

startUpstreamRig();

const page = answering(500, '<html>SECRET</html>', { 'content-type': 'text/html' });
const redirect = (location: string) => answering(302, '', { location });
const LATER = { 'Retry-After': 'Fri, 31 Dec 2027 23:59:59 GMT' };
/** 1 GB of zeros, in 1 MB. */
const BOMB = Buffer.concat(Array<Buffer>(16).fill(gzipSync(Buffer.alloc(64 * 1024 * 1024))));
const NOTHING_CHANGED = /Nothing was changed: try once more later/;
const PERHAPS_DONE = /look before you repeat it/;

describe.each<[what: string, fault: () => Kind, attempts: number, happened: RegExp]>([
  ['a reset', () => ({ kind: 'reset' }), 3, /broke off/],
  ['half a response', () => ({ kind: 'half' }), 3, /broke off/],
  ['no response', () => ({ kind: 'hang' }), 1, /took too long/],
  ['one byte at a time', () => ({ kind: 'drip' }), 1, /took too long/],
  ['a page', () => ({ kind: 'html' }), 1, /answered 200, but with a page for people/],
  [
    'text',
    () => answering(200, 'hello', { 'content-type': 'text/plain' }),
    1,
    /answered 200, but with a body that is not the JSON/,
  ],
  ['half of a JSON body', () => answering(200, '[{"id":1'), 1, /a body that is not the JSON/],
  ['broken gzip', () => answering(200, 'no gzip', { 'content-encoding': 'gzip' }), 3, /broke off/],
  ['500', () => answering(500, '{"error":"Oops"}'), 1, /failed \(500: Oops\)/],
  ['500 as a page', () => page, 1, /failed \(500\)/],
  ['502', () => answering(502), 3, /failed \(502\)/],
  ['503', () => answering(503), 3, /failed \(503\)/],
  ['504', () => answering(504), 3, /failed \(504\)/],
  [
    '503 for a while',
    () => answering(503, '', { 'Retry-After': '17' }),
    1,
    /failed \(503\).*Wait 17 seconds/,
  ],
  ['304', () => answering(304), 1, /answered 304 and no record/],
])('a bad response of the application (%s)', (_what, fault, attempts, happened) => {
  it('to a read is reported as having changed nothing', async () => {
    const read = await callWith(READ, fault());
    expect(read.result.isError).toBe(true);
    expect(read.text).toMatch(happened);
    expect(read.text).toMatch(NOTHING_CHANGED);
    expect(read.text).not.toMatch(/SECRET|look before/);
    expect(read.attempts).toHaveLength(attempts);
  });

  it('to a change is reported as one that may have been made, and it is not repeated', async () => {
    const change = await callWith(CHANGE, fault());
    expect(change.result.isError).toBe(true);
    expect(change.text).toMatch(happened);
    expect(change.text).toMatch(PERHAPS_DONE);
    expect(change.text).not.toMatch(/SECRET|Nothing was changed/);
    expect(change.attempts).toHaveLength(1);
  });
});

describe('other responses of an application', () => {
  it.each<[what: string, fault: () => Kind, text: RegExp]>([
    ['429', () => answering(429, '', { 'Retry-After': '7' }), /Wait 7 seconds/],
    ['429 until a date', () => answering(429, '', LATER), /Try again after Fri, 31 Dec 2027/],
    ['nothing', () => answering(200), /answered 200, but with nothing.*Nothing was changed/],
    ['11 MB', () => answering(200, `["${'x'.repeat(11_000_000)}"]`), /more than 10 MB.*for less/],
    [
      'a sign-in page elsewhere',
      () => redirect('/users/sign_in'),
      /302, a redirect, which is never followed\. Do not try again/,
    ],
  ])('to a read: %s', async (_what, fault, text) => {
    const read = await callWith(READ, fault());
    expect(read.result.isError).toBe(true);
    expect(read.text).toMatch(text);
    expect(read.attempts).toHaveLength(1);
  });

  it.each<[what: string, fault: () => Kind, text: RegExp]>([
    ['429', () => answering(429, '', { 'Retry-After': '7' }), /Wait 7 seconds/],
    ['11 MB', () => answering(200, `["${'x'.repeat(11_000_000)}"]`), /10 MB.*look before/],
    ['a redirect', () => redirect('/users/sign_in'), /redirect.*look before you repeat it/],
  ])('to a change: %s', async (_what, fault, text) => {
    const change = await callWith(CHANGE, fault());
    expect(change.result.isError).toBe(true);
    expect(change.text).toMatch(text);
    expect(change.attempts).toHaveLength(1);
  });

  it.each<[what: string, tool: typeof READ | typeof CHANGE, fault: Kind, content: object]>([
    [
      'brotli',
      READ,
      answering(200, brotliCompressSync('[{"id":1}]'), { 'content-encoding': 'br' }),
      { items: [{ id: 1 }] },
    ],
    ['an empty body', CHANGE, answering(200), { done: true }],
    ['204', CHANGE, answering(204), { done: true }],
  ])('are accepted: %s', async (_what, tool, fault, content) => {
    const { result } = await callWith(tool, fault);
    expect(result.isError).toBeUndefined();
    expect(result.structuredContent).toMatchObject(content);
  });

  it.each(['http', '//'])('to another host are not followed: %s', async (scheme) => {
    const host = elsewhere.url.replace(/^http:\/\//, '');
    const location = scheme === '//' ? `//${host}/` : `http://${host}${PROJECTS}`;
    for (const tool of [READ, CHANGE] as const) {
      const { text } = await callWith(tool, redirect(location));
      expect(text).toMatch(/never followed/);
      expect(text).not.toContain(host);
    }
    expect(elsewhere.asked).toEqual([]);
  });

  it('of 1 GB in 1 MB of gzip are not decompressed', async () => {
    const { text } = await callWith(READ, answering(200, BOMB, { 'content-encoding': 'gzip' }));
    expect(text).toMatch(/more than 10 MB/);
    expect(await mostMemory(server.pid)).toBeLessThan(500);
  });
});

/** @returns the peak memory of a process, in MB (Linux) */
async function mostMemory(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)![1]) / 1024;
}
