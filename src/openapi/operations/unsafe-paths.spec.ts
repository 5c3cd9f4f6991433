import { describe, expect, it } from '@jest/globals';
import { compileTools } from '../compile.js';

const compile = (paths: object) =>
  compileTools({ openapi: '3.1.0', paths: { ...paths, '/good': { get: {} } } });

describe('compileTools', () => {
  it.each([
    '/../admin',
    '/a/../b',
    '/a/.',
    '/./a',
    '//evil.example/',
    '/a//b',
    '/a%2fb',
    '/a%2F..%2Fb',
    '/%2e%2E/b',
    '/.%2e/b',
    '/a/{id}%2e',
    '/a\\b',
    '/a%5cb',
    '/a?access_token=1',
    '/a b',
    '/a\tb',
    '/a\0b',
    '/a/{id',
    '/a/{}',
    'https://evil.example/',
    'evil.example/a',
    '\\\\evil.example',
    'a',
    '',
  ])('leaves out the path %j, which leads outside the API, with one warning', (path) => {
    const { tools, warnings } = compile({ [path]: { get: {} } });
    expect(tools.map((tool) => tool.path)).toEqual(['/good']);
    expect(warnings).toEqual([
      expect.stringMatching(/is left out: (it is no path|its (path|query))/),
    ]);
  });
});
