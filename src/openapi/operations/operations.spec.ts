import { describe, expect, it } from '@jest/globals';
import { compileTools } from '../compile.js';
import { DocumentError } from '../document/document.js';
import { findOperations, readOperation, type Operation } from './operations.js';
import { createResolver } from '../document/resolve.js';

/** Reads the only operation of these paths. */
function read(paths: Record<string, unknown>, components: object = {}): Operation {
  const document = { openapi: '3.1.0', paths, components };
  const resolve = createResolver(document, () => {});
  const [raw] = findOperations(document, resolve, () => {});
  return readOperation(raw!, { resolve, warn: () => {}, direction: 'request' });
}
const get = (parameters: unknown, path = '/teams') => read({ [path]: { get: { parameters } } });
const post = (requestBody: unknown) => read({ '/teams': { post: { requestBody } } });

const string = { type: 'string' };
const query = (more: object) => ({ name: 'q', in: 'query', schema: string, ...more });

describe('findOperations', () => {
  it('finds the methods that a tool can call, in order, and follows a path item that is a reference', () => {
    const document = {
      openapi: '3.1.0',
      paths: {
        '/b': { delete: {}, get: {}, head: {}, options: {}, trace: {}, parameters: [], post: null },
        'x-internal': { get: {} },
        teams: { get: {} },
        '/a': { $ref: '#/components/pathItems/A' },
        '/gone': { $ref: '#/components/pathItems/Gone' },
        '/null': null,
      },
      components: { pathItems: { A: { patch: {}, put: {} } } },
    };
    const warnings: string[] = [];
    const warn = (message: string) => warnings.push(message);
    const found = findOperations(document, createResolver(document, warn), warn);
    expect(found.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'get /b',
      'delete /b',
      'put /a',
      'patch /a',
    ]);
    expect(warnings.map((warning) => warning.split(':')[0])).toEqual([
      'HEAD /b is left out',
      'OPTIONS /b is left out',
      'TRACE /b is left out',
      'POST /b is left out',
      'teams is left out',
      expect.stringContaining('#/components/pathItems/Gone is referred to'),
      '/gone is left out',
      '/null is left out',
    ]);
  });
});

describe('the parameters that readOperation reads', () => {
  it('override those of the path by place and name', () => {
    const { parameters } = read({
      '/teams/{id}': {
        parameters: [
          { name: 'id', in: 'path', required: true, schema: { type: 'integer' } },
          query({ description: 'of the path' }),
          query({ in: 'header', name: 'X-Trace' }),
        ],
        get: { parameters: [query({ description: ' of the operation ', required: true })] },
      },
    });
    expect(parameters.map((parameter) => [parameter.in, parameter.name])).toEqual([
      ['path', 'id'],
      ['query', 'q'],
      ['header', 'X-Trace'],
    ]);
    expect(parameters[1]).toMatchObject({
      required: true,
      schema: { type: 'string', description: 'of the operation' },
    });
  });

  it.each([
    ['a placeholder that nobody described', '/teams/{id}', undefined, ['path id']],
    ['each placeholder once', '/a/{x}/b/{x}.{y}', [], ['path x', 'path y']],
    ['no path parameter without a placeholder', '/teams', [query({ in: 'path' })], []],
    ['no optional cookie', '/teams', [query({ in: 'cookie' })], []],
    [
      'nothing nameless',
      '/teams',
      [{ in: 'query' }, query({ name: '' }), null, 'q', query({ name: 1 })],
      [],
    ],
    ['nothing of an unknown place', '/teams', [query({ in: 'body' })], []],
    ['parameters that are no list', '/teams', { q: query({}) }, []],
    ['a reference', '/teams', [{ $ref: '#/components/parameters/After' }], ['query after']],
    ['no reference that leads nowhere', '/teams', [{ $ref: '#/components/parameters/Gone' }], []],
  ])('have %s', (_what, path, parameters, expected) => {
    const components = { parameters: { After: query({ name: 'after' }) } };
    const operation = read({ [path]: { get: { parameters } } }, components);
    expect(operation.parameters.map(({ in: place, name }) => `${place} ${name}`)).toEqual(expected);
    expect(operation.parameters.every((parameter) => parameter.required)).toBe(
      expected.every((name) => name.startsWith('path')),
    );
  });

  it.each([
    'Accept',
    'Content-Type',
    'AUTHORIZATION',
    'Cookie',
    'Host',
    'Content-Length',
    'Transfer-Encoding',
    'Connection',
    'X-HTTP-Method-Override',
    'X-Forwarded-Host',
    'Upgrade',
  ])('leave out the reserved header %s', (name) => {
    expect(get([query({ in: 'header', name, required: true })]).parameters).toEqual([]);
  });

  it.each([
    [{}, { style: 'form', explode: true, json: false }],
    [{ explode: false }, { style: 'form', explode: false }],
    [{ style: 'deepObject' }, { style: 'deepObject', explode: false }],
    [{ style: 'pipeDelimited' }, { style: 'pipeDelimited', explode: false }],
    [{ style: 'matrix' }, { style: 'form', explode: true }],
    [{ in: 'header' }, { style: 'simple', explode: false }],
    [
      { schema: undefined, content: { 'application/json': { schema: { type: 'object' } } } },
      { json: true, schema: { type: 'object' } },
    ],
    [{ schema: undefined }, { schema: {} }],
  ])('with %j are read as %j', (more, expected) => {
    expect(get([query(more)]).parameters[0]).toMatchObject(expected);
  });
});

