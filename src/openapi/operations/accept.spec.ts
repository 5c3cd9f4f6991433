import { expect, it } from '@jest/globals';
import { acceptOf } from './accept.js';
import { createResolver } from '../document/resolve.js';

const responses = (statuses: Record<string, string[]>) =>
  Object.fromEntries(
    Object.entries(statuses).map(([status, types]) => [
      status,
      { content: Object.fromEntries(types.map((type) => [type, {}])) },
    ]),
  );
const resolve = createResolver({ openapi: '3.1.0', paths: {} }, () => {});

it.each<[string, Record<string, string[]>, string | undefined]>([
  ['nothing', {}, undefined],
  ['no content', { 204: [] }, undefined],
  ['JSON', { 200: ['application/json; charset=utf-8'] }, undefined],
  ['JSON among others', { 200: ['text/csv', 'application/json'] }, undefined],
  ['JSON of one of two answers', { 200: ['text/csv'], 202: ['application/json'] }, undefined],
  ['anything', { 200: ['*/*'] }, undefined],
  ['only errors', { 404: ['application/problem+json'] }, undefined],
  ['a sheet', { 200: ['text/csv'] }, 'text/csv, application/json;q=0.5'],
  ['a PDF', { 200: ['Application/PDF'] }, 'application/pdf, application/json;q=0.5'],
  ['images', { 200: ['image/*'] }, 'image/*, application/json;q=0.5'],
  [
    'JSON:API',
    { 200: ['application/vnd.api+json'] },
    'application/vnd.api+json, application/json;q=0.5',
  ],
  [
    'a JSON of its own name behind a page',
    { '2XX': ['text/html', 'application/hal+json'] },
    'application/hal+json, text/html, application/json;q=0.5',
  ],
  [
    'problems beside it',
    { 200: ['text/csv'], 422: ['application/problem+json'], default: ['application/json'] },
    'text/csv, application/json;q=0.5, application/problem+json;q=0.5',
  ],
  ['whatever comes, in the default', { default: ['text/csv'] }, 'text/csv, application/json;q=0.5'],
  ['what is no media type', { 200: ['text/csv\r\nX: y', 'a,b/c', 'csv'] }, undefined],
])('the Accept header of an operation that answers %s is right', (_what, statuses, accept) => {
  expect(acceptOf(responses(statuses), resolve)).toBe(accept);
});
