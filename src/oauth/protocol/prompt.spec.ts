import { expect, it } from '@jest/globals';
import { checkPrompt } from './prompt.js';

it.each([undefined, '', 'consent', 'select_account', 'consent select_account'])(
  'prompt %j is accepted, because every sign-in asks anyway',
  (prompt) => expect(() => checkPrompt(prompt)).not.toThrow(),
);

it.each<[prompt: string | undefined, maxAge: string | undefined, code: string]>([
  ['none', undefined, 'interaction_required'],
  ['none consent', undefined, 'invalid_request'],
  ['login', undefined, 'login_required'],
  ['consent login', undefined, 'login_required'],
  ['create', undefined, 'invalid_request'],
  ['Consent', undefined, 'invalid_request'],
  [undefined, '0', 'login_required'],
  ['consent', '3600', 'login_required'],
  [undefined, '-1', 'invalid_request'],
  [undefined, 'soon', 'invalid_request'],
])('prompt %j with max_age %j is refused with %s', (prompt, maxAge, code) => {
  expect(() => checkPrompt(prompt, maxAge)).toThrow(expect.objectContaining({ code }));
});