describe('the request body that readOperation reads', () => {
  const JSON_BODY = { contentType: 'application/json', encoding: 'json' };
  const FORM = 'application/x-www-form-urlencoded';
  it.each<[string[], object]>([
    [['application/json'], JSON_BODY],
    [['application/xml', 'application/json'], JSON_BODY],
    [['multipart/form-data', 'application/json'], JSON_BODY],
    [[FORM, 'application/json'], JSON_BODY],
    [['*/*'], JSON_BODY],
    [['application/*'], JSON_BODY],
    [['application/json; charset=utf-8'], { contentType: 'application/json; charset=utf-8' }],
    [['application/vnd.api+json'], { contentType: 'application/vnd.api+json', encoding: 'json' }],
    [[FORM], { contentType: FORM, encoding: 'form' }],
    [['multipart/form-data', FORM], { contentType: FORM, encoding: 'form' }],
    [['multipart/form-data'], { contentType: 'multipart/form-data', encoding: 'multipart' }],
    [['application/xml', 'image/png'], { contentType: 'application/xml', encoding: 'text' }],
    [['text/*'], { contentType: 'text/plain', encoding: 'text' }],
    [['image/png'], { contentType: 'image/png', encoding: 'binary' }],
    [['image/*'], { contentType: 'application/octet-stream', encoding: 'binary' }],
  ])('is chosen from %j', (contentTypes, expected) => {
    const content = Object.fromEntries(contentTypes.map((type) => [type, { schema: string }]));
    const { body } = post({ content, required: true });
    expect(body).toMatchObject({ ...expected, required: true, schema: string });
  });

  it.each([
    ['no content', { required: true }],
    ['empty content', { required: true, content: {} }],
    ['a reference that leads nowhere', { $ref: '#/components/requestBodies/Gone' }],
  ])('is missing for %s', (_what, requestBody) => {
    expect(post(requestBody).body).toBeUndefined();
  });
});

describe('readOperation refuses', () => {
  it.each([
    '/teams/../admin',
    '/..',
    '/./teams',
    '/teams/..',
    '/teams/%2e%2E/admin',
    '/teams%2F..%5Cadmin',
    '//evil.example/teams',
    '/teams//projects',
    '/teams?access_token=1',
    '/teams\\..\\admin',
    '/teams /x',
    '/teams\r\nHost: evil',
    '/teams/{id',
    '/teams/{}',
    '/teams/id}',
  ])('the path %j', (path) => {
    expect(() => read({ [path]: { get: {} } })).toThrow(/its (path|query)/);
  });

  it.each([
    ['a required cookie', { parameters: [query({ in: 'cookie', required: true })] }, /cookie q/],
    ['what is no header name', { parameters: [query({ in: 'header', name: 'X A:\n' })] }, /header/],
  ])('the operation with %s', (_what, operation, message) => {
    expect(() => read({ '/teams': { post: operation } })).toThrow(message);
  });
});

describe('compileTools', () => {
  const good = { '/teams': { get: { operationId: 'listTeams' } } };
  const bad = { '/a/../b': { get: { operationId: 'getB' } } };

  it.each<[string, object, string]>([
    ['a path that leads elsewhere', bad, 'GET /a/../b is left out: its path could lead outside'],
    [
      'a required cookie',
      { '/c': { put: { parameters: [query({ in: 'cookie', required: true })] } } },
      'PUT /c is left out: it needs the cookie q',
    ],
    [
      'what x-mcp hides',
      { '/h': { get: { 'x-mcp': false } } },
      'GET /h is left out: x-mcp hides it',
    ],
  ])('leaves out %s, with a warning, and nothing else', (_what, paths, warning) => {
    const { tools, warnings } = compileTools({ openapi: '3.1.0', paths: { ...paths, ...good } });
    expect(tools.map((tool) => tool.name)).toEqual(['list_teams']);
    expect(warnings).toEqual([expect.stringContaining(warning)]);
  });

  it('throws a DocumentError for a document that yields no tool', () => {
    expect(() => compileTools({ openapi: '3.1.0', paths: bad })).toThrow(DocumentError);
    expect(() => compileTools({ openapi: '3.1.0', paths: {} })).toThrow(/no operation/);
  });

  it('names the operation in the warning about a pattern', () => {
    const parameters = [query({ schema: { type: 'string', pattern: '[' } })];
    const { tools, warnings } = compileTools({
      openapi: '3.1.0',
      paths: { '/teams': { get: { parameters } } },
    });
    expect(tools).toHaveLength(1);
    expect(warnings).toEqual([expect.stringMatching(/^GET \/teams: the pattern \[ /)]);
  });
});
