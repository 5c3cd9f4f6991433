import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, test } from '@jest/globals';
import { ALICE_EMAIL, ALICE_TOKEN, startSandbox, type Sandbox } from '../src/sandbox/sandbox.js';
import { readSettings } from '../src/sandbox/settings.js';
import { builtProgram } from './running-server.js';
import { sandboxClient } from './sandbox-client.js';

let sandbox: Sandbox;

beforeEach(async () => {
  sandbox = await startSandbox({ port: 0 });
});

afterEach(() => sandbox.close());

const { api, send, tokenInfo } = sandboxClient(() => sandbox);

describe("the sandbox's faults", () => {
  it('answer a status as often as told, by path and method', async () => {
    sandbox.flags.faults = [
      {
        path: '/api/v1/teams',
        method: 'get',
        kind: 'status',
        status: 429,
        headers: { 'Retry-After': '7' },
        times: 2,
      },
      { path: '/api/v1/teams', kind: 'status', body: '{"error":"down"}' },
    ];
    const limited = await api('/teams/1/projects');
    expect(limited.status).toBe(429);
    expect(limited.headers.get('retry-after')).toBe('7');
    expect(await limited.json()).toEqual({ status: 429, error: 'Too Many Requests' });
    const page = await api('/teams', { headers: { accept: '*/*' } });
    expect(page.headers.get('content-type')).toContain('text/html');

    const down = await api('/teams');
    expect(down.status).toBe(503);
    expect(await down.json()).toEqual({ error: 'down' });
    expect((await api('/users/me')).status).toBe(200);
  });

  it('reset connections, answer HTML, and hang until the sandbox closes', async () => {
    sandbox.flags.latencyMs = 1;
    sandbox.flags.faults = [
      { path: '/oauth/token/info', kind: 'reset' },
      { path: '/api/v1/users', kind: 'html' },
      { path: '/api/v1/teams', kind: 'hang' },
    ];
    await expect(tokenInfo(ALICE_TOKEN)).rejects.toThrow();
    const html = await api('/users');
    expect(html.status).toBe(200);
    expect(html.headers.get('content-type')).toContain('text/html');
    const ended = expect(api('/teams')).rejects.toThrow();
    while (sandbox.requests.at(-1)?.path !== '/api/v1/teams') {
      await new Promise((resolve) => setImmediate(resolve));
    }
    await sandbox.close();
    await ended;
  });

  it('do not affect unknown paths, which are 404', async () => {
    const response = await api('/invitations');
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ status: 404, error: 'Not Found' });
  });

  it('leave the newest requests recorded', async () => {
    await send('PUT', '/teams/1?a=1', { team: { name: 'Acme' } });
    expect(sandbox.requests.at(-1)).toMatchObject({
      method: 'PUT',
      path: '/api/v1/teams/1',
      url: '/api/v1/teams/1?a=1',
      headers: { authorization: `Bearer ${ALICE_TOKEN}` },
      body: '{"team":{"name":"Acme"}}',
    });
    const before = sandbox.requests;
    for (let count = 0; count < 1001; count += 1) await fetch(`${sandbox.url}/users/sign_in`);
    expect(before).toHaveLength(1000);
    expect(before.every(({ method }) => method === 'GET')).toBe(true);
  });
});

describe("the sandbox's settings", () => {
  it('have defaults', () => {
    expect(readSettings({})).toEqual({
      port: 3000,
      host: '127.0.0.1',
      redirectUris: [],
      refreshTokens: false,
      accessTokenSeconds: 7200,
      pkce: false,
      doorkeeper6: false,
      latencyMs: 0,
      faults: [],
    });
  });

  it('include faults', () => {
    const SANDBOX_FAULTS = '/api/v1/projects=503,/oauth/token/info=reset';
    expect(readSettings({ SANDBOX_FAULTS }).faults).toEqual([
      { path: '/api/v1/projects', kind: 'status', status: 503 },
      { path: '/oauth/token/info', kind: 'reset' },
    ]);
  });

  it.each([
    ['SANDBOX_PORT', 'many'],
    ['SANDBOX_PORT', '65536'],
    ['SANDBOX_REFRESH_TOKENS', 'perhaps'],
    ['SANDBOX_TOKEN_SECONDS', '-1'],
    ['SANDBOX_PKCE', '2'],
    ['SANDBOX_LATENCY_MS', '1.5'],
    ['SANDBOX_FAULTS', '/api/v1=explode'],
    ['SANDBOX_FAULTS', 'api=503'],
  ])('report %s when it is %s', (name, value) => {
    expect(() => readSettings({ [name]: value })).toThrow(name);
  });
});

const PROGRAM = builtProgram('cli');
// `npm test` builds first; without a build there is no program to start.
const whenBuilt = existsSync(PROGRAM) ? describe : describe.skip;

whenBuilt('the sandbox as a program', () => {
  const start = (environment: Record<string, string>) => {
    const child = spawn(process.execPath, [PROGRAM, 'sandbox'], { env: environment });
    const output = { stdout: '', stderr: '' };
    child.stdout.on('data', (data) => (output.stdout += String(data)));
    child.stderr.on('data', (data) => (output.stderr += String(data)));
    return { child, output, closed: once(child, 'close') };
  };

  test('the sandbox prints its URL and the accounts, and exits with 0 on SIGTERM', async () => {
    const { child, output, closed } = start({ SANDBOX_PORT: '0' });
    await once(child.stdout, 'data');
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(output.stdout)?.[0] ?? '';
    expect((await fetch(`${url}/api/v1/openapi.yaml`)).status).toBe(200);
    expect(output.stdout).toContain(ALICE_EMAIL);
    child.kill('SIGTERM');
    expect(await closed).toEqual([0, null]);
  });

  test.each([
    ['a taken port', () => ({ SANDBOX_PORT: String(sandbox.port) }), 'SANDBOX_PORT'],
    ['a bad value', () => ({ SANDBOX_PKCE: 'perhaps' }), 'SANDBOX_PKCE'],
    ['a bad host', () => ({ SANDBOX_PORT: '0', SANDBOX_HOST: '192.0.2.1' }), 'SANDBOX_HOST'],
  ])(
    'the sandbox reports %s in one line, and exits with 1',
    async (_name, environment, variable) => {
      const { output, closed } = start(environment());
      expect(await closed).toEqual([1, null]);
      expect(output.stderr).toMatch(new RegExp(`^${variable}\\b.*\\n$`));
    },
  );
});
