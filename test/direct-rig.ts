import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { startSandbox, type Sandbox } from '../src/sandbox/sandbox.js';
import { startServer, type RunningServer } from './running-server.js';
import { createHash } from 'node:crypto';

export const REDIRECT_URI = 'http://127.0.0.1:5555/callback';

export let sandbox: Sandbox;

export let server: RunningServer;

export function pkce(verifier: string): Record<string, string> {
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  return { code_challenge: challenge, code_challenge_method: 'S256' };
}

/** Starts a server without an application of the operator. */
export function startDirectRig(): void {
  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0, refreshTokens: true, pkce: true });
    sandbox.addApplication({
      name: 'ours',
      redirectUris: [REDIRECT_URI],
      clientId: 'ours',
      clientSecret: 's3cret',
    });
    server = await startServer(sandbox.url);
  });
  afterEach(() => {
    sandbox.flags.faults = [];
  });
  afterAll(async () => {
    await server.stop();
    await sandbox.close();
  });
}

/** Call it after all other tests of a spec. */
export function itLoggedNoSecret(): void {
  it('logs no code, token or secret', () => {
    expect(server.log()).not.toMatch(/s3cret|code=|access_token|refresh_token=/);
  });
}
