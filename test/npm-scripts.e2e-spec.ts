import { afterAll, beforeAll, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, INHERITED } from './running-server.js';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
/** A copy, because most of the scripts build, and other tests run this folder's build. */
const COPIED = [
  'package.json',
  'nest-cli.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'src',
  'scripts',
  'dist',
];
/** Builds are slow while other tests run. */
const DEADLINE_MS = 180_000;

let directory: string;
const started: ChildProcess[] = [];

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'npm-scripts-'));
  for (const name of COPIED) {
    cpSync(join(PROJECT, name), join(directory, name), { recursive: true });
  }
  symlinkSync(join(PROJECT, 'node_modules'), join(directory, 'node_modules'));
});
afterAll(() => {
  // Left over from a failed test.
  for (const { pid } of started) {
    try {
      process.kill(-pid!, 'SIGKILL');
    } catch {
      // It has already ended.
    }
  }
  rmSync(directory, { recursive: true });
});

async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const outcome = await Promise.race([
    once(socket, 'connect').then(() => true),
    once(socket, 'error').then(
      () => false,
      () => false,
    ),
  ]).catch(() => false);
  socket.destroy();
  return outcome;
}

async function waitFor(isTrue: () => Promise<boolean>, what: () => string): Promise<void> {
  const deadline = Date.now() + DEADLINE_MS;
  while (!(await isTrue())) {
    if (Date.now() > deadline) throw new Error(`waited in vain:\n${what()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

it.each<[script: string, signal: NodeJS.Signals]>([
  ['start:prod', 'SIGTERM'],
  ['start:prod', 'SIGINT'],
  ['start', 'SIGTERM'],
  ['start:dev', 'SIGTERM'],
  ['demo', 'SIGINT'],
])(
  '`npm run %s` ends everything that it started at %s',
  async (script, signal) => {
    const [port, sandboxPort] = [await freePort(), await freePort()];
    const child = spawn('npm', ['run', script], {
      cwd: directory,
      env: {
        ...INHERITED,
        HOME: directory,
        SERVER_PORT: String(port),
        SANDBOX_PORT: String(sandboxPort),
        BULLET_TRAIN_BASE_URL: 'http://127.0.0.1:9',
      },
      // A separate process group, as a terminal makes one.
      detached: true,
    });
    started.push(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    }
    const ports = script === 'demo' ? [port, sandboxPort] : [port];
    const listening = async () => (await Promise.all(ports.map(isListening))).filter(Boolean);
    await waitFor(
      async () => (await listening()).length === ports.length,
      () => output,
    );
    // A terminal signals the whole group, and shells rely on it; a supervisor signals only npm.
    process.kill(signal === 'SIGINT' ? -child.pid! : child.pid!, signal);
    await waitFor(
      async () => (await listening()).length === 0,
      () => output,
    );
  },
  2 * DEADLINE_MS + 5_000,
);
