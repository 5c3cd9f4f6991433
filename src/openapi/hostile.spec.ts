import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { ArgumentError } from './request/argument-error.js';
import { checkArguments } from './request/arguments.js';
import { buildRequest } from './request/build-request.js';
import { compileTools } from './compile.js';
import {
  DocumentError,
  documentTitle,
  parseDocument,
  type OpenApiDocument,
} from './document/document.js';
import { fingerprintDocument } from './document/fingerprint.js';

/** What a document's author would put into every text. */
const EVIL = 'a\0b\x1b[31mc\u202ed\u2066e\u200bf\ng\rh\x85i\u2028j\x9bk\u{e0041}l\ud800';
const UNSEEN = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
const GOOD = { '/good': { get: {} } };

const documentOf = (paths: object, rest: object = {}) =>
  ({ openapi: '3.1.0', paths: { ...paths, ...GOOD }, ...rest }) as OpenApiDocument;
const compile = (paths: object, rest?: object) => compileTools(documentOf(paths, rest));
const post = (schema: unknown) => ({
  post: { requestBody: { content: { 'application/json': { schema } } } },
});
const yaml = (...lines: string[]) => ['openapi: 3.1.0', ...lines, 'paths: {}'].join('\n');
/** Every level eight times the one below. */
const laughs = (first: string) => [
  `l0: &l0 ${first}`,
  ...Array.from({ length: 12 }, (_, level) => {
    return `l${level + 1}: &l${level + 1} [${Array<string>(8).fill(`*l${level}`).join()}]`;
  }),
];

describe('a document is refused that would be too much in full', () => {
  it.each<[what: string, text: string, reason: RegExp]>([
    ['a billion laughs', yaml(...laughs('ha')), /aliases make far too much of it/],
    [
      'one long text over and over',
      yaml(`l: &l ${'x'.repeat(1_000_000)}`, `m: [${Array<string>(100).fill('*l').join()}]`),
      /aliases make far too much of it/,
    ],
    ['an alias to itself', yaml('m: &m { m: *m }'), /leads back to itself/],
    ['an alias to what it stands in', yaml('m: &m [{ a: [*m] }]'), /leads back to itself/],
    [
      'merge keys',
      yaml(
        'm0: &m0 { a: &a {}, b: *a }',
        ...Array.from(
          { length: 40 },
          (_, at) => `m${at + 1}: &m${at + 1} { a: *m${at}, b: *m${at} }`,
        ),
      ),
      /aliases make far too much of it/,
    ],
    [
      'lists in lists in JSON',
      `{"openapi":"3.1.0","x":${'['.repeat(100_000)}${']'.repeat(100_000)},"paths":{}}`,
      /more than 100 levels deep/,
    ],
    [
      'objects in objects in JSON',
      `{"openapi":"3.1.0","paths":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`,
      /more than 100 levels deep/,
    ],
    ['lists in lists in YAML', yaml(`x: ${'['.repeat(100_000)}`), /maxDepth/],
  ])('%s', (_what, text, reason) => {
    expect(() => parseDocument(text)).toThrow(DocumentError);
    expect(() => parseDocument(text)).toThrow(reason);
  });

  it('but not for aliases that save some writing', () => {
    const text = `openapi: 3.1.0\np: &p [{ name: page, in: query }]\npaths: { /a: { get: { parameters: *p } }, /b: { get: { parameters: *p } } }`;
    expect(compileTools(parseDocument(text)).tools).toHaveLength(2);
  });

  it.each([{ toString: 1 }, [[]], 'x'.repeat(100_000), EVIL])(
    'whose version is no version, in one short line',
    (version) => {
      const parse = () => parseDocument(JSON.stringify({ openapi: version, paths: {} }));
      expect(parse).toThrow(/^it is OpenAPI .{1,220} and only 3\.x and 2\.0 are understood$/);
    },
  );
});

