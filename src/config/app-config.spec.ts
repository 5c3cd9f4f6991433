import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { readConfig, type AppConfig } from './app-config.js';

const [ONE, TWO] = ['a', 'b'].map((text) => createHash('sha256').update(text).digest());
const SECRET = ONE!.toString('base64');
const APPLICATION = { BULLET_TRAIN_CLIENT_ID: 'id', BULLET_TRAIN_CLIENT_SECRET: 'the-secret' };
const PRODUCTION = { NODE_ENV: 'production' };

type Variables = Record<string, string>;

describe('the variables of sign-in', () => {
  it.each<[variables: Variables, oauth: Partial<AppConfig['oauth']>]>([
    [
      {},
      {
        application: undefined,
        secretIsTemporary: true,
        directClients: true,
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
    [{ OAUTH_DIRECT_CLIENTS: 'off' }, { directClients: false }],
    [{ OAUTH_DIRECT_CLIENTS: 'FALSE' }, { directClients: false }],
    [{ OAUTH_DIRECT_CLIENTS: '0' }, { directClients: false }],
    [{ ACCEPT_BULLET_TRAIN_TOKENS: 'off' }, { acceptBulletTrainTokens: false }],
    [{ ACCEPT_BULLET_TRAIN_TOKENS: 'On' }, { acceptBulletTrainTokens: true }],
    [{ BULLET_TRAIN_ALLOWED_CLIENTS: 'a, b' }, { allowedApplications: ['a', 'b'] }],
    // An empty entry would let in the tokens whose application is not known.
    [{ BULLET_TRAIN_ALLOWED_CLIENTS: 'a,,b,' }, { allowedApplications: ['a', 'b'] }],
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

  it('has a secret of its own at every start without OAUTH_SECRET', () => {
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
    [{ OAUTH_DIRECT_CLIENTS: 'the-secret' }, 'OAUTH_DIRECT_CLIENTS must be on or off'],
    [{ ACCEPT_BULLET_TRAIN_TOKENS: 'the-secret' }, 'ACCEPT_BULLET_TRAIN_TOKENS must be on or off'],
    [
      { CLIENT_METADATA_ALLOW_LOOPBACK: 'the-secret' },
      'CLIENT_METADATA_ALLOW_LOOPBACK must be on or off',
    ],
    [
      { BULLET_TRAIN_ALLOWED_CLIENTS: ',' },
      'BULLET_TRAIN_ALLOWED_CLIENTS must list client IDs, separated by commas',
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

describe('the port', () => {
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

  it('is refused under the name that it has', () => {
    expect(() => readConfig({ PORT: 'x' })).toThrow(/^PORT must be a whole number/);
  });
});
