import { expect, it } from '@jest/globals';
import { compileTools } from '../compile.js';
import { checkArguments } from './arguments.js';

it.each<[what: string, schema: object, value: unknown]>([
  [
    'a value for a pattern that backtracks',
    { type: 'string', pattern: '^(a+)+$' },
    `${'a'.repeat(100_000)}!`,
  ],
  [
    'a long list of unique records',
    { type: 'array', uniqueItems: true, items: { type: 'object' } },
    Array.from({ length: 100_000 }, (_, at) => ({ at })),
  ],
])('checkArguments lets %s through without checking it', (_what, schema, value) => {
  const parameters = [{ name: 'q', in: 'query', schema }];
  const [tool] = compileTools({ openapi: '3.1.0', paths: { '/a': { get: { parameters } } } }).tools;
  expect(checkArguments(tool!, { q: value })).toEqual({ q: value });
});