describe('references in a circle', () => {
  const circle = (...names: string[]) =>
    Object.fromEntries(
      names.map((name, at) => [
        name,
        { $ref: `#/paths/~1${names[(at + 1) % names.length]!.slice(1)}` },
      ]),
    );
  const refersTo = (name: string) => ({ $ref: `#/components/schemas/${name}` });

  it('of path items are left out, each in a line', () => {
    const { tools, warnings } = compile(circle('/a', '/b'));
    expect(tools).toHaveLength(1);
    expect(warnings).toHaveLength(2);
  });

  it.each<[what: string, schema: object]>([
    ['to itself', refersTo('Self')],
    ['through allOf', refersTo('All')],
    ['through anyOf and items', refersTo('Any')],
    ['through additionalProperties', refersTo('Map')],
    ['to the whole document', { $ref: '#' }],
    ['to where it stands', { $ref: '#/paths/~1x/post/requestBody' }],
  ])('%s end', (_what, schema) => {
    const schemas = {
      Self: refersTo('Self'),
      All: { allOf: [refersTo('All'), { allOf: [refersTo('Self'), refersTo('All')] }] },
      Any: { anyOf: [{ type: 'array', items: refersTo('Any') }, refersTo('Any')] },
      Map: { type: 'object', additionalProperties: refersTo('Map') },
    };
    const { tools } = compile({ '/x': post(schema) }, { components: { schemas } });
    expect(tools.map(({ path }) => path)).toEqual(['/x', '/good']);
    expect(JSON.stringify(tools).length).toBeLessThan(20_000);
  });

  it.each(['parameters', 'requestBodies', 'responses'])('of %s end', (kind) => {
    const ref = { $ref: `#/components/${kind}/Self` };
    const operation = { parameters: [ref], requestBody: ref, responses: { 200: ref } };
    const { tools } = compile(
      { '/x': { get: operation } },
      { components: { [kind]: { Self: ref } } },
    );
    expect(tools).toHaveLength(2);
  });
});

