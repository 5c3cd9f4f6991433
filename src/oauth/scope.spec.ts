import { expect, it } from '@jest/globals';
import { checkScope } from './scope.js';

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

it.each(['read', 'Admin', 'admin,read', 'read offline_access', 'admin\tread', 'mcp tools'])(
  '%j is not',
  (scope) => {
    expect(() => checkScope(scope)).toThrow(expect.objectContaining({ code: 'invalid_scope' }));
  },
);
