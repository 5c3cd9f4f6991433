import { expect, it } from '@jest/globals';
import { knownScope } from './scope.js';

it.each([
  'admin',
  ' admin  admin ',
  'admin read',
  'read write admin',
  'openid profile email admin offline_access',
])('of the scope %j admin is known', (given) => {
  expect(knownScope(given)).toBe('admin');
});

it.each([
  undefined,
  '',
  ' ',
  'claudeai',
  'read write',
  'openid profile email',
  'offline_access',
  'Admin',
  'admin,read',
  'admin\tread',
  'administrator',
  '__proto__ constructor',
])('of the scope %j nothing is known', (given) => {
  expect(knownScope(given)).toBeUndefined();
});
