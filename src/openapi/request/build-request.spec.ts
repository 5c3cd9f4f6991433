import { describe, expect, it } from '@jest/globals';
import { ArgumentError } from './argument-error.js';
import { buildRequest, type ApiRequest } from './build-request.js';
import { compileTools } from '../compile.js';

/** The request of the only operation with these arguments. */
function request(
  method: string,
  path: string,
  args: Record<string, unknown>,
  operation: object = {},
): ApiRequest {
  const document = {
    openapi: '3.1.0',
    paths: { [path]: { [method]: { operationId: 'x', ...operation } } },
  };
  return buildRequest(compileTools(document).tools[0]!, args);
}
const content = (schema: object, type = 'application/json') => ({
  requestBody: { content: { [type]: { schema } } },
});
const object = (properties: object) => ({ type: 'object', properties });
const string = { type: 'string' };
const PROJECT = object({ project: object({ name: string, tags: { type: 'array' }, id: string }) });
const FORM = 'application/x-www-form-urlencoded';

describe('the path and the query of a request', () => {
  const parameters = [
    { name: 'filter', in: 'query', style: 'deepObject', schema: { type: 'object' } },
    { name: 'ids[]', in: 'query', schema: { type: 'array', items: { type: 'integer' } } },
    { name: 'after', in: 'query', schema: { type: 'integer' } },
    { name: 'X-Trace', in: 'header', schema: string },
    { name: '__proto__', in: 'header', schema: string },
  ];
  it.each<[string, Record<string, unknown>, string]>([
    ['/teams', {}, '/teams'],
    ['/teams/{id}', { id: '1' }, '/teams/1'],
    ['/teams/{id}', { id: 'a b/c?d=$&' }, '/teams/a%20b%2Fc%3Fd%3D%24%26'],
    ['/teams/{id}', { id: '{id}' }, '/teams/%7Bid%7D'],
    ['/a/{x}/b/{y}.{x}', { x: '{y}', y: 2 }, '/a/%7By%7D/b/2.%7By%7D'],
    ['/teams', { after: 20 }, '/teams?after=20'],
    ['/teams', { after: 0 }, '/teams?after=0'],
    ['/teams', { after: null }, '/teams'],
    ['/teams', { ids: [1, 2] }, '/teams?ids%5B%5D=1&ids%5B%5D=2'],
    ['/teams', { filter: { name: 'é&a=b' } }, '/teams?filter%5Bname%5D=%C3%A9%26a%3Db'],
    ['/teams', { filter: { 'n]=1&x': 'v' } }, '/teams?filter%5Bn%5D%3D1%26x%5D=v'],
    ['/teams', { after: 1, ids: [2] }, '/teams?ids%5B%5D=2&after=1'],
    ['/teams', { unknown: 1, 'ids[]': [1] }, '/teams'],
  ])('of %s with %j are %s', (path, args, expected) => {
    const sent = request('get', path, args, { parameters });
    expect(sent).toEqual({ method: 'GET', path: expected, headers: {} });
  });

  it.each<[Record<string, unknown>, RegExp]>([
    [{}, /"id" is missing/],
    [{ id: '' }, /"id" is missing/],
    [{ id: null }, /"id" is missing/],
    [{ id: '..' }, /"id" must be an id, not a path/],
    [{ id: 'a/../b' }, /"id" must be an id, not a path/],
    [{ id: '1', 'X-Trace': 'a\r\nHost: evil' }, /"X-Trace" goes into a header/],
    [JSON.parse('{"__proto__":{"id":"1"}}') as Record<string, unknown>, /"id" is missing/],
    [Object.create({ id: '1' }) as Record<string, unknown>, /"id" is missing/],
  ])('refuse the arguments %j', (args, message) => {
    const send = () => request('delete', '/teams/{id}', args, { parameters });
    expect(send).toThrow(ArgumentError);
    expect(send).toThrow(message);
  });

  it('come with header names in lower case', () => {
    const { headers } = request('get', '/teams', { 'X-Trace': 'abc' }, { parameters });
    expect(headers).toEqual({ 'x-trace': 'abc' });
  });
});

