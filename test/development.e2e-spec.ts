import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { startSandbox, type Sandbox } from '../src/sandbox/sandbox.js';
import { DEADLINE_MS, ProjectCopy, waitFor } from './project-copy.js';
import { freePort } from './running-server.js';

let project: ProjectCopy;
let sandbox: Sandbox;
let port: number;
let inspector: string;
let running: ReturnType<ProjectCopy['run']>;

beforeAll(async () => {
  project = new ProjectCopy();
  sandbox = await startSandbox({ port: 0 });
  port = await freePort();
  inspector = `127.0.0.1:${await freePort()}`;
  writeEnv('Before');
  running = project.run(['debug', '--', inspector], {});
  await showsTitle('Connect to Before');
}, DEADLINE_MS + 5_000);
afterAll(async () => {
  project.remove();
  await sandbox.close();
});

function writeEnv(name: string): void {
  const variables = {
    SERVER_PORT: port,
    BULLET_TRAIN_BASE_URL: sandbox.url,
    APPLICATION_NAME: name,
  };
  const lines = Object.entries(variables).map(([variable, value]) => `${variable}=${value}\n`);
  writeFileSync(join(project.directory, '.env'), lines.join(''));
}

/** @returns the connect page; undefined while nothing answers */
async function page(): Promise<string | undefined> {
  try {
    const headers = { accept: 'text/html', 'accept-language': 'en' };
    return await (await fetch(`http://127.0.0.1:${port}/`, { headers })).text();
  } catch {
    return undefined;
  }
}

const showsTitle = (title: string) =>
  waitFor(async () => (await page())?.includes(`<title>${title}</title>`) === true, running.output);

function edit(from: string, to: string): void {
  const file = join(project.directory, 'src/pages/texts/en.ts');
  const text = readFileSync(file, 'utf8');
  expect(text).toContain(from);
  writeFileSync(file, text.replace(from, to));
}

/** What stands on the terminal, without its colours. */
const printed = () => stripVTControlCharacters(running.output());

/** What a debugger asks first, and a question about the running program. */
async function evaluate(expression: string): Promise<unknown> {
  const [target] = (await (await fetch(`http://${inspector}/json/list`)).json()) as [
    { webSocketDebuggerUrl: string },
  ];
  const socket = new WebSocket(target.webSocketDebuggerUrl);
  const answer = new Promise<string>((resolve, reject) => {
    socket.addEventListener('message', ({ data }) => resolve(String(data)));
    socket.addEventListener('error', () => reject(new Error('the inspector closed')));
  });
  await new Promise((resolve) => socket.addEventListener('open', resolve));
  const params = { expression, returnByValue: true };
  socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params }));
  const { result } = JSON.parse(await answer) as { result: { result: { value: unknown } } };
  socket.close();
  return result.result.value;
}

describe('`npm run debug`, one step after the other', () => {
  it('lets a debugger attach to the server', async () => {
    expect(await evaluate('process.argv[1]')).toMatch(/dist\/main(\.js)?$/);
  });

  it(
    'starts again when .env changes, with the new values',
    async () => {
      writeEnv('After');
      await showsTitle('Connect to After');
    },
    DEADLINE_MS,
  );

  it(
    'starts again when a source changes',
    async () => {
      edit("'Connect to {application}'", "'Link to {application}'");
      await showsTitle('Link to After');
    },
    DEADLINE_MS,
  );

  it(
    'names a mistake in a source, serves on, and starts again once it is mended',
    async () => {
      edit("'Link to {application}'", "'Go to {application}' as number");
      await waitFor(async () => /en\.ts:\d+:\d+ - error TS/.test(printed()), running.output);
      expect(await page()).toContain('<title>Link to After</title>');
      edit("'Go to {application}' as number", "'Go to {application}'");
      await showsTitle('Go to After');
    },
    2 * DEADLINE_MS,
  );

  it(
    'leaves nothing running when npm is told to end',
    async () => {
      process.kill(running.pid, 'SIGTERM');
      const answers = () =>
        fetch(`http://${inspector}/json/version`).then(
          () => true,
          () => false,
        );
      await waitFor(async () => (await page()) === undefined, running.output);
      await waitFor(async () => !(await answers()), running.output);
      // Nothing of its process group is left either: the watcher, the compiler, npm.
      await waitFor(async () => !isAlive(-running.pid), running.output);
    },
    DEADLINE_MS,
  );
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
