import { describe, expect, it } from '@jest/globals';
import { array, assert, property, stringMatching } from 'fast-check';
import { isRecord } from './is-record.js';
import {
  ExactNumber,
  mayBeInexact,
  parseExactly,
  readExactly,
  writeExactly,
  writeMarked,
  writtenAs,
} from './exact-number.js';

describe('parseExactly and writeExactly keep the digits of numbers', () => {
  it.each([
    '[{"id":9007199254740993},{"id":9007199254740992}]',
    '1700000000000000001',
    '[-9223372036854775808,18446744073709551615]',
    '[0.1000000000000000055,1.10,100.00,-0,-0.0]',
    '{"huge":1e400,"tiny":1E-400,"big":1e+21,"small":0.00000012}',
    `[${'9'.repeat(400)}]`,
    '{"a":{"b":[1.50,{"c":2.0}]}}',
  ])('in %s', (json) => {
    expect(writeExactly(parseExactly(json))).toBe(json);
    expect(writeMarked(JSON.stringify(parseExactly(json)))).toBe(json);
  });

  it('in any JSON', () => {
    const digits = stringMatching(/^-?(0|[1-9]\d{0,30})(\.\d{1,20})?([eE][-+]?\d{1,3})?$/);
    assert(
      property(array(digits), (numbers) => {
        const json = `{"numbers":[${numbers.join()}],"last":${numbers[0] ?? 0}}`;
        expect(writeExactly(parseExactly(json))).toBe(json);
      }),
    );
  });
});

it.each([
  '{"id":7,"at":"2026-11-28T08:59:28.000Z","uuid":"0b1e5-0","price":12.5}',
  '[0,1,-1,10,0.5,123456789012345]',
  '{"a":"it costs 5.00€"}',
])('mayBeInexact is false for %s', (json) => {
  expect(mayBeInexact(json)).toBe(false);
});

it('readNumber gives a plain number where no digit is lost', () => {
  expect(parseExactly('[1.10,7,"1.10"]')).toEqual([new ExactNumber('1.10'), 7, '1.10']);
  expect(String(new ExactNumber('1.10'))).toBe('1.10');
  expect(isRecord(new ExactNumber('1'))).toBe(false);
});

it('parseExactly keeps the last of two members with one name, and __proto__ as a name', () => {
  expect(parseExactly('{"a":1.0,"a":2,"__proto__":{"b":1.0}}')).toEqual(
    JSON.parse('{"a":2,"__proto__":{"b":0}}', (name, value: unknown) =>
      name === 'b' ? new ExactNumber('1.0') : value,
    ),
  );
});

it.each(['[1.0', '[01.10]', '{"a":1.0,}', '[1.0] x'])('parseExactly throws for %s', (json) => {
  expect(() => parseExactly(json)).toThrow(SyntaxError);
});

describe('readExactly', () => {
  it.each([
    '[{"id":1,"name":"R&D","price":12.5}]',
    '[{"id":9007199254740993}]',
    '{ "a" : [1, 2] }',
    '{"a":1,"a":2}',
    '{"2":1,"1":2,"__proto__":{"a":1}}',
    '["R\\u0026D","\\ud800","\\/"]',
    '{"a":1.10,"b":-0,"c":1e3}',
    '7',
    '[]',
  ])('reads %s as parseExactly does, and writes it the same', (json) => {
    const value = readExactly(json);
    expect(value).toEqual(parseExactly(json));
    expect(writeExactly(value)).toBe(writeExactly(parseExactly(json)));
  });

  it.each([
    ['[{"id":1}]', '[{"id":1}]'],
    ['[ {"id": 1} ]', '[{"id":1}]'],
    ['[9007199254740993]', undefined],
  ])('keeps of %s that it is written %s', (json, text) => {
    expect(writtenAs(readExactly(json))).toBe(text);
  });

  it('keeps nothing of what is made of the value', () => {
    const value = readExactly('[{"id":1},{"id":2}]') as unknown[];
    expect(writeExactly(value.filter((_, index) => index > 0))).toBe('[{"id":2}]');
  });
});