describe('the body of a request', () => {
  it.each<[string, object, Record<string, unknown>, string, string]>([
    [
      'the wrapper put back',
      content(PROJECT),
      { name: 'A', id: '7' },
      'application/json',
      '{"project":{"name":"A","id":"7"}}',
    ],
    [
      'null and an empty list',
      content(PROJECT),
      { name: null, tags: [] },
      'application/json',
      '{"project":{"name":null,"tags":[]}}',
    ],
    [
      'a bare body',
      content(object({ a: string, b: string })),
      { b: 'B' },
      'application/json',
      '{"b":"B"}',
    ],
    [
      'names as the document has them',
      content(object({ 'a[b]': string, c: string })),
      { a_b: 'x' },
      'application/json',
      '{"a[b]":"x"}',
    ],
    [
      'a whole body',
      content({ type: 'array' }),
      { body: [1, { a: 2 }] },
      'application/json',
      '[1,{"a":2}]',
    ],
    ['a whole body that is false', content({}), { body: false }, 'application/json', 'false'],
    [
      'another JSON',
      content({}, 'application/vnd.api+json'),
      { body: {} },
      'application/vnd.api+json',
      '{}',
    ],
    [
      'a form',
      content(PROJECT, FORM),
      { name: 'é&b', tags: [1, 2] },
      FORM,
      'project%5Bname%5D=%C3%A9%26b&project%5Btags%5D%5B%5D=1&project%5Btags%5D%5B%5D=2',
    ],
    [
      'a form without a wrapper',
      content(object({ a: string, b: string }), FORM),
      { a: 'x y' },
      FORM,
      'a=x%20y',
    ],
    [
      'a required body of no fields',
      {
        requestBody: {
          required: true,
          content: { 'application/json': { schema: object({ a: string }) } },
        },
      },
      {},
      'application/json',
      '{}',
    ],
  ])('is %s', (_what, operation, args, contentType, body) => {
    expect(request('post', '/projects', args, operation)).toEqual({
      method: 'POST',
      path: '/projects',
      headers: { 'content-type': contentType },
      body,
    });
  });

  it.each([
    ['an operation without one', {}],
    ['an optional one of no fields', content(object({ a: string, b: string }))],
    ['an optional whole one', content({ type: 'object' })],
  ])('is missing for %s', (_what, operation) => {
    expect(request('post', '/projects', {}, operation)).toEqual({
      method: 'POST',
      path: '/projects',
      headers: {},
    });
  });

  it('keeps its id apart from the id in the path', () => {
    const sent = request('put', '/projects/{id}', { id: 1, body_id: '2' }, content(PROJECT));
    expect(sent).toMatchObject({ path: '/projects/1', body: '{"project":{"id":"2"}}' });
  });

  it('is refused as an empty wrapper, naming its fields', () => {
    const send = () => request('put', '/projects/{id}', { id: 1 }, content(PROJECT));
    expect(send).toThrow(ArgumentError);
    expect(send).toThrow('x was not called: give at least one of name, tags, body_id.');
  });
});

