import { expect, it } from '@jest/globals';
import { checkScope, withoutIgnored } from './scope.js';

it.each([
  undefined,
  '',
  ' ',
  'admin',
  ' admin  admin ',
  'admin read',
  'offline_access',
  'admin offline_access',
])('%j is a scope to ask for', (scope) => {
  expect(() => checkScope(scope)).not.toThrow();
});

it.each([
  [undefined, undefined],
  ['offline_access', undefined],
  ['admin', 'admin'],
  [' offline_access admin  read ', 'admin read'],
])('of %j Bullet Train is asked for %j', (given, left) => {
  expect(withoutIgnored(given)).toBe(left);
});

it.each(['read', 'Admin', 'admin,read', 'read offline_access', 'admin\tread', 'mcp tools'])(
  '%j is not',
  (scope) => {
    expect(() => checkScope(scope)).toThrow(expect.objectContaining({ code: 'invalid_scope' }));
  },
);
