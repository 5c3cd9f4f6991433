import { describe, expect, it } from '@jest/globals';
import { ArgumentError } from './argument-error.js';
import { checkArguments } from './arguments.js';
import { compileTools } from '../compile.js';
import { ExactNumber } from '../../values/exact-number.js';
import type { Tool } from '../tools/tool.js';

const { tools } = compileTools({
  openapi: '3.1.0',
  paths: {
    '/teams/{team_id}/projects': {
      post: {
        operationId: 'createProjects',
        parameters: [{ name: 'team_id', in: 'path', required: true, schema: { type: 'integer' } }],
        requestBody: {
          content: {
            'application/json': {
              schema: {
                type: 'object',
                properties: {
                  project: {
                    type: 'object',
                    required: ['name'],
                    properties: {
                      name: { type: 'string' },
                      size: { type: ['integer', 'null'] },
                      price: { type: 'number' },
                      fee: { type: 'number', multipleOf: 0.01 },
                      active: { type: 'boolean' },
                      state: { type: 'string', enum: ['open', 'done'] },
                      tags: { type: 'array', items: { type: 'integer' } },
                      label: { type: ['string', 'integer'] },
                      code: { type: 'string', minLength: 2 },
                      anything: {},
                      owner_id: { type: ['integer', 'null'] },
                      tag_ids: { type: 'array', items: { type: 'integer' } },
                      on: { type: 'string', format: 'date' },
                      owner: {
                        type: 'object',
                        additionalProperties: false,
                        required: ['id'],
                        properties: { id: { type: 'integer' } },
                      },
                    },
                  },
                },
              },
            },
          },
        },
      },
    },
    '/ping': { get: { operationId: 'ping' } },
    '/things': {
      get: {
        operationId: 'listThings',
        parameters: [{ name: 'after', in: 'query', schema: { type: 'integer' } }],
      },
    },
  },
});
const [create, ping, list] = tools as [Tool, Tool, Tool];
const GOOD = { team_id: '1', name: 'Apollo' };

