import { expect, it } from '@jest/globals';
import { OAuthError } from './oauth-error.js';

it.each<[code: OAuthError['code'], status: number]>([
  ['invalid_request', 400],
  ['invalid_grant', 400],
  ['invalid_client', 401],
  ['access_denied', 400],
])('the OAuth error %s is answered with %s', (code, status) => {
  expect(new OAuthError(code, 'x').status).toBe(status);
});

// RFC 6749 §5.2: %x20-21 / %x23-5B / %x5D-7E.
it.each<[message: string, description: string]>([
  ['The scope must be admin', 'The scope must be admin'],
  ['unexpected "aud" claim value', "unexpected 'aud' claim value"],
  ['C:\\path', 'C:?path'],
  ['a\r\nSet-Cookie: b', 'a??Set-Cookie: b'],
  ['grün und 日本', 'gr?n und ??'],
  ['\u202Eevil\u007f\0', '?evil??'],
])('the error description %j is sent as %j', (message, error_description) => {
  expect(new OAuthError('invalid_request', message).toJSON()).toEqual({
    error: 'invalid_request',
    error_description,
  });
});
