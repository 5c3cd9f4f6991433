import { describe, expect, it } from '@jest/globals';
import { misspelledVariables } from './misspelled.js';
import { VARIABLES } from './variables.js';

describe('an unknown variable', () => {
  it.each([
    ['TOOL_READ_ONLY', 'TOOLS_READ_ONLY'],
    ['TOOLS_READONLY', 'TOOLS_READ_ONLY'],
    ['READ_ONLY_TOOLS', 'TOOLS_READ_ONLY'],
    ['TOOLS_READ_ONYL', 'TOOLS_READ_ONLY'],
    ['tools_read_only', 'TOOLS_READ_ONLY'],
    ['OAUTH_SECRETS', 'OAUTH_SECRET'],
    ['BULLETTRAIN_CLIENT_ID', 'BULLET_TRAIN_CLIENT_ID'],
    ['RATE_LIMITS_PER_PERSON', 'RATE_LIMIT_PER_PERSON'],
  ])('%s gets a warning that suggests %s', (name, meant) => {
    const [sentence, ...more] = misspelledVariables({ [name]: 'planted-secret' });
    expect(sentence).toBe(`${name} is not a variable of this server: did you mean ${meant}?`);
    expect(more).toEqual([]);
  });

  it.each([
    'PATH',
    'HOME',
    'NODE_ENV',
    'DATABASE_URL',
    'SECRET_KEY_BASE',
    'RAILS_ENV',
    'PORT',
    'BASE_URL',
    'HOSTNAME',
    'SIDEKIQ_WEB_URL',
  ])('%s gets no warning', (name) => {
    expect(misspelledVariables({ [name]: 'x' })).toEqual([]);
  });

  it('is never one that this server knows', () => {
    expect(
      misspelledVariables(Object.fromEntries(VARIABLES.map(({ name }) => [name, 'x']))),
    ).toEqual([]);
  });

  it('gets no warning where the right one is set as well', () => {
    expect(misspelledVariables({ OAUTH_SECRETS: 'a', OAUTH_SECRET: 'b' })).toEqual([]);
  });
});