describe('checkArguments', () => {
  it.each<[string, unknown, unknown]>([
    ['an integer id in a path', { team_id: 7 }, { team_id: '7' }],
    ['an obfuscated id in a path', { team_id: 'JkXmL' }, { team_id: 'JkXmL' }],
    ['a number for a text', { name: 42 }, { name: '42' }],
    ['an integer as text', { size: '12' }, { size: 12 }],
    ['a negative integer as text', { size: '-12' }, { size: -12 }],
    ['a number as text', { price: '0.5' }, { price: 0.5 }],
    ['true as text', { active: 'true' }, { active: true }],
    ['false as text', { active: 'false' }, { active: false }],
    ['an array as JSON text', { tags: '[1, "2"]' }, { tags: [1, 2] }],
    ['an object as JSON text', { owner: '{"id":"3"}' }, { owner: { id: 3 } }],
    ['numbers in an array', { tags: ['1', 2] }, { tags: [1, 2] }],
    ['a text that may be either', { label: '12' }, { label: '12' }],
    ['a text where anything goes', { anything: '[1]' }, { anything: '[1]' }],
    ['JSON text where a text is meant', { name: '{"a":1}' }, { name: '{"a":1}' }],
    ['null where it is allowed', { size: null }, { size: null }],
    ['an integer id in a body', { owner_id: '7' }, { owner_id: 7 }],
    ['an obfuscated id in a body', { owner_id: 'JkXmL' }, { owner_id: 'JkXmL' }],
    ['ids of both kinds', { tag_ids: ['7', 'JkXmL', 8] }, { tag_ids: [7, 'JkXmL', 8] }],
    ['null for an id', { owner_id: null }, { owner_id: null }],
    ['a date in words that can be no other', { on: 'March 31, 2027' }, { on: '2027-03-31' }],
    ['yes for a boolean', { active: 'Yes' }, { active: true }],
    ['a multiple in decimals', { fee: 19.99 }, { fee: 19.99 }],
  ])('accepts %s', (_what, given, expected) => {
    expect(checkArguments(create, { ...GOOD, ...(given as object) })).toEqual({
      ...GOOD,
      ...(expected as object),
    });
  });

  it.each<[string, unknown, RegExp]>([
    ['a missing argument', { team_id: '1' }, /"name" is missing/],
    ['every missing argument', {}, /"team_id" is missing.*"name" is missing/],
    ['no arguments at all', undefined, /"team_id" is missing/],
    ['an unknown argument', { ...GOOD, nmae: 'x' }, /there is no argument "nmae"/],
    [
      'a field both in its wrapper and beside it',
      { ...GOOD, project: { name: 'x' } },
      /no argument "project": give its fields as arguments of their own, each once/,
    ],
    [
      'a misspelt argument',
      { ...GOOD, Prise: 1 },
      /no argument "Prise", did you mean "price"\? It/,
    ],
    ['what resembles nothing', { ...GOOD, zzzzzz: 1 }, /no argument "zzzzzz"\. It takes/],
    [
      'a value not in the enum',
      { ...GOOD, state: 'gone' },
      /"state" must be one of "open", "done"/,
    ],
    ['a missing inner name', { ...GOOD, owner: {} }, /"owner\.id" is missing/],
    ['an unknown inner name', { ...GOOD, owner: { id: 1, x: 1 } }, /there is no "owner\.x"/],
    [
      'a wrong item',
      { ...GOOD, tags: [1, 'two'] },
      /"tags\.1" must be a whole number such as 12 \(given: text\)/,
    ],
    [
      'a fraction for an integer',
      { ...GOOD, size: '1.5' },
      /"size" must be a whole number such as 12, or null/,
    ],
    ['a number with leading zeros', { ...GOOD, size: '007' }, /"size" must be a whole number/],
    ['hexadecimal', { ...GOOD, size: '0x10' }, /"size" must be/],
    [
      'an empty text for a number',
      { ...GOOD, price: '' },
      /"price" must be a number such as 12\.5 \(given: text\)/,
    ],
    ['a number with separators', { ...GOOD, price: '1,234.50' }, /"price" must be a number/],
    ['perhaps for a boolean', { ...GOOD, active: 'perhaps' }, /"active" must be true or false/],
    [
      'words for a date',
      { ...GOOD, on: 'end of March' },
      /"on" must be a date such as \d{4}-\d\d-\d\d \(format date\)/,
    ],
    ['1 for a boolean', { ...GOOD, active: 1 }, /"active" must be true or false/],
    [
      'a boolean for a text',
      { ...GOOD, name: true },
      /"name" must be text \(given: true or false\)/,
    ],
    [
      'an array as text for an object',
      { ...GOOD, owner: '[1]' },
      /"owner" must be an object with id \(given: text\)/,
    ],
    [
      'broken JSON text',
      { ...GOOD, owner: '{"id":' },
      /"owner" must be an object with id \(given: text\)/,
    ],
    [
      'what is in the wrapper and no field',
      { team_id: '1', project: { nmae: 'x' } },
      /no argument "nmae", did you mean "name"/,
    ],
    [
      'null for what is needed',
      { ...GOOD, team_id: null },
      /"team_id" must be text \(given: null\)/,
    ],
    ['null for a text', { ...GOOD, name: null }, /"name" must be text \(given: null\)/],
    ['too short a text', { ...GOOD, code: 'x' }, /"code" must have 2 characters at least/],
    ['a list', [GOOD], /one JSON object/],
    ['a text', JSON.stringify(GOOD), /one JSON object/],
    ['null', null, /one JSON object/],
    [
      '__proto__',
      JSON.parse('{"__proto__":{"name":"x"},"team_id":"1"}'),
      /no argument "__proto__"/,
    ],
    ['constructor', { ...GOOD, constructor: 1 }, /no argument "constructor"/],
  ])('refuses %s', (_what, given, message) => {
    const check = () => checkArguments(create, given);
    expect(check).toThrow(ArgumentError);
    expect(check).toThrow(message);
  });

  it.each<[string, object, object]>([
    ['text', { size: '1700000000000000001' }, { size: new ExactNumber('1700000000000000001') }],
    ['a number', { size: new ExactNumber('17e20') }, { size: new ExactNumber('17e20') }],
    ['JSON text', { tags: '[9007199254740993]' }, { tags: [new ExactNumber('9007199254740993')] }],
    [
      'the id in a path',
      { team_id: new ExactNumber('9007199254740993') },
      { team_id: '9007199254740993' },
    ],
    ['a text', { name: new ExactNumber('1.10') }, { name: '1.10' }],
    [
      'a decimal',
      { price: '0.30000000000000000001' },
      { price: new ExactNumber('0.30000000000000000001') },
    ],
    [
      'a number beyond all doubles',
      { price: new ExactNumber('1e400') },
      { price: new ExactNumber('1e400') },
    ],
    [
      'one of many',
      { tags: new ExactNumber('9007199254740993') },
      { tags: [new ExactNumber('9007199254740993')] },
    ],
    [
      'where anything goes',
      { anything: new ExactNumber('-0') },
      { anything: new ExactNumber('-0') },
    ],
    [
      'what a double holds after all',
      { size: new ExactNumber('7.0'), team_id: new ExactNumber('7.0') },
      { size: 7, team_id: '7' },
    ],
  ])('keeps every digit of %s', (_what, given, expected) => {
    expect(checkArguments(create, { ...GOOD, ...given })).toEqual({ ...GOOD, ...expected });
  });

  it('refuses a fraction for an integer, however many digits it has', () => {
    const size = new ExactNumber('0.30000000000000000001');
    expect(() => checkArguments(create, { ...GOOD, size })).toThrow(/"size" must be/);
  });

  it('leaves JSON text that is nested deeper than 100 levels as text', () => {
    const owner = '['.repeat(20_000);
    expect(() => checkArguments(create, { ...GOOD, owner })).toThrow(/"owner" must be/);
  });

  it.each<[string, unknown]>([
    ['as the application has it', { name: 'Apollo', size: '7' }],
    ['as JSON text', '{"name":"Apollo","size":7}'],
  ])('takes the fields in their wrapper %s', (_what, project) => {
    expect(checkArguments(create, { team_id: 1, project })).toEqual({ ...GOOD, size: 7 });
  });

  it('treats null for an optional parameter as not given', () => {
    expect(checkArguments(list, { after: null, max_items: null, fields: ['id'] })).toEqual({
      fields: ['id'],
    });
  });

  it('lists what the tool takes in the error', () => {
    expect(() => checkArguments(create, {})).toThrow(
      /^create_project was not called: .* It takes team_id \(required\), name \(required\), size, /,
    );
    expect(() => checkArguments(ping, { a: 1 })).toThrow(/It takes no arguments\.$/);
  });

  it('does not change its input', () => {
    const given = Object.freeze({ ...GOOD, tags: Object.freeze(['1']) });
    expect(checkArguments(create, given)).toEqual({ ...GOOD, tags: [1] });
    expect(given.tags).toEqual(['1']);
    expect(({} as Record<string, unknown>)['name']).toBeUndefined();
  });
});
