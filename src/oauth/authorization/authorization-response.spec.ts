import { expect, it } from '@jest/globals';
import { codeRedirect, errorRedirect } from './authorization-response.js';
import { OAuthError } from '../protocol/oauth-error.js';

const ISSUER = 'https://mcp.example.com';
const ISS = 'iss=https%3A%2F%2Fmcp.example.com';
const CODE = `code=the.code&state=s&${ISS}`;

it.each<[redirectUri: string, location: string]>([
  ['https://client.example', `https://client.example/?${CODE}`],
  ['https://client.example/cb', `https://client.example/cb?${CODE}`],
  ['https://client.example/cb?', `https://client.example/cb?${CODE}`],
  // The query stays as it is (RFC 6749 §3.1.2).
  ['https://client.example/cb?a=b%20c&d&e=+', `https://client.example/cb?a=b%20c&d&e=+&${CODE}`],
  // A parameter of the answer is there once (RFC 6749 §3.1).
  ['https://client.example/cb?code=x&a=b&iss=y', `https://client.example/cb?a=b&${CODE}`],
  ['http://127.0.0.1:5555/cb', `http://127.0.0.1:5555/cb?${CODE}`],
  ['cursor://app/cb', `cursor://app/cb?${CODE}`],
  ['com.example.app:/cb', `com.example.app:/cb?${CODE}`],
])('an authorization response sends the code to %s', (redirectUri, location) => {
  expect(codeRedirect({ redirectUri, state: 's' }, 'the.code', ISSUER)).toBe(location);
});

it.each<[state: string | undefined, query: string]>([
  [undefined, `error=access_denied&error_description=No&${ISS}`],
  ['a b', `error=access_denied&error_description=No&state=a+b&${ISS}`],
  [
    'a\r\nSet-Cookie: b',
    `error=access_denied&error_description=No&state=a%0D%0ASet-Cookie%3A+b&${ISS}`,
  ],
  ['&iss=evil#x', `error=access_denied&error_description=No&state=%26iss%3Devil%23x&${ISS}`],
  ['日本', `error=access_denied&error_description=No&state=%E6%97%A5%E6%9C%AC&${ISS}`],
])('an error response returns the state %j', (state, query) => {
  const to = { redirectUri: 'https://client.example/cb', ...(state !== undefined && { state }) };
  const location = errorRedirect(to, new OAuthError('access_denied', 'No'), ISSUER);
  expect(location).toBe(`https://client.example/cb?${query}`);
});
