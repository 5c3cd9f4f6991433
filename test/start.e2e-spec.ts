import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { freePort, runProgram, startServer, until } from './running-server.js';

const NOWHERE = 'http://127.0.0.1:9';

// src/config/refused-variables.spec.ts has what is refused, and why.
describe('a start with a wrong variable', () => {
  const SECRET = randomBytes(32).toString('base64');
  it.each<[name: string, value: string, line: RegExp]>([
    ['SERVER_PORT', 'x', /^SERVER_PORT must be a whole number$/],
    [
      'BULLET_TRAIN_BASE_URL',
      'http://me:secret@localhost',
      /^BULLET_TRAIN_BASE_URL must not hold a user name or password$/,
    ],
    ['OAUTH_SECRET', `${SECRET},changeme`, /^OAUTH_SECRET must be at least 32 random bytes, as/],
    ['TOOLS_EXCLUDE', 'method:list', /^TOOLS_EXCLUDE cannot read "method:list"; write patterns/],
    ['SERVER_HOST', '192.0.2.1', /^SERVER_HOST 192\.0\.2\.1 is not an address of this machine/],
  ])('is refused in one line: %s=%s', async (name, value, line) => {
    const variables = { SERVER_PORT: String(await freePort()), BULLET_TRAIN_BASE_URL: NOWHERE };
    const { exited, output } = runProgram({ ...variables, [name]: value });
    expect(await exited).toBe(1);
    const lines = output()
      .trim()
      .split('\n')
      .filter((text) => !text.includes('No OpenAPI document'));
    expect(lines).toEqual([expect.stringMatching(line)]);
    expect(output()).not.toContain(SECRET);
  });

  it('names the variable of a port that is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as { port: number };
    const variables = { SERVER_PORT: String(port), SERVER_HOST: '127.0.0.1' };
    const { exited, output } = runProgram({ ...variables, BULLET_TRAIN_BASE_URL: NOWHERE });
    expect(await exited).toBe(1);
    expect(output()).toContain(`SERVER_PORT ${port} is taken`);
    taken.close();
  });
});

it('the server warns of a temporary secret in development', async () => {
  const variables = { BULLET_TRAIN_CLIENT_ID: 'id', BULLET_TRAIN_CLIENT_SECRET: 'secret' };
  const server = await startServer(NOWHERE, variables);
  await until(() => server.log().includes('OAUTH_SECRET is not set'));
  expect(await server.stop()).toBe(0);
});

it('the server accepts trailing slashes, prints its addresses and exits with 0', async () => {
  const server = await startServer(`${NOWHERE}//`, {
    PUBLIC_URL: 'https://mcp.example.com/',
    BULLET_TRAIN_API_VERSION: 'v2',
  });
  for (const address of [
    'https://mcp.example.com/mcp',
    'https://mcp.example.com/oauth/authorize',
    'https://mcp.example.com/oauth/token',
    'https://mcp.example.com/.well-known/oauth-authorization-server',
    'https://mcp.example.com/health',
    `${NOWHERE}/api/v2`,
  ]) {
    expect(server.log()).toContain(address);
  }
  expect(await server.stop()).toBe(0);
});
