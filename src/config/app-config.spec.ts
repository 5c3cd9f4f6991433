import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { configWarnings } from './warnings.js';
import { readConfig, type AppConfig } from './app-config.js';

const [ONE, TWO] = ['a', 'b'].map((text) => createHash('sha256').update(text).digest());
const SECRET = ONE!.toString('base64');
const APPLICATION = { BULLET_TRAIN_CLIENT_ID: 'id', BULLET_TRAIN_CLIENT_SECRET: 'the-secret' };
const PRODUCTION = { NODE_ENV: 'production' };

type Variables = Record<string, string>;

describe('loading the configuration', () => {
  it.each<[variables: Variables, oauth: Partial<AppConfig['oauth']>]>([
    [
      {},
      {
        application: undefined,
        secretIsTemporary: true,
        passthroughClients: true,
        acceptBulletTrainTokens: true,
        allowedApplications: [],
        loopbackDocuments: false,
      },
    ],
    [APPLICATION, { application: { clientId: 'id', clientSecret: 'the-secret' } }],
    [{ BULLET_TRAIN_CLIENT_ID: ' ', BULLET_TRAIN_CLIENT_SECRET: '' }, { application: undefined }],
    [{ OAUTH_SECRET: SECRET }, { secrets: [ONE!], secretIsTemporary: false }],
    [{ OAUTH_SECRET: ` ${TWO!.toString('hex')} , ${SECRET} ` }, { secrets: [TWO!, ONE!] }],
    [{ OAUTH_SECRET: `${SECRET},` }, { secrets: [ONE!] }],
    [{}, { passthroughClients: true, acceptBulletTrainTokens: true, allowedApplications: [] }],
    [
      { BULLET_TRAIN_TOKENS: 'none' },
      { passthroughClients: false, acceptBulletTrainTokens: false },
    ],
    [
      { BULLET_TRAIN_TOKENS: 'tokens-only' },
      { passthroughClients: false, acceptBulletTrainTokens: true },
    ],
    [
      { BULLET_TRAIN_TOKENS: 'a, b' },
      { passthroughClients: true, allowedApplications: ['a', 'b'] },
    ],
    [
      { BULLET_TRAIN_TOKENS: 'a,,tokens-only,' },
      { passthroughClients: false, allowedApplications: ['a'] },
    ],
    // The old names of what is one variable now.
    [{ OAUTH_DIRECT_CLIENTS: 'off' }, { passthroughClients: false, acceptBulletTrainTokens: true }],
    [{ OAUTH_DIRECT_CLIENTS: 'FALSE' }, { passthroughClients: false }],
    [{ OAUTH_DIRECT_CLIENTS: 'on' }, { passthroughClients: true, acceptBulletTrainTokens: true }],
    [
      { ACCEPT_BULLET_TRAIN_TOKENS: 'off' },
      { passthroughClients: false, acceptBulletTrainTokens: false },
    ],
    [{ ACCEPT_BULLET_TRAIN_TOKENS: 'nonsense' }, { acceptBulletTrainTokens: false }],
    [
      { BULLET_TRAIN_ALLOWED_CLIENTS: 'a, b' },
      { passthroughClients: true, allowedApplications: ['a', 'b'] },
    ],
    [
      { BULLET_TRAIN_ALLOWED_CLIENTS: 'a', OAUTH_DIRECT_CLIENTS: 'off' },
      { passthroughClients: false, allowedApplications: ['a'] },
    ],
    [
      { ACCEPT_BULLET_TRAIN_TOKENS: 'off', BULLET_TRAIN_TOKENS: 'all' },
      { acceptBulletTrainTokens: true },
    ],
    [{ CLIENT_METADATA_ALLOW_LOOPBACK: 'true' }, { loopbackDocuments: true }],
    [PRODUCTION, { secretIsTemporary: true }],
    [
      {
        ...PRODUCTION,
        ...APPLICATION,
        OAUTH_SECRET: SECRET,
        CLIENT_METADATA_ALLOW_LOOPBACK: 'off',
      },
      { loopbackDocuments: false, secretIsTemporary: false },
    ],
  ])('%j', (variables, oauth) => {
    expect(readConfig(variables).oauth).toMatchObject(oauth);
  });

  it('makes a new random secret at every start when OAUTH_SECRET is not set', () => {
    const [one, two] = [readConfig({}), readConfig({})].map(({ oauth }) => oauth.secrets[0]);
    expect(one).toHaveLength(32);
    expect(one).not.toEqual(two);
  });

  it.each<[variables: Variables, message: string]>([
    [
      { BULLET_TRAIN_CLIENT_ID: 'id' },
      'BULLET_TRAIN_CLIENT_SECRET is missing: it goes with BULLET_TRAIN_CLIENT_ID',
    ],
    [
      { BULLET_TRAIN_CLIENT_SECRET: 'the-secret' },
      'BULLET_TRAIN_CLIENT_ID is missing: it goes with BULLET_TRAIN_CLIENT_SECRET',
    ],
    [
      { OAUTH_SECRET: 'the-secret' },
      'OAUTH_SECRET must be at least 32 random bytes, as `openssl rand -base64 32` prints them',
    ],
    [
      { OAUTH_SECRET: `${SECRET},the-secret` },
      'OAUTH_SECRET must be at least 32 random bytes, as `openssl rand -base64 32` prints them',
    ],
    [
      { OAUTH_SECRET: ',' },
      'OAUTH_SECRET must be at least 32 random bytes, as `openssl rand -base64 32` prints them',
    ],
    [
      { ALLOWED_HOSTS: 'a.example:1,b.example:2' },
      'ALLOWED_HOSTS must list host names without ports, separated by commas',
    ],
    [
      { BULLET_TRAIN_TOKENS: 'all,the-secret' },
      'BULLET_TRAIN_TOKENS must be all, none, tokens-only, or client IDs separated by commas; tokens-only may stand beside client IDs',
    ],
    [
      { BULLET_TRAIN_TOKENS: 'none,the-secret' },
      'BULLET_TRAIN_TOKENS must be all, none, tokens-only, or client IDs separated by commas; tokens-only may stand beside client IDs',
    ],
    [
      { CLIENT_METADATA_ALLOW_LOOPBACK: 'the-secret' },
      'CLIENT_METADATA_ALLOW_LOOPBACK must be on or off',
    ],
    [
      { BULLET_TRAIN_TOKENS: ',' },
      'BULLET_TRAIN_TOKENS must be all, none, tokens-only, or client IDs separated by commas; tokens-only may stand beside client IDs',
    ],
    [
      { ...PRODUCTION, ...APPLICATION },
      'OAUTH_SECRET is missing: make one with `openssl rand -base64 32`',
    ],
    [
      { ...PRODUCTION, CLIENT_METADATA_ALLOW_LOOPBACK: 'on' },
      'CLIENT_METADATA_ALLOW_LOOPBACK is for development and tests, not for production',
    ],
  ])('%j', (variables, message) => {
    const read = () => readConfig(variables);
    expect(read).toThrow(expect.objectContaining({ name: 'ConfigError', message }));
    expect(read).not.toThrow(/the-secret/);
  });
});

