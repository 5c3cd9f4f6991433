import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { ALICE_TOKEN, startSandbox, type Sandbox } from '../src/sandbox/sandbox.js';
import { startServer, type RunningServer } from './running-server.js';

export let sandbox: Sandbox;

export let server: RunningServer;

export const upstream = (path: string) =>
  sandbox.requests.filter((request) => request.path === path);

export const alice = { token: ALICE_TOKEN };

/** Starts a server in front of a sandbox, and resets after each test what it has changed there. */
export function startServerForAlice(): void {
  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0 });
    server = await startServer(sandbox.url);
  });
  afterEach(() => {
    Object.assign(sandbox.flags, {
      faults: [],
      latencyMs: 0,
      tokenInfo: true,
      doorkeeperAuthorize: false,
    });
  });
  afterAll(async () => {
    await server.stop();
    await sandbox.close();
  });
}

/** Call it after all other tests of a spec. */
export function itLoggedNoToken(): void {
  it('logs no token in all of this', () => {
    expect(server.log()).not.toMatch(/sandbox-token|Bearer /);
  });
}
