import { describe, expect, it } from '@jest/globals';
import { ArgumentError } from './argument-error.js';
import type { Parameter, ParameterStyle } from '../operations/parameters.js';
import { headerValue, pathSegment, queryPairs } from './serialize-parameter.js';

const ARRAY = ['blue', 'black', 'brown'];
const OBJECT = { R: 100, G: 200, B: 150 };

function parameter(place: Parameter['in'], style: ParameterStyle, explode: boolean): Parameter {
  return {
    name: 'color',
    in: place,
    required: true,
    schema: { type: 'object' },
    style,
    explode,
    json: false,
  };
}

/** The table of OpenAPI 3.1.1 §4.8.12.6, with delimiters percent-encoded as §4.8.12.5 has it. */
describe('pathSegment', () => {
  it.each<[ParameterStyle, boolean, unknown, string]>([
    ['simple', false, 'blue', 'blue'],
    ['simple', false, ARRAY, 'blue,black,brown'],
    ['simple', false, OBJECT, 'R,100,G,200,B,150'],
    ['simple', true, 'blue', 'blue'],
    ['simple', true, ARRAY, 'blue,black,brown'],
    ['simple', true, OBJECT, 'R=100,G=200,B=150'],
    ['label', false, 'blue', '.blue'],
    ['label', false, ARRAY, '.blue,black,brown'],
    ['label', false, OBJECT, '.R,100,G,200,B,150'],
    ['label', true, 'blue', '.blue'],
    ['label', true, ARRAY, '.blue.black.brown'],
    ['label', true, OBJECT, '.R=100.G=200.B=150'],
    ['matrix', false, 'blue', ';color=blue'],
    ['matrix', false, ARRAY, ';color=blue,black,brown'],
    ['matrix', false, OBJECT, ';color=R,100,G,200,B,150'],
    ['matrix', true, 'blue', ';color=blue'],
    ['matrix', true, ARRAY, ';color=blue;color=black;color=brown'],
    ['matrix', true, OBJECT, ';R=100;G=200;B=150'],
    ['simple', false, 0, '0'],
    ['simple', false, false, 'false'],
    ['simple', false, 'a/b?c#d', 'a%2Fb%3Fc%23d'],
    ['simple', false, 'a,b', 'a%2Cb'],
    ['simple', false, '%2e%2e', '%252e%252e'],
    ['simple', false, 'Zoë 日本', 'Zo%C3%AB%20%E6%97%A5%E6%9C%AC'],
    ['simple', false, 'grp%2Fprj', 'grp%2Fprj'],
    ['simple', false, 'grp%2fprj', 'grp%2Fprj'],
    ['simple', false, 'a%20b', 'a%20b'],
    ['simple', false, 'Zo%C3%AB', 'Zo%C3%AB'],
    ['matrix', false, '50%25', ';color=50%25'],
    ['simple', false, '100%', '100%25'],
    ['simple', false, '%zz', '%25zz'],
    ['simple', false, 'a/b%20c', 'a%2Fb%2520c'],
    ['simple', false, '%E9', '%25E9'],
    ['simple', false, 'a%0Ab', 'a%250Ab'],
    ['simple', false, '%2541', '%2541'],
    ['simple', false, 'v1.2', 'v1.2'],
    ['simple', false, '...', '...'],
    ['simple', false, '\ud800', '%EF%BF%BD'],
    ['simple', true, { 'a/b': 1 }, 'a%2Fb=1'],
    ['matrix', true, { 'a;b': 'c=d' }, ';a%3Bb=c%3Dd'],
  ])('%s, explode %s: %j → %s', (style, explode, value, expected) => {
    expect(pathSegment(parameter('path', style, explode), value, 'color')).toBe(expected);
  });

  it.each<[unknown, RegExp]>([
    [undefined, /"color_id" is missing/],
    [null, /"color_id" is missing/],
    ['', /"color_id" is missing/],
    [[], /"color_id" is missing/],
    [{}, /"color_id" is missing/],
    [[''], /"color_id" is missing/],
    [['', ''], /"color_id" is missing/],
    [[null], /"color_id" is missing/],
    [[[]], /"color_id" is missing/],
    ['.', /must be an id, not a path/],
    ['..', /must be an id, not a path/],
    ['a/../b', /must be an id, not a path/],
    ['a\\..\\b', /must be an id, not a path/],
    ['../../oauth', /must be an id, not a path/],
    ['..%2Foauth', /must be an id, not a path/],
    ['a%2F..%2Fb', /must be an id, not a path/],
    ['a%5C..%5Cb', /must be an id, not a path/],
    [['..'], /must be an id, not a path/],
    [{ '..': 'a' }, /must be an id, not a path/],
  ])('refuses %j', (value, message) => {
    for (const style of ['simple', 'label', 'matrix'] as const) {
      const write = () => pathSegment(parameter('path', style, true), value, 'color_id');
      expect(write).toThrow(ArgumentError);
      expect(write).toThrow(message);
    }
  });
});