describe('names that JavaScript has itself', () => {
  const NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf'];
  const object = (value: unknown) => Object.fromEntries(NAMES.map((name) => [name, value]));
  // JSON.parse alone makes a property __proto__.
  const schemas = JSON.parse(JSON.stringify(object({ type: 'object', properties: { own: {} } })));
  const properties = object({ type: 'string', enum: NAMES });

  it.each(NAMES)('%s is a name like any other', (name) => {
    const before = Object.getOwnPropertyNames(Object.prototype);
    const operation = {
      operationId: name,
      tags: [name],
      parameters: NAMES.map((own) => ({ name: own, in: 'query', schema: { enum: [name] } })),
      'x-mcp': object(name),
      responses: object({ $ref: `#/components/schemas/${name}` }),
    };
    const { tools } = compile(
      {
        [name]: { get: operation },
        [`/${name}`]: { get: operation, ...post({ properties, required: NAMES }) },
        [`/{${name}}`]: { put: post({ $ref: `#/components/schemas/${name}` }).post },
      },
      { components: { schemas }, tags: [{ name, description: 'Words that are worth telling.' }] },
    );
    expect(tools.map(({ path }) => path)).toEqual([`/${name}`, `/${name}`, `/{${name}}`, '/good']);
    const args = Object.fromEntries(
      Object.keys(tools[0]!.inputSchema.properties!).map((own) => [own, name]),
    );
    const { path } = buildRequest(tools[0]!, checkArguments(tools[0]!, args));
    const asked = new URL(path, 'http://host').searchParams;
    expect([...asked]).toEqual(NAMES.map((own) => [own, name]));
    const put = tools[2]!;
    expect(put.destinations.has('own')).toBe(true);
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
  });

  it.each(NAMES)('%s is no argument of a tool that has none', (name) => {
    const args: unknown = JSON.parse(`{"${name}":{"polluted":1}}`);
    expect(() => checkArguments(compile({}).tools[0]!, args)).toThrow(ArgumentError);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});

describe('what cannot be seen', () => {
  const operation = {
    operationId: EVIL,
    summary: EVIL,
    description: `${EVIL} &#27;[2J &#x202e; &#8294;`,
    parameters: [{ name: EVIL, in: 'query', description: EVIL, schema: { pattern: `${EVIL}(` } }],
    ...post({ properties: { [EVIL]: { description: EVIL }, kind: { description: EVIL } } }).post,
  };
  const { tools, warnings } = compile(
    {
      '/a': { post: operation },
      '/b': { get: { 'x-mcp': { name: EVIL, title: EVIL, description: EVIL } } },
      '/c': { get: { tags: [EVIL] } },
      [`/${EVIL}`]: { get: {} },
      [EVIL]: {},
      '/d': { get: { parameters: [{ name: EVIL, in: 'header' }] } },
      '/e': post({ $ref: `#/${EVIL}` }),
    },
    { tags: [{ name: EVIL, description: `${EVIL} says more of it than that.` }] },
  );

  it('is in no name, title, description or argument of a tool', () => {
    expect(tools).toHaveLength(5);
    for (const { name, title, description, inputSchema, annotations } of tools) {
      expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
      for (const text of [title, description, annotations.title]) expect(text).not.toMatch(UNSEEN);
      for (const [argument, schema] of Object.entries(inputSchema.properties!)) {
        expect(argument).toMatch(/^[\w.-]+$/);
        expect(String(schema.description)).not.toMatch(UNSEEN);
      }
    }
  });

  it('is in no line of the log, and no line is without end', () => {
    expect(warnings.length).toBeGreaterThan(4);
    for (const warning of warnings) expect(warning).not.toMatch(UNSEEN);
    const { warnings: long } = compile({ [`/${'x'.repeat(1_000_000)}{`]: { get: {} } });
    expect(long[0]!.length).toBeLessThanOrEqual(1_000);
    expect(documentTitle(documentOf({}, { info: { title: EVIL } }))).not.toMatch(UNSEEN);
    expect(() => parseDocument(`{"a\x1b[2J`)).toThrow(/^[^\p{Cc}]*$/u);
  });
});

describe('a path that leads elsewhere is left out, in a line that names it', () => {
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
  ])('%j', (path) => {
    const { tools, warnings } = compile({ [path]: { get: {} } });
    expect(tools.map((tool) => tool.path)).toEqual(['/good']);
    expect(warnings).toEqual([
      expect.stringMatching(/is left out: (it is no path|its (path|query))/),
    ]);
  });
});

it('a parameter never says who asks, nor how the request is sent', () => {
  const places: [place: string, name: string][] = [
    ...['Authorization', 'HOST', 'cookie', 'Content-Length', 'Transfer-Encoding'].map(
      (name): [string, string] => ['header', name],
    ),
    ['query', 'access_token'],
    ['query', 'bearer_token'],
    ['cookie', 'session'],
  ];
  const parameters = places.map(([place, name]) => ({ name, in: place, schema: {} }));
  const [tool] = compile({ '/a': { get: { parameters } } }).tools;
  expect(tool!.inputSchema.properties).toEqual({});
});

it.each<[what: string, contentType: string, schema: object, args: object]>([
  ['a form', 'application/x-www-form-urlencoded', {}, { body: { _method: 'delete' } }],
  ['a form in brackets', 'application/x-www-form-urlencoded', {}, { body: { '[_method]': 'x' } }],
  ['a form as text', 'application/x-www-form-urlencoded', {}, { body: 'a=1&%5Fmethod=delete' }],
  ['a multipart form', 'multipart/form-data', {}, { body: { _method: 'delete' } }],
])('%s never changes the method', (_what, contentType, schema, args) => {
  const requestBody = { content: { [contentType]: { schema } } };
  const [tool] = compile({ '/a': { post: { requestBody } } }).tools;
  expect(() => buildRequest(tool!, { ...args })).toThrow(/"_method" cannot be given/);
});

