import { describe, expect, it } from '@jest/globals';
import { coerce } from './coerce.js';
import type { JsonSchema } from '../schema/schema-keywords.js';

const integer: JsonSchema = { type: 'integer' };
const record = (properties: Record<string, JsonSchema>): JsonSchema => ({
  type: 'object',
  properties,
});
const choice: JsonSchema = { anyOf: [integer, record({ size: integer }), { type: 'boolean' }] };

const texts: JsonSchema = { type: 'array', items: { type: 'string' } };

describe('coerce', () => {
  it.each<[string, JsonSchema, unknown, unknown]>([
    ['a number in a choice', choice, '7', 7],
    ['an object in a choice', choice, '{"size":"7"}', { size: 7 }],
    ['inside an object of a choice', choice, { size: '7' }, { size: 7 }],
    ['true in a choice', choice, 'true', true],
    ['what no variant takes', choice, 'seven', 'seven'],
    ['what a variant takes as it is', { anyOf: [integer, { type: 'string' }] }, '7', '7'],
    ['a nested choice', { type: 'array', items: choice }, '["7", true]', [7, true]],
    [
      'the values of a map',
      { type: 'object', additionalProperties: integer },
      { a: '7' },
      { a: 7 },
    ],
    ['an id of either type, a number', { type: ['integer', 'string'] }, '7', 7],
    ['an id of either type, obfuscated', { type: ['integer', 'string'] }, 'JkXmL', 'JkXmL'],
    ['words with commas', { type: 'array', items: { type: 'string' } }, 'id,name', ['id', 'name']],
    ['numbers with commas', { type: 'array', items: integer }, '7,8', [7, 8]],
    ['one item', { type: ['array', 'null'], items: integer }, '7', [7]],
    ['a sentence with a comma', { type: 'array', items: {} }, 'Paris, France', 'Paris, France'],
    ['words without a comma', { type: 'array', items: {} }, 'Red shoes', ['Red shoes']],
    ['numbers with commas and spaces', { type: 'array', items: integer }, '7, 8', [7, 8]],
    ['a number where a list is wanted', { type: 'array', items: integer }, 7, [7]],
    [
      'a record where a list is wanted',
      { type: 'array', items: record({ size: integer }) },
      { size: '7' },
      [{ size: 7 }],
    ],
    [
      'a value of a list in another case',
      { type: 'string', enum: ['open', 'done'] },
      ' Done',
      'done',
    ],
    ['a value that two might be', { type: 'string', enum: ['ID', 'Id'] }, 'id', 'id'],
    [
      'values in a list, in another case',
      { type: 'array', items: { type: 'string', enum: ['a', 'b'] } },
      'A,B',
      ['a', 'b'],
    ],
    ['names with commas and spaces', texts, 'name, due_on', ['name', 'due_on']],
    ['capitals with commas and spaces', texts, 'USD, EUR', ['USD', 'EUR']],
    ['names with semicolons', texts, 'name; due_on;id', ['name', 'due_on', 'id']],
    ['names in lines', texts, 'name\ndue_on\n', ['name', 'due_on']],
    ['addresses with commas', texts, 'a@x.org, B@y.org', ['a@x.org', 'B@y.org']],
    [
      'URLs with commas',
      texts,
      'https://x.org/A, https://y.org',
      ['https://x.org/A', 'https://y.org'],
    ],
    ['one URL with a comma', texts, 'https://x.org/a,b', 'https://x.org/a,b'],
    ['bullets', texts, '- Buy milk, and bread\n- Call Bob', ['Buy milk, and bread', 'Call Bob']],
    ['numbered lines', texts, '1. Buy milk\n2. Call Bob', ['Buy milk', 'Call Bob']],
    ['lines that may be one text', texts, 'Buy milk\nCall Bob', 'Buy milk\nCall Bob'],
    ['a list as Python writes it', texts, "['Paris, France', 'b']", ['Paris, France', 'b']],
    ['names in brackets', texts, '[Name, due_on]', ['Name', 'due_on']],
    ['empty brackets', texts, '[ ]', []],
    [
      'values of a list with spaces',
      { type: 'array', items: { enum: ['open', 'in_work'] } },
      'open in_work',
      ['open', 'in_work'],
    ],
    ['numbers with spaces', { type: 'array', items: integer }, '7 8  9', [7, 8, 9]],
    ['what may be a thousand', { type: 'array', items: integer }, '1 000', ['1 000']],
    [
      'a file where files are wanted',
      { type: 'array', items: { type: 'string', format: 'binary' } },
      'data:text/plain,a',
      ['data:text/plain,a'],
    ],
    ['a number with spaces around', integer, ' 7 ', 7],
    ['No', { type: 'boolean' }, 'No', false],
    ['on', { type: 'boolean' }, 'on', true],
    ['what is neither yes nor no', { type: 'boolean' }, 'constructor', 'constructor'],
    ['True', { type: 'boolean' }, 'True', true],
    ['null as text', { type: ['integer', 'null'] }, 'null', null],
    ['null as text where a text is meant', { type: ['string', 'null'] }, 'null', 'null'],
  ])('decides on %s', (_what, schema, given, expected) => {
    expect(coerce(given, schema)).toEqual(expected);
  });
});