describe('queryPairs', () => {
  it.each<[ParameterStyle, boolean, unknown, string]>([
    ['form', false, 'blue', 'color=blue'],
    ['form', false, ARRAY, 'color=blue,black,brown'],
    ['form', false, OBJECT, 'color=R,100,G,200,B,150'],
    ['form', true, '', 'color='],
    ['form', true, 'blue', 'color=blue'],
    ['form', true, ARRAY, 'color=blue&color=black&color=brown'],
    ['form', true, OBJECT, 'R=100&G=200&B=150'],
    ['spaceDelimited', false, ARRAY, 'color=blue%20black%20brown'],
    ['spaceDelimited', false, OBJECT, 'color=R%20100%20G%20200%20B%20150'],
    ['pipeDelimited', false, ARRAY, 'color=blue%7Cblack%7Cbrown'],
    ['pipeDelimited', false, OBJECT, 'color=R%7C100%7CG%7C200%7CB%7C150'],
    ['pipeDelimited', true, ARRAY, 'color=blue&color=black&color=brown'],
    ['deepObject', true, OBJECT, 'color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150'],
    ['deepObject', true, { id: [1, 2] }, 'color%5Bid%5D%5B%5D=1&color%5Bid%5D%5B%5D=2'],
    ['deepObject', true, {}, ''],
    ['form', true, [], ''],
    ['form', true, { a: { b: 1 } }, 'color%5Ba%5D%5Bb%5D=1'],
    ['form', true, 'a&b=c d#é', 'color=a%26b%3Dc%20d%23%C3%A9'],
    ['form', false, ['a,b', 'c'], 'color=a%2Cb,c'],
    ['form', true, { 'a&b': 'c' }, 'a%26b=c'],
    ['deepObject', true, { 'a]&x=1': 'c' }, 'color%5Ba%5D%26x%3D1%5D=c'],
    ['form', true, true, 'color=true'],
  ])('%s, explode %s: %j → %s', (style, explode, value, expected) => {
    expect(queryPairs(parameter('query', style, explode), value).join('&')).toBe(expected);
  });

  it('writes JSON where the document says so, and encodes the name', () => {
    const json = { ...parameter('query', 'form', true), name: 'filter[q]', json: true };
    expect(queryPairs(json, { a: [1] })).toEqual(['filter%5Bq%5D=%7B%22a%22%3A%5B1%5D%7D']);
  });
});

describe('an object in the query', () => {
  const range = { ...parameter('query', 'form', true), schema: { properties: { from: {} } } };
  const unknown = { ...range, schema: {} };

  it('adds only names that the document knows', () => {
    expect(queryPairs(range, { from: 1 })).toEqual(['from=1']);
    expect(() => queryPairs(range, { from: 1, to: 2 })).toThrow(ArgumentError);
    expect(queryPairs(unknown, { from: 1 })).toEqual(['color%5Bfrom%5D=1']);
  });

  it.each(['access_token', 'bearer_token'])('cannot add the reserved name %s', (name) => {
    const open = parameter('query', 'form', true);
    expect(() => queryPairs(open, { [name]: 'x' })).toThrow(/no part of "color"/);
  });
});

describe('headerValue', () => {
  it.each<[boolean, unknown, string]>([
    [false, 'blue', 'blue'],
    [false, ARRAY, 'blue,black,brown'],
    [false, OBJECT, 'R,100,G,200,B,150'],
    [true, ARRAY, 'blue,black,brown'],
    [true, OBJECT, 'R=100,G=200,B=150'],
    [false, 'W/"a;b" é', 'W/"a;b" é'],
  ])('explode %s: %j → %s', (explode, value, expected) => {
    expect(headerValue(parameter('header', 'simple', explode), value, 'color')).toBe(expected);
  });

  it.each([['a\r\nX-Admin: 1'], ['a\nb'], ['a\0b'], ['日本'], [['a', 'b\rc']], [{ 'a\nb': 1 }]])(
    'refuses %j',
    (value) => {
      const write = () => headerValue(parameter('header', 'simple', true), value, 'X-Color');
      expect(write).toThrow(ArgumentError);
      expect(write).toThrow(/"X-Color"/);
    },
  );
});