it('one broken operation among ten thousand loses only itself', () => {
  const operations = Array.from({ length: 10_000 }, (_, at) => [
    `/things${at}/{id}`,
    { get: { operationId: `getThing${at}` }, ...(at === 5_000 && { put: 'broken' }) },
  ]);
  const { tools, warnings } = compile(Object.fromEntries(operations) as object);
  expect(tools).toHaveLength(10_001);
  expect(warnings).toEqual(['PUT /things5000/{id} is left out: nothing is said of it']);
});

it.each<[what: string, schema: object, value: unknown]>([
  ['a pattern', { type: 'string', pattern: '^(a+)+$' }, `${'a'.repeat(100_000)}!`],
  [
    'a list of records that are to differ',
    { type: 'array', uniqueItems: true, items: { type: 'object' } },
    Array.from({ length: 100_000 }, (_, at) => ({ at })),
  ],
])('%s does not hold the process up', (_what, schema, value) => {
  const parameters = [{ name: 'q', in: 'query', schema }];
  const [tool] = compile({ '/a': { get: { parameters } } }).tools;
  expect(checkArguments(tool!, { q: value })).toEqual({ q: value });
});

/** The words of OpenAPI in any order, so that garbage gets deep into the compiler. */
const WORDS =
  'openapi swagger paths /a /a/{id} get post parameters requestBody responses 200 content application/json schema type object array string properties items allOf anyOf oneOf $ref required name in query path header formData body collectionFormat style explode enum default description summary tags operationId components schemas info title consumes produces x-mcp pattern format nullable const example __proto__ constructor toString length'.split(
    ' ',
  );
const word = fc.oneof(fc.constantFrom(...WORDS), fc.string({ maxLength: 5 }));
const { garbage } = fc.letrec<{ garbage: unknown }>((tie) => ({
  garbage: fc.oneof(
    { maxDepth: 8, depthSize: 'large' },
    fc.oneof(word, fc.integer(), fc.boolean(), fc.constant(null), fc.constant('#/paths')),
    fc.array(tie('garbage'), { maxLength: 3 }),
    fc.dictionary(word, tie('garbage'), { maxKeys: 5 }),
  ),
}));
const parameter = fc.record({
  name: garbage,
  in: garbage,
  schema: garbage,
  collectionFormat: garbage,
});
const operation = fc.record(
  {
    operationId: garbage,
    summary: garbage,
    tags: garbage,
    parameters: fc.oneof(garbage, fc.array(fc.oneof(parameter, garbage), { maxLength: 3 })),
    requestBody: fc.oneof(
      garbage,
      fc.record({ content: fc.dictionary(word, fc.record({ schema: garbage })) }),
    ),
    responses: garbage,
    'x-mcp': garbage,
  },
  { requiredKeys: [] },
);
const garbageDocument = fc.record(
  {
    openapi: fc.oneof(fc.constantFrom('3.0.0', '3.1.0'), garbage),
    swagger: fc.oneof(fc.constant('2.0'), garbage),
    paths: fc.oneof(
      garbage,
      fc.dictionary(
        fc.oneof(word, fc.constantFrom('/a', '/a/{id}', '/b')),
        fc.oneof(garbage, fc.record({ get: operation, post: operation, parameters: garbage })),
      ),
    ),
    info: garbage,
    tags: garbage,
    components: garbage,
    consumes: garbage,
  },
  { requiredKeys: ['paths'] },
);

it('garbage is compiled, or refused with a reason', () => {
  fc.assert(
    fc.property(garbageDocument, (garbage) => {
      let tools;
      try {
        const document = parseDocument(JSON.stringify(garbage));
        fingerprintDocument(document);
        documentTitle(document);
        ({ tools } = compileTools(document));
      } catch (error) {
        expect(error).toBeInstanceOf(DocumentError);
        return;
      }
      for (const tool of tools) {
        try {
          checkArguments(tool, {});
        } catch (error) {
          expect(error).toBeInstanceOf(ArgumentError);
        }
      }
    }),
    { numRuns: 3_000 },
  );
});
