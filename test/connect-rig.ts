import { afterAll, beforeAll } from '@jest/globals';
import { startSandbox, type Sandbox } from '../src/sandbox/sandbox.js';
import { startServer, type RunningServer } from './running-server.js';

export const SCRIPT =
  '<script>window.attacked = 1</script><img src=x onerror="window.attacked = 1">';

export const LONG = 'Unbreakable'.repeat(100);

export let sandbox: Sandbox;

export let server: RunningServer;

/** For an application with a malicious document. */
export let hostile: RunningServer;

export let hostileSandbox: Sandbox;

export function hostileDocument() {
  const operation = (summary: string, tag: string) => ({
    get: { summary, description: summary, tags: [tag], responses: {} },
  });
  return {
    openapi: '3.1.0',
    info: { title: `${SCRIPT}\u202e"&amp;' ${LONG}`, version: '1' },
    paths: {
      '/scripts': operation(SCRIPT, SCRIPT),
      '/turns': operation('Turned \u202ednuor', 'Turned \u2066'),
      '/long': operation(LONG, LONG),
    },
  };
}

/** Starts a server, and one with a hostile document. */
export function startConnectRig(): void {
  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0 });
    hostileSandbox = await startSandbox({ port: 0, document: JSON.stringify(hostileDocument()) });
    [server, hostile] = await Promise.all([
      startServer(sandbox.url),
      startServer(hostileSandbox.url),
    ]);
  });
  afterAll(async () => {
    await Promise.all([server.stop(), hostile.stop()]);
    await sandbox.close();
    await hostileSandbox.close();
  });
}