describe('a file in a request', () => {
  const PNG = 'iVBORw0KGgo=';
  const file = { type: 'string', format: 'binary' };
  const UPLOAD = content(
    object({
      photo: file,
      pages: { type: 'array', items: file },
      title: string,
      sizes: { type: 'array' },
    }),
    'multipart/form-data',
  );
  /** The parts of a multipart body: their head without the constant, and their content. */
  const parts = ({ headers, body }: ApiRequest) => {
    const [, boundary] = /^multipart\/form-data; boundary=(.+)$/.exec(headers['content-type']!)!;
    const text = (body as Buffer).toString('latin1');
    expect(text.endsWith(`--${boundary}--\r\n`)).toBe(true);
    return text
      .split(`--${boundary}\r\n`)
      .slice(1)
      .map((part) => part.replace(`--${boundary}--\r\n`, ''))
      .map((part) => part.replace('Content-Disposition: form-data; ', '').split('\r\n'));
  };
  const BYTES = Buffer.from(PNG, 'base64').toString('latin1');

  it.each<[string, Record<string, unknown>, string[][]]>([
    [
      'base64',
      { photo: PNG },
      [
        [
          'name="photo"; filename="file.bin"',
          'Content-Type: application/octet-stream',
          '',
          ...BYTES.split('\r\n'),
          '',
        ],
      ],
    ],
    [
      'a data URL with a name',
      { photo: 'data:text/plain;name=a%22b.txt;base64,aGVsbG8=' },
      [['name="photo"; filename="a%22b.txt"', 'Content-Type: text/plain', '', 'hello', '']],
    ],
    [
      'a data URL of plain text',
      { photo: 'data:image/svg+xml,%3Csvg/%3E' },
      [['name="photo"; filename="file.svg"', 'Content-Type: image/svg+xml', '', '<svg/>', '']],
    ],
    [
      'several, and texts before them',
      { pages: ['aGVsbG8=', 'data:text/plain,2'], title: 'é&"\n', sizes: [1, 2] },
      [
        ['name="title"', '', Buffer.from('é&"\n').toString('latin1'), ''],
        ['name="sizes[]"', '', '1', ''],
        ['name="sizes[]"', '', '2', ''],
        [
          'name="pages[]"; filename="file.bin"',
          'Content-Type: application/octet-stream',
          '',
          'hello',
          '',
        ],
        ['name="pages[]"; filename="file.txt"', 'Content-Type: text/plain', '', '2', ''],
      ],
    ],
    [
      'none where it is to be cleared',
      { photo: null, title: 'x' },
      [['name="title"', '', 'x', '']],
    ],
  ])('travels in parts: %s', (_what, args, expected) => {
    expect(parts(request('post', '/photos', args, UPLOAD))).toEqual(expected);
  });

  it('stands in the wrapper like every other field', () => {
    const wrapped = content(
      object({ photo: object({ file, title: string }) }),
      'multipart/form-data',
    );
    const sent = parts(request('post', '/photos', { file: 'aGVsbG8=', title: 'x' }, wrapped));
    expect(sent.map(([head]) => head)).toEqual([
      'name="photo[title]"',
      'name="photo[file]"; filename="file.bin"',
    ]);
  });

  it.each<[string, string, unknown, string, string]>([
    ['a binary body', 'image/png', PNG, 'image/png', BYTES],
    [
      'the type that a data URL names',
      'image/*',
      `data:image/png;base64,${PNG}`,
      'image/png',
      BYTES,
    ],
    ['a text', 'text/csv', 'a,b\n1,2', 'text/csv', 'a,b\n1,2'],
  ])('is the whole body: %s', (_what, type, body, contentType, expected) => {
    const sent = request('post', '/photos', { body }, content(file, type));
    expect(sent.headers).toEqual({ 'content-type': contentType });
    expect(Buffer.from(sent.body as string | Buffer).toString('latin1')).toBe(expected);
  });

  it.each<[string, unknown, RegExp]>([
    [
      'what is no base64',
      'C:\\photo.png',
      /"photo" must be the file's content as base64, or as a data/,
    ],
    ['half a base64', 'aGVsb', /must be the file's content/],
    ['nothing', '', /must be the file's content/],
    ['a broken data URL', 'data:image/png,%E0%A4%A', /must be the file's content/],
    ['too large a file', 'A'.repeat(1_000_000), /"photo" is 733 KB, and .* 700 KB at most/],
  ])('is refused: %s', (_what, photo, message) => {
    const send = () => request('post', '/photos', { photo }, UPLOAD);
    expect(send).toThrow(ArgumentError);
    expect(send).toThrow(message);
  });
});
