import { afterAll, beforeAll, it } from '@jest/globals';
import { once } from 'node:events';
import { connect } from 'node:net';
import { DEADLINE_MS, ProjectCopy, waitFor } from './project-copy.js';
import { freePort } from './running-server.js';

let project: ProjectCopy;
beforeAll(() => {
  project = new ProjectCopy();
  // The build is there already; test/development.e2e-spec.ts compiles.
  project.replaceScript('compile', 'node --version');
});
afterAll(() => project.remove());

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

// test/development.e2e-spec.ts ends `npm run debug`, and so `npm run start:dev`.
it.each<[script: string, signal: NodeJS.Signals]>([
  ['start:prod', 'SIGTERM'],
  ['start:prod', 'SIGINT'],
  ['demo', 'SIGINT'],
  ['start', 'SIGTERM'],
])(
  '`npm run %s` ends everything that it started at %s',
  async (script, signal) => {
    const [port, sandboxPort] = [await freePort(), await freePort()];
    const { pid, output } = project.run([script], {
      SERVER_PORT: String(port),
      SANDBOX_PORT: String(sandboxPort),
      BULLET_TRAIN_BASE_URL: 'http://127.0.0.1:9',
    });
    const ports = script === 'demo' ? [port, sandboxPort] : [port];
    const listening = async () => (await Promise.all(ports.map(isListening))).filter(Boolean);
    await waitFor(async () => (await listening()).length === ports.length, output);
    // A terminal signals the whole group, and shells rely on it; a supervisor signals only npm.
    process.kill(signal === 'SIGINT' ? -pid : pid, signal);
    await waitFor(async () => (await listening()).length === 0, output);
  },
  2 * DEADLINE_MS + 5_000,
);
