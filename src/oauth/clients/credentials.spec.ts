import { describe, expect, it } from '@jest/globals';
import { readCredentials, type Credentials } from './credentials.js';

const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
const assertionOf = (claims: unknown) =>
  `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`;
const signed = (assertion: string, more: object = {}) => ({
  client_assertion: assertion,
  client_assertion_type: JWT_BEARER,
  ...more,
});

describe('readCredentials', () => {
  it.each<[what: string, form: object, header: string | undefined, read: Credentials]>([
    ['no proof', { client_id: 'a' }, undefined, { clientId: 'a', method: 'none' }],
    [
      'an empty secret',
      { client_id: 'a', client_secret: '' },
      undefined,
      { clientId: 'a', method: 'none' },
    ],
    [
      'a secret in the form',
      { client_id: 'a', client_secret: 's' },
      undefined,
      { clientId: 'a', method: 'client_secret_post', proof: 's' },
    ],
    [
      'a secret in the header',
      {},
      basic('a:s'),
      { clientId: 'a', method: 'client_secret_basic', proof: 's' },
    ],
    [
      'the id in both places',
      { client_id: 'a' },
      basic('a:s'),
      { clientId: 'a', method: 'client_secret_basic', proof: 's' },
    ],
    [
      'the scheme in another case',
      {},
      basic('a:s').replace('Basic', 'bASIC'),
      { clientId: 'a', method: 'client_secret_basic', proof: 's' },
    ],
    [
      'several spaces',
      {},
      basic('a:s').replace(' ', '   '),
      { clientId: 'a', method: 'client_secret_basic', proof: 's' },
    ],
    [
      'a form-encoded header',
      {},
      basic('https%3A%2F%2Fa.example%2F:s%2Bt+u%25'),
      { clientId: 'https://a.example/', method: 'client_secret_basic', proof: 's+t u%' },
    ],
    [
      'a header that should be form-encoded and is not',
      {},
      basic('a:100%'),
      { clientId: 'a', method: 'client_secret_basic', proof: '100%' },
    ],
    [
      'a colon in the secret',
      {},
      basic('a:s:t'),
      { clientId: 'a', method: 'client_secret_basic', proof: 's:t' },
    ],
    [
      'an umlaut',
      {},
      basic('a:ü%C3%BC'),
      { clientId: 'a', method: 'client_secret_basic', proof: 'üü' },
    ],
    [
      'no secret in the header',
      {},
      basic('a:'),
      { clientId: 'a', method: 'client_secret_basic', proof: '' },
    ],
    [
      'a header of another scheme',
      { client_id: 'a' },
      'Bearer x',
      { clientId: 'a', method: 'none' },
    ],
    [
      'an assertion',
      signed('x.y.z', { client_id: 'a' }),
      undefined,
      { clientId: 'a', method: 'private_key_jwt', proof: 'x.y.z' },
    ],
    [
      'an assertion that names the client alone',
      signed(assertionOf({ sub: 'a' })),
      undefined,
      { clientId: 'a', method: 'private_key_jwt', proof: assertionOf({ sub: 'a' }) },
    ],
    [
      'an assertion type without an assertion',
      { client_id: 'a', client_assertion_type: JWT_BEARER },
      undefined,
      { clientId: 'a', method: 'none' },
    ],
  ])('reads %s', (_, form, header, read) => {
    expect(readCredentials(form, header)).toEqual(read);
  });

  it.each<[what: string, code: string, header: string | undefined, form: object]>([
    ['no credentials', 'invalid_client', undefined, {}],
    ['a secret without a client_id', 'invalid_client', undefined, { client_secret: 's' }],
    ['an assertion without a subject', 'invalid_client', undefined, signed('x')],
    ['an assertion whose claims are null', 'invalid_client', undefined, signed(assertionOf(null))],
    [
      'an assertion whose claims are a number',
      'invalid_client',
      undefined,
      signed(assertionOf({ sub: 1 })),
    ],
    ['an assertion whose claims are a list', 'invalid_client', undefined, signed(assertionOf([]))],
    ['no colon in the header', 'invalid_client', basic('a'), {}],
    ['a header that is no base64', 'invalid_client', 'Basic %%%', { client_id: 'a' }],
    ['two secrets', 'invalid_request', basic('a:s'), { client_id: 'a', client_secret: 's' }],
    [
      'a secret and an assertion',
      'invalid_request',
      undefined,
      signed('x', { client_id: 'a', client_secret: 's' }),
    ],
    ['a header and an assertion', 'invalid_request', basic('a:s'), signed('x', { client_id: 'a' })],
    [
      'an empty header secret and another',
      'invalid_request',
      basic('a:'),
      { client_id: 'a', client_secret: 's' },
    ],
    ['two different clients', 'invalid_request', basic('a:s'), { client_id: 'b' }],
    ['a repeated client_id', 'invalid_request', undefined, { client_id: ['a', 'a'] }],
    [
      'a repeated client_secret',
      'invalid_request',
      undefined,
      { client_id: 'a', client_secret: ['s', 's'] },
    ],
    [
      'a repeated client_assertion',
      'invalid_request',
      undefined,
      { client_id: 'a', client_assertion: ['x', 'y'] },
    ],
    [
      'an assertion of another type',
      'invalid_request',
      undefined,
      { ...signed('x'), client_assertion_type: 'saml2-bearer' },
    ],
    [
      'an assertion without a type',
      'invalid_request',
      undefined,
      { client_id: 'a', client_assertion: 'x' },
    ],
    [
      'a client_id that is too long',
      'invalid_request',
      undefined,
      { client_id: 'a'.repeat(8_193) },
    ],
  ])('answers %s with %s', (_, code, header, form) => {
    expect(() => readCredentials(form, header)).toThrow(expect.objectContaining({ code }));
  });
});
