import { expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { readConfig } from './app-config.js';

const read = (variables: Record<string, string>) => () => readConfig(variables);

it.each<[name: string, value: string, line: RegExp]>([
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
])('%s=%s is refused in one line', (name, value, line) => {
  expect(read({ [name]: value })).toThrow(line);
  expect(read({ [name]: value })).not.toThrow(/\n/);
});

const SECRET = randomBytes(32).toString('base64');
const APPLICATION = { BULLET_TRAIN_CLIENT_ID: 'id', BULLET_TRAIN_CLIENT_SECRET: 'secret' };
const PRODUCTION = { ...APPLICATION, NODE_ENV: 'production' };
const WEAK = /^OAUTH_SECRET must be at least 32 random bytes, as `openssl rand -base64 32` prints/;

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
])('the configuration is refused %s', (_, variables, line) => {
  expect(read(variables)).toThrow(line);
  expect(read(variables)).not.toThrow(/\n/);
  expect(read(variables)).not.toThrow(variables['OAUTH_SECRET'] ?? SECRET);
});
