import { expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { readConfig } from './app-config.js';
import { VARIABLES } from './variables.js';

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
const EXAMPLE = read('.env.example');
const COMPOSE = read('docker-compose.yml');

it.each(VARIABLES)('the variable $name has a description', ({ name, description }) => {
  expect(description).toMatch(/^\S.{10,}[^.\s]$/);
  // Neither the platform's own nor an old name is for new files.
  if (name === 'NODE_ENV') return;
  expect(EXAMPLE).toMatch(new RegExp(`^#${name}=`, 'm'));
});

/** What holds without them depends on others, or is made anew. */
const IN_WORDS = [
  'APPLICATION_NAME',
  'BULLET_TRAIN_PUBLIC_URL',
  'PUBLIC_URL',
  'OAUTH_SECRET',
  'METRICS_PORT',
  'RATE_LIMIT_CHANGES',
  'OPENAPI_DOCUMENT',
  'RECORD_URL',
];
const WITH_DEFAULT = VARIABLES.filter(
  (variable) => variable.default !== undefined && !IN_WORDS.includes(variable.name),
);

it.each(WITH_DEFAULT)(
  '$name has the effect of $default when it is not set',
  ({ name, default: value }) => {
    const effect = (variables: Record<string, string>) => {
      const { oauth, ...rest } = readConfig(variables);
      return { ...rest, oauth: { ...oauth, secrets: [] } };
    };
    expect(effect({ [name]: value! })).toEqual(effect({}));
  },
);

it.each(WITH_DEFAULT)('.env.example and docker-compose.yml give $name its default', (variable) => {
  const { name, default: value } = variable;
  if (name !== 'NODE_ENV') expect(EXAMPLE).toContain(`\n#${name}=${value}\n`);
  const [, composed] = new RegExp(`: '\\$\\{${name}:-(.+)\\}'`).exec(COMPOSE) ?? [];
  // The sandbox has another address in its network.
  if (composed !== undefined && name !== 'BULLET_TRAIN_BASE_URL') expect(composed).toBe(value);
});

it('VARIABLES marks which variables are secrets', () => {
  const secrets = VARIABLES.filter(({ isSecret }) => isSecret).map(({ name }) => name);
  expect(secrets).toEqual(['REDIS_URL', 'BULLET_TRAIN_CLIENT_SECRET', 'OAUTH_SECRET']);
});

it.each([
  ['TOOLS_MODE', 'auto|all|search'],
  ['TOOLS_READ_ONLY', 'on|off'],
  ['SERVER_PORT', 'number'],
  ['PUBLIC_URL', 'value'],
])('VARIABLES says that %s takes %s', (name, values) => {
  expect(VARIABLES.find((variable) => variable.name === name)?.values).toBe(values);
});
