import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { freePort, runProgram, startServer } from './running-server.js';

const NOWHERE = 'http://127.0.0.1:9';

describe('a start that cannot be', () => {
  it.each([
    ['SERVER_PORT', 'x', /^SERVER_PORT must be a whole number$/],
    ['SERVER_PORT', '0', /^SERVER_PORT must be at least 1$/],
    ['SERVER_PORT', '70000', /^SERVER_PORT must be at most 65535$/],
    [
      'BULLET_TRAIN_BASE_URL',
      'http://localhost:3000/api/v1',
      /^BULLET_TRAIN_BASE_URL .*http:\/\/localhost:3000: .*BULLET_TRAIN_API_VERSION$/,
    ],
    [
      'BULLET_TRAIN_BASE_URL',
      'localhost:3000',
      /^BULLET_TRAIN_BASE_URL must be an http or https address/,
    ],
    [
      'BULLET_TRAIN_BASE_URL',
      'http://me:secret@localhost',
      /^BULLET_TRAIN_BASE_URL must not hold a user name or password$/,
    ],
    ['BULLET_TRAIN_API_VERSION', '/v1/', /^BULLET_TRAIN_API_VERSION must be a version such as v1/],
    ['PUBLIC_URL', 'https://mcp.example.com/mcp', /^PUBLIC_URL .*https:\/\/mcp\.example\.com: /],
    ['ALLOWED_HOSTS', 'https://a.example', /^ALLOWED_HOSTS must list host names/],
    ['TOKEN_CACHE_SECONDS', '61', /^TOKEN_CACHE_SECONDS must be at most 60$/],
    ['OPENAPI_REFRESH_SECONDS', '0', /^OPENAPI_REFRESH_SECONDS must be at least 1$/],
    ['SERVER_HOST', '192.0.2.1', /^SERVER_HOST 192\.0\.2\.1 is not an address of this machine/],
  ])('%s=%s is explained in one line', async (name, value, line) => {
    const variables = { SERVER_PORT: String(await freePort()), BULLET_TRAIN_BASE_URL: NOWHERE };
    const { exited, output } = runProgram({ ...variables, [name]: value });
    expect(await exited).toBe(1);
    const lines = output()
      .trim()
      .split('\n')
      .filter((text) => !text.includes('No OpenAPI document'));
    expect(lines).toEqual([expect.stringMatching(line)]);
  });

  it('names the variable of a taken port', async () => {
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

it('forgives trailing slashes, prints its addresses and ends with exit code 0', async () => {
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
