import { expect, it } from '@jest/globals';
import { compileTools } from '../compile.js';
import { buildRequest } from './build-request.js';

it.each<[what: string, contentType: string, schema: object, args: object]>([
  ['a form', 'application/x-www-form-urlencoded', {}, { body: { _method: 'delete' } }],
  ['a form in brackets', 'application/x-www-form-urlencoded', {}, { body: { '[_method]': 'x' } }],
  ['a form as text', 'application/x-www-form-urlencoded', {}, { body: 'a=1&%5Fmethod=delete' }],
  ['a multipart form', 'multipart/form-data', {}, { body: { _method: 'delete' } }],
])('%s cannot override the method with _method', (_what, contentType, schema, args) => {
  const requestBody = { content: { [contentType]: { schema } } };
  const [tool] = compileTools({
    openapi: '3.1.0',
    paths: { '/a': { post: { requestBody } } },
  }).tools;
  expect(() => buildRequest(tool!, { ...args })).toThrow(/"_method" cannot be given/);
});
