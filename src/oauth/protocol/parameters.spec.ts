import { expect, it } from '@jest/globals';
import { parse } from 'node:querystring';
import { pickParameters, requireParameter } from './parameters.js';

it.each<[query: string, picked: object]>([
  ['', {}],
  ['client_id=a&state=b', { client_id: 'a', state: 'b' }],
  ['client_id=a&unknown=b&unknown=c', { client_id: 'a' }],
  ['client_id=&state=b', { state: 'b' }],
  ['client_id=%20a%0d%0a', { client_id: ' a\r\n' }],
  // No nested objects: a bracket is a part of another name.
  ['client_id[$ne]=1&state[a]=1', {}],
  ['client_id[]=a', {}],
  ['__proto__=a&constructor=b', {}],
  ['state=1&state%00=2', { state: '1' }],
])('%s', (query, picked) => {
  expect(pickParameters(parse(query), ['client_id', 'state'])).toEqual(picked);
});

it.each<[given: unknown, picked: object]>([
  [undefined, {}],
  [null, {}],
  ['client_id=a', {}],
  [['client_id'], {}],
  [Object.create({ client_id: 'inherited' }), {}],
  [{ client_id: null }, {}],
  [{ client_id: 1 }, { client_id: '1' }],
  [{ client_id: 'a'.repeat(8_192) }, { client_id: 'a'.repeat(8_192) }],
])('of %j', (given, picked) => {
  expect(pickParameters(given, ['client_id'])).toEqual(picked);
});

it.each<[value: unknown, message: string]>([
  [['a', 'b'], 'The parameter client_id must be given once'],
  [['a', 'a'], 'The parameter client_id must be given once'],
  [{ $ne: 1 }, 'The parameter client_id must be given once'],
  [{ toString: 1 }, 'The parameter client_id must be given once'],
  ['a'.repeat(8_193), 'The parameter client_id is too long'],
])('refuses client_id %j', (value, message) => {
  expect(() => pickParameters({ client_id: value }, ['client_id'])).toThrow(
    expect.objectContaining({ code: 'invalid_request', message }),
  );
});

it('refuses a request without a required parameter', () => {
  expect(requireParameter({ state: 'a' }, 'state')).toBe('a');
  expect(() => requireParameter<string>({}, 'state')).toThrow(
    expect.objectContaining({ code: 'invalid_request', message: 'The parameter state is missing' }),
  );
});
