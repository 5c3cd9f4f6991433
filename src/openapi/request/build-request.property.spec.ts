import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { ArgumentError } from './argument-error.js';
import { buildRequest } from './build-request.js';
import { compileTools } from '../compile.js';
import type { Parameter } from '../operations/parameters.js';
import type { Tool } from '../tools/tool.js';

const QUERY = [
  { name: 'plain' },
  { name: 'joined', style: 'form', explode: false },
  { name: 'spaces', style: 'spaceDelimited', explode: false },
  { name: 'pipes', style: 'pipeDelimited', explode: false },
  { name: 'filter', style: 'deepObject', explode: true },
  { name: 'ids[]' },
  { name: 'json', content: { 'application/json': { schema: {} } } },
  { name: 'range', schema: { type: 'object', properties: { from: {}, to: {} } } },
].map((parameter) => ({ in: 'query', ...parameter }));
/** The parts of `range` stand in the query by themselves. */
const PARTS = ['from', 'to'];
const HEADERS = ['X-Plain', 'X-List'].map((name) => ({ name, in: 'header' }));
const PATHS = ['simple', 'label', 'matrix'].flatMap((style) =>
  [true, false].map((explode) => ({ name: 'id', in: 'path', style, explode })),
);
const BODIES = [
  'application/json',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'text/plain',
  'application/octet-stream',
];

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
const paths = PATHS.flatMap((path, at) =>
  ['/teams/{team_id}/things/{id}', '/things/{id}.json', '/things/v{id}/parts'].map((template) => {
    const media = { schema: at % 2 ? {} : { properties: { thing: { properties: { name: {} } } } } };
    const operations = METHODS.map((method) => {
      const contentType = BODIES[(at + method.length) % BODIES.length]!;
      const requestBody = { content: { [contentType]: media } };
      const parameters = [path, ...QUERY, ...HEADERS];
      return [method, { parameters, ...(method !== 'get' && { requestBody }) }];
    });
    return [`/${path.style}${at}${template}`, Object.fromEntries(operations) as object];
  }),
);
const { tools } = compileTools({
  openapi: '3.1.0',
  paths: Object.fromEntries(paths) as Record<string, unknown>,
});

const nasty = fc.oneof(
  fc.constantFrom(
    '.',
    '..',
    '../..',
    '..\\..',
    'a/../b',
    '/',
    '//evil.example/',
    'https://evil.example/',
    '%2e%2e',
    '%2F',
    '\\',
    '?a=b',
    '#x',
    '&plain=1',
    ';id=2',
    ',',
    '',
    ' ',
    '\r\nX-Evil: 1',
    '\0',
    '\ud800',
    '\udc00a',
    'é',
    '日本',
    '{id}',
    '{team_id}',
    '$&',
    "$'",
    '@evil.example',
    'access_token',
    'bearer_token',
    '_method=delete',
    '__proto__',
    'x'.repeat(100_000),
  ),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({ maxLength: 20 }),
);
const key = fc.oneof(nasty, fc.constantFrom(...PARTS, 'constructor', '_method', '[_method]'));
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    nasty,
    fc.oneof(fc.double(), fc.integer(), fc.boolean(), fc.constant(null), fc.constant(undefined)),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(key, tie('value'), { maxKeys: 3 }),
  ),
}));
/** A call of any tool with any values, some of them left out. */
const call = fc.constantFrom(...tools).chain((tool) =>
  fc.record({
    tool: fc.constant(tool),
    args: fc.record(
      Object.fromEntries([...tool.destinations.keys()].map((name) => [name, value])),
      { requiredKeys: ['id'] },
    ),
  }),
);

const segmentsOf = (path: string) => path.split('/');

function parametersOf({ destinations }: Tool, place: Parameter['in']): string[] {
  return [...destinations.values()].flatMap((destination) =>
    destination.in === 'parameter' && destination.parameter.in === place
      ? [destination.parameter.name]
      : [],
  );
}

/** What a fixed segment is around its placeholder, if it has one. */
function expectSegment(template: string, actual: string): void {
  const [before, after] = template.split(/\{[^{}]+\}/);
  if (after === undefined) return expect(actual).toBe(template);
  expect(actual.startsWith(before!) && actual.endsWith(after)).toBe(true);
  expect(actual.length).toBeGreaterThan(before!.length + after.length);
  expect(['.', '..']).not.toContain(decodeURIComponent(actual));
}

it('no argument value can change the method, path, query names or header names of a request', () => {
  let sent = 0;
  fc.assert(
    fc.property(call, ({ tool, args }) => {
      let request;
      try {
        request = buildRequest(tool, args);
      } catch (error) {
        expect(error).toBeInstanceOf(ArgumentError);
        return;
      }
      sent += 1;
      const { method, path, headers, body } = request;
      expect(method).toBe(tool.method.toUpperCase());
      const url = new URL(path, 'http://host');
      expect([url.origin, url.hash, url.username]).toEqual(['http://host', '', '']);
      expect(path.split('?')[0]).toBe(url.pathname);
      const segments = segmentsOf(url.pathname);
      const template = segmentsOf(tool.path);
      expect(segments).toHaveLength(template.length);
      template.forEach((part, at) => expectSegment(part, segments[at]!));
      const inQuery = parametersOf(tool, 'query');
      const names = [...inQuery, ...inQuery.map((name) => name.replace(/\[\]$/, '')), ...PARTS];
      const isKnown = (name: string) =>
        names.some((known) => name === known || name.startsWith(`${known}[`));
      expect([...url.searchParams.keys()].filter((name) => !isKnown(name))).toEqual([]);
      const allowed = parametersOf(tool, 'header').map((name) => name.toLowerCase());
      for (const [name, text] of Object.entries(headers)) {
        expect([...allowed, 'content-type']).toContain(name);
        expect(text).not.toMatch(/[\r\n\0]/);
      }
      if (headers['content-type']?.endsWith('urlencoded')) {
        const fields = [...new URLSearchParams(String(body)).keys()];
        expect(fields.filter((field) => /^[\s[\]]*_method\b/.test(field))).toEqual([]);
      }
    }),
    { numRuns: 5_000 },
  );
  // Most of what is left is sent, or the property would say nothing.
  expect(sent).toBeGreaterThan(500);
});
