import { expect, it } from '@jest/globals';
import { challengeOf, checkVerifier, readChallenge } from './pkce.js';

/** RFC 7636, appendix B. */
const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

it("the S256 challenge of RFC 7636's example is right", () => {
  expect(challengeOf(VERIFIER)).toBe(CHALLENGE);
  expect(readChallenge(CHALLENGE, 'S256')).toBe(CHALLENGE);
  expect(() => checkVerifier(VERIFIER, CHALLENGE)).not.toThrow();
});

it.each<[what: string, challenge: string | undefined, method: string | undefined, error: string]>([
  ['no challenge', undefined, 'S256', 'code_challenge is missing'],
  ['no method, which would be plain', CHALLENGE, undefined, 'must be S256'],
  ['plain', CHALLENGE, 'plain', 'must be S256'],
  ['another spelling', CHALLENGE, 's256', 'must be S256'],
  ['a short challenge', CHALLENGE.slice(1), 'S256', 'SHA-256 in base64url'],
  ['a long challenge', `${CHALLENGE}A`, 'S256', 'SHA-256 in base64url'],
  ['padding', `${CHALLENGE}=`, 'S256', 'SHA-256 in base64url'],
  ['base64', CHALLENGE.replace('-', '+'), 'S256', 'SHA-256 in base64url'],
  ['a line break', `${CHALLENGE}\n`, 'S256', 'SHA-256 in base64url'],
])('refuses as code_challenge: %s', (_, challenge, method, error) => {
  expect(() => readChallenge(challenge, method)).toThrow(
    expect.objectContaining({ code: 'invalid_request', message: expect.stringContaining(error) }),
  );
});

it.each<[what: string, verifier: string]>([
  ['another verifier', VERIFIER.replace('d', 'e')],
  ['the challenge itself', CHALLENGE],
  ['an empty verifier', ''],
  ['a verifier with a line break', `${VERIFIER}\n`],
])('%s does not match the challenge', (_, verifier) => {
  expect(() => checkVerifier(verifier, CHALLENGE)).toThrow(
    expect.objectContaining({ code: 'invalid_grant' }),
  );
});

it.each<[fits: boolean, what: string, verifier: string]>([
  [true, '43 characters', 'a'.repeat(43)],
  [true, '128 characters', 'a'.repeat(128)],
  [true, 'every character', 'AZaz09-._~'.repeat(5)],
  [false, '42 characters', 'a'.repeat(42)],
  [false, '129 characters', 'a'.repeat(129)],
  [false, 'a space', `${'a'.repeat(43)} `],
  [false, 'an umlaut', `${'a'.repeat(43)}ü`],
])('the result is %s for a verifier of %s with its own challenge', (fits, _, verifier) => {
  const check = expect(() => checkVerifier(verifier, challengeOf(verifier)));
  if (fits) check.not.toThrow();
  else check.toThrow('does not match');
});

it('a verifier does not match a challenge of another length', () => {
  expect(() => checkVerifier(VERIFIER, 'short')).toThrow('does not match');
});
