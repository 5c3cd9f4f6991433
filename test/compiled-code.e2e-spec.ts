import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ALICE_TOKEN, startSandbox, type Sandbox } from '../src/sandbox/sandbox.js';
import { writeMessage } from './raw-mcp.js';
import { startServer } from './running-server.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SHIPPED = ['package.json', 'dist/bundle', 'dist/views/view.html'];
/** What a result ends with, and something as long. */
const MARK = "The above is the application's data";
const OTHER = 'The above is what the server says..';

let sandbox: Sandbox;
/** An installed copy, with its own compiled code. */
let copy: string;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
});
afterAll(() => sandbox.close());
beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), 'compiled-code-'));
  for (const file of SHIPPED) cpSync(join(ROOT, file), join(copy, file), { recursive: true });
});
afterEach(() => rmSync(copy, { recursive: true }));

const folder = () => join(copy, 'dist/compile-cache');

/** Starts the copy, calls a tool, and ends it. @returns what the tool answered */
async function callOnce(variables: Record<string, string> = {}): Promise<string> {
  // Coverage turns the cache off.
  const on = { NODE_DISABLE_COMPILE_CACHE: '', ...variables };
  const server = await startServer(sandbox.url, on, join(copy, 'dist/bundle/main.js'));
  const { headers, body } = writeMessage('tools/call', { name: 'list_teams', arguments: {} });
  const response = await fetch(`${server.url}/mcp`, {
    method: 'POST',
    headers: { ...headers, authorization: `Bearer ${ALICE_TOKEN}` },
    body,
  });
  const text = await response.text();
  expect(await server.stop()).toBe(0);
  return text;
}

/** The kept code of the largest file. */
function kept(): { file: string; bytes: Buffer; time: number } {
  const [name = '', ...others] = readdirSync(folder()).filter((name) => name.startsWith('server-'));
  expect(others).toEqual([]);
  const file = join(folder(), name);
  return { file, bytes: readFileSync(file), time: statSync(file).mtimeMs };
}

it('a server keeps its compiled code when it ends, and the next one uses it', async () => {
  expect(await callOnce()).toContain(MARK);
  const first = kept();
  expect(first.bytes.length).toBeGreaterThan(1_000_000);
  expect(await callOnce()).toContain(MARK);
  // One that could not use it would have written its own.
  expect(kept()).toEqual(first);
});

it.each<[string, (bytes: Buffer) => Buffer]>([
  [
    'damaged',
    (bytes) => Buffer.from(bytes.map((byte, at) => (at === bytes.length >> 1 ? byte ^ 1 : byte))),
  ],
  ['cut off', (bytes) => bytes.subarray(0, bytes.length >> 1)],
  ['empty', () => Buffer.alloc(0)],
])('compiled code that is %s is not run, and written anew', async (_, damage) => {
  await callOnce();
  const { file, bytes } = kept();
  const damaged = damage(bytes);
  writeFileSync(file, damaged);
  expect(await callOnce()).toContain(MARK);
  expect(kept().bytes.equals(damaged)).toBe(false);
  expect(kept().bytes.length).toBeGreaterThan(1_000_000);
});

it('compiled code of another file is not run, even if that is as long', async () => {
  await callOnce();
  const bundle = join(copy, 'dist/bundle');
  const name = readdirSync(bundle).find((name) => /^server-.*\.cjs$/.test(name)) ?? '';
  const source = readFileSync(join(bundle, name), 'utf8');
  expect(OTHER.length).toBe(MARK.length);
  expect(source).toContain(MARK);
  writeFileSync(join(bundle, name), source.replaceAll(MARK, OTHER));
  expect(await callOnce()).toContain(OTHER);
});

it('a server that may not write beside itself starts and ends all the same', async () => {
  writeFileSync(folder(), '');
  expect(await callOnce()).toContain(MARK);
});

it('NODE_DISABLE_COMPILE_CACHE=1 keeps nothing', async () => {
  expect(await callOnce({ NODE_DISABLE_COMPILE_CACHE: '1' })).toContain(MARK);
  expect(existsSync(folder())).toBe(false);
});
