import { expect, it } from '@jest/globals';
import { checkArguments } from './arguments.js';
import { compileTools } from '../compile.js';
import type { JsonSchema } from '../schema/schema-keywords.js';
import type { Tool } from '../tools/tool.js';

const cat = {
  type: 'object',
  required: ['kind', 'lives'],
  properties: { kind: { type: 'string', enum: ['cat'] }, lives: { type: 'integer' } },
};
const dog = {
  type: 'object',
  required: ['kind'],
  properties: {
    kind: { type: 'string', enum: ['dog'] },
    tricks: { type: 'array', items: { type: 'string' } },
  },
};

/** A tool with one argument. */
function toolWith(value: JsonSchema): Tool {
  const schema = { type: 'object', properties: { value, other: {} } };
  const requestBody = { content: { 'application/json': { schema } } };
  return compileTools({ openapi: '3.1.0', paths: { '/x': { post: { requestBody } } } }).tools[0]!;
}

it.each<[string, JsonSchema, unknown, string]>([
  [
    'a list or null',
    { type: ['array', 'null'], items: { type: 'string' } },
    'Paris, France',
    '"value" must be a list such as ["a", "b"], or null (given: text)',
  ],
  [
    'a list of numbers',
    { type: 'array', items: { type: 'integer' } },
    'one, two or three',
    '"value" must be a list of numbers such as [1, 2] (given: text)',
  ],
  [
    'a list of values',
    { type: 'array', items: { type: 'string', enum: ['a', 'b', 'c'] } },
    '{"a":1}',
    '"value" must be a list such as ["a","b"] (given: text)',
  ],
  [
    'a list of objects',
    { type: 'array', items: cat },
    'x, y z',
    '"value" must be a list of objects with kind, lives (given: text)',
  ],
  ['an object', cat, 7, '"value" must be an object with kind, lives (given: a number)'],
  ['true or false', { type: 'boolean' }, 1, '"value" must be true or false (given: a number)'],
  ['one of many values', { type: 'integer', enum: [1, 2] }, 3, '"value" must be one of 1, 2'],
  [
    'too few items',
    { type: 'array', items: {}, minItems: 2 },
    ['a'],
    '"value" must hold 2 items at least',
  ],
  [
    'too many items',
    { type: 'array', items: {}, maxItems: 1 },
    ['a', 'b'],
    '"value" must hold 1 item at most',
  ],
  ['no empty text', { type: 'string', minLength: 1 }, '', '"value" must not be empty'],
  [
    'too long a text',
    { type: 'string', maxLength: 2 },
    'abc',
    '"value" must have 2 characters at most',
  ],
  ['too small', { type: 'integer', minimum: 1 }, 0, '"value" must be 1 or more'],
  ['too large', { type: 'number', exclusiveMaximum: 1 }, 1, '"value" must be less than 1'],
  ['a step', { type: 'number', multipleOf: 0.05 }, 0.07, '"value" must be a multiple of 0.05'],
  [
    'a variant that was meant',
    { anyOf: [cat, { type: 'string' }] },
    { kind: 'cat' },
    '"value.lives" is missing',
  ],
  [
    'a variant by its key',
    { anyOf: [cat, dog] },
    { kind: 'dog', tricks: [true] },
    '"value.tricks.0" must be text (given: true or false)',
  ],
  [
    'none of the variants',
    { anyOf: [cat, { type: 'integer' }] },
    'x',
    '"value" must be an object with kind, lives, or a whole number such as 12',
  ],
  [
    'a uuid',
    { type: 'string', format: 'uuid' },
    'x',
    '"value" must be a UUID such as 3f2b1c9e-8d47-4c1a-9b60-5e7d2a4f8c13 (format uuid)',
  ],
  [
    'a name with a slash',
    { type: 'object', properties: { 'a/b~c': { type: 'integer' } } },
    { 'a/b~c': 'x' },
    '"value.a/b~c" must be a whole number such as 12 (given: text)',
  ],
])('describeProblems describes in one sentence: %s', (_what, schema, value, sentence) => {
  expect(() => checkArguments(toolWith(schema), { value })).toThrow(sentence);
});