describe('the port of the server', () => {
  it.each<[variables: Variables, port: number]>([
    [{}, 3001],
    [{ PORT: '4000' }, 4000],
    [{ PORT: '4000', SERVER_PORT: '5000' }, 5000],
    [{ PORT: '4000', SERVER_PORT: ' ' }, 4000],
    [{ PORT: '' }, 3001],
  ])('%j: %i', (variables, port) => {
    expect(readConfig(variables).server.port).toBe(port);
    expect(readConfig(variables).server.publicUrl).toBe(`http://localhost:${port}`);
  });

  it.each<[variables: Variables, publicUrl: string]>([
    [{ RENDER_EXTERNAL_URL: 'https://mcp.onrender.com' }, 'https://mcp.onrender.com'],
    [
      { RENDER_EXTERNAL_URL: 'https://mcp.onrender.com', PUBLIC_URL: 'https://mcp.example.com' },
      'https://mcp.example.com',
    ],
  ])(
    "PUBLIC_URL defaults to the platform's or the local address: %j gives %s",
    (variables, publicUrl) => {
      expect(readConfig(variables).server.publicUrl).toBe(publicUrl);
    },
  );

  it('is refused under the name that the operator set', () => {
    expect(() => readConfig({ RENDER_EXTERNAL_URL: 'x' })).toThrow(/^RENDER_EXTERNAL_URL must be/);
    expect(() => readConfig({ PORT: 'x' })).toThrow(/^PORT must be a whole number/);
  });
});

describe('the old name of a variable', () => {
  it.each([
    ['MCP_MAX_RESULT_CHARS', '3000', 'MCP_MAX_RESULT_TOKENS=750'],
    ['RATE_LIMIT_PER_TOKEN', '500', 'RATE_LIMIT_PER_PERSON=500'],
    ['OAUTH_DIRECT_CLIENTS', 'off', 'BULLET_TRAIN_TOKENS=tokens-only'],
    ['ACCEPT_BULLET_TRAIN_TOKENS', 'off', 'BULLET_TRAIN_TOKENS=none'],
    ['BULLET_TRAIN_ALLOWED_CLIENTS', 'abc', 'BULLET_TRAIN_TOKENS=abc'],
  ])('%s=%s still works, with a warning to set %s instead', (name, value, present) => {
    const variables = { [name]: value };
    const [key, now] = present.split('=') as [string, string];
    const read = (given: Variables) => ({ ...readConfig(given), oauth: undefined });
    expect(read(variables)).toEqual(read({ [key]: now }));
    expect(configWarnings(readConfig(variables), variables)).toContain(
      `${name} is an old name, and the next release will ignore it: set ${present} instead`,
    );
  });
});
