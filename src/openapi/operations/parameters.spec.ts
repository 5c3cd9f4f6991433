import { expect, it } from '@jest/globals';
import { compileTools } from '../compile.js';

it('reserved headers, query parameters and cookies do not become arguments', () => {
  const places: [place: string, name: string][] = [
    ...['Authorization', 'HOST', 'cookie', 'Content-Length', 'Transfer-Encoding'].map(
      (name): [string, string] => ['header', name],
    ),
    ['query', 'access_token'],
    ['query', 'bearer_token'],
    ['cookie', 'session'],
  ];
  const parameters = places.map(([place, name]) => ({ name, in: place, schema: {} }));
  const [tool] = compileTools({ openapi: '3.1.0', paths: { '/a': { get: { parameters } } } }).tools;
  expect(tool!.inputSchema.properties).toEqual({});
});
