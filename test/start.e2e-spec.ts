import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { freePort, runProgram, startServer, until } from './running-server.js';

const NOWHERE = 'http://127.0.0.1:9';

describe('a start with a wrong variable', () => {
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
    ['APPLICATION_NAME', 'x'.repeat(61), /^APPLICATION_NAME must have at most 60 characters$/],
    ['APPLICATION_LOGO_URL', 'http://a.example/l.png', /^APPLICATION_LOGO_URL must be an https/],
    ['ALLOWED_HOSTS', 'https://a.example', /^ALLOWED_HOSTS must list host names/],
    ['TOKEN_CACHE_SECONDS', '61', /^TOKEN_CACHE_SECONDS must be at most 60$/],
    ['OPENAPI_REFRESH_SECONDS', '0', /^OPENAPI_REFRESH_SECONDS must be at least 1$/],
    ['MCP_MAX_RESULT_TOKENS', '249', /^MCP_MAX_RESULT_TOKENS must be at least 250$/],
    ['TOOLS_MODE', 'find', /^TOOLS_MODE must be auto, all or search$/],
    ['TOOLS_READ_ONLY', 'yes', /^TOOLS_READ_ONLY must be on or off$/],
    ['TOOLS_INCLUDE', 'a b', /^TOOLS_INCLUDE cannot read "a b"; write patterns such as list_\*/],
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

describe('a start with sign-in variables', () => {
  const SECRET = randomBytes(32).toString('base64');
  const APPLICATION = { BULLET_TRAIN_CLIENT_ID: 'id', BULLET_TRAIN_CLIENT_SECRET: 'secret' };
  const PRODUCTION = { ...APPLICATION, NODE_ENV: 'production' };
  const WEAK =
    /^OAUTH_SECRET must be at least 32 random bytes, as `openssl rand -base64 32` prints/;

  it.each<[string, Record<string, string>, RegExp]>([
    ['in production without a secret', PRODUCTION, /^OAUTH_SECRET is missing: .*openssl rand/],
    [
      'in production with documents from loopback',
      { ...PRODUCTION, OAUTH_SECRET: SECRET, CLIENT_METADATA_ALLOW_LOOPBACK: 'true' },
      /^CLIENT_METADATA_ALLOW_LOOPBACK is for development and tests/,
    ],
    ['with a secret of 31 bytes', { OAUTH_SECRET: randomBytes(31).toString('base64') }, WEAK],
    ['with a secret of 31 bytes in hex', { OAUTH_SECRET: randomBytes(31).toString('hex') }, WEAK],
    ['with one repeated character', { OAUTH_SECRET: 'a'.repeat(64) }, WEAK],
    ['with one repeated word', { OAUTH_SECRET: 'secret'.repeat(20) }, WEAK],
    ['with zeros', { OAUTH_SECRET: Buffer.alloc(32).toString('base64') }, WEAK],
    ['with a sentence', { OAUTH_SECRET: 'this is the secret of our server, keep it' }, WEAK],
    ['with a weak old secret', { OAUTH_SECRET: `${SECRET},changeme` }, WEAK],
    [
      'with only an id',
      { BULLET_TRAIN_CLIENT_ID: 'id' },
      /^BULLET_TRAIN_CLIENT_SECRET is missing: it goes with BULLET_TRAIN_CLIENT_ID$/,
    ],
    [
      'with only a secret',
      { BULLET_TRAIN_CLIENT_SECRET: 'secret' },
      /^BULLET_TRAIN_CLIENT_ID is missing: it goes with BULLET_TRAIN_CLIENT_SECRET$/,
    ],
    ['with an invalid flag', { BULLET_TRAIN_TOKENS: 'all,abc' }, /^BULLET_TRAIN_TOKENS must be/],
  ])('fails %s', async (_, variables, line) => {
    const common = { SERVER_PORT: String(await freePort()), BULLET_TRAIN_BASE_URL: NOWHERE };
    const { exited, output } = runProgram({ ...common, ...variables });
    expect(await exited).toBe(1);
    expect(output().trim().split('\n')).toEqual([expect.stringMatching(line)]);
    expect(output()).not.toContain(variables['OAUTH_SECRET'] ?? SECRET);
  });

  it('warns of a temporary secret in development', async () => {
    const server = await startServer(NOWHERE, APPLICATION);
    await until(() => server.log().includes('OAUTH_SECRET is not set'));
    expect(await server.stop()).toBe(0);
  });
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
