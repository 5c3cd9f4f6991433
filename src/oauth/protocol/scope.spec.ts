import { describe, expect, it } from '@jest/globals';
import {
  applicationScope,
  choicesIn,
  chooseScope,
  narrowScope,
  readScope,
  scopesIn,
  withoutIdentity,
} from './scope.js';

const ALL = 'read write delete';

it.each<[given: string | undefined, scope: string, isNamed: boolean]>([
  [undefined, ALL, false],
  ['', ALL, false],
  ['claudeai', ALL, false],
  ['openid profile email', `${ALL} openid email`, false],
  ['email offline_access openid read', 'read openid email offline_access', true],
  // An address without an identity is nobody's.
  ['email read', 'read', true],
  ['offline_access', `${ALL} offline_access`, false],
  ['Read', ALL, false],
  ['read,write', ALL, false],
  ['__proto__ constructor', ALL, false],
  ['admin', ALL, true],
  ['admin read', ALL, true],
  ['administrator read', 'read', true],
  ['read', 'read', true],
  ['write', 'read write', true],
  ['delete', 'read delete', true],
  [' delete  read read ', 'read delete', true],
  ['delete read write offline_access', `${ALL} offline_access`, true],
])('a client that asks for %j is offered %j', (given, scope, isNamed) => {
  expect(readScope(given)).toEqual({ scope, isNamed });
});

describe('the scope that a person grants', () => {
  it.each<[offered: string, choices: string[]]>([
    [ALL, ['read', 'read write', ALL]],
    ['read write', ['read', 'read write']],
    ['read delete offline_access', ['read', 'read delete']],
    ['read write openid email', ['read', 'read write']],
    ['read', ['read']],
  ])('from %j is one of %j', (offered, choices) => {
    expect(choicesIn(offered)).toEqual(choices);
    for (const choice of choices) {
      expect(scopesIn(chooseScope(offered, choice)).join(' ')).toBe(choice);
    }
  });

  it('is read only, when the answer names none', () => {
    expect(chooseScope(`${ALL} offline_access`)).toBe('read offline_access');
    expect(chooseScope(`${ALL} openid email`)).toBe('read openid email');
  });

  it.each(['read write', 'read delete', ALL, 'admin', 'write', '', 'read '])(
    'cannot exceed what was offered: %j',
    (given) => expect(() => chooseScope('read', given)).toThrow(/one of the offered choices/),
  );
});

describe('the scope of a refresh', () => {
  it.each<[granted: string | undefined, given: string | undefined, scope: string]>([
    [ALL, undefined, ALL],
    [ALL, 'read', 'read'],
    [ALL, 'read write', 'read write'],
    ['read write offline_access', 'read', 'read offline_access'],
    ['read', 'openid claudeai', 'read'],
    ['read openid email', undefined, 'read openid email'],
    ['read write openid email', 'read', 'read'],
    ['read write openid email', 'read openid', 'read openid'],
    ['read', 'admin', 'read'],
    [undefined, undefined, ALL],
    [undefined, 'read', 'read'],
  ])('of %j that asks for %j is %j', (granted, given, scope) => {
    expect(narrowScope(granted, given)).toBe(scope);
  });

  it.each([
    ['read', 'write'],
    ['read', 'read delete'],
    ['read', 'admin write'],
    ['read write', ALL],
  ])('of %j that asks for %j is refused', (granted, given) => {
    expect(() => narrowScope(granted, given)).toThrow(/has granted/);
  });
});

it.each([
  ['admin', 'admin'],
  ['openid admin', 'admin'],
  ['read write', undefined],
  ['administrator', undefined],
  [undefined, undefined],
])('for the scope %j Bullet Train is asked for %j', (given, asked) => {
  expect(applicationScope(given)).toBe(asked);
});

it.each([
  ['read openid email offline_access', 'read offline_access'],
  ['read write', 'read write'],
])('%j without who somebody is is %j', (scope, without) => {
  expect(withoutIdentity(scope)).toBe(without);
});

it('a value sealed before scopes existed has all scopes', () => {
  expect(scopesIn(undefined).join(' ')).toBe(ALL);
});
