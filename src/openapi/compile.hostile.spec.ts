import { describe, expect, it } from '@jest/globals';
import { compileTools } from './compile.js';
import { documentTitle, parseDocument, type OpenApiDocument } from './document/document.js';
import { ArgumentError } from './request/argument-error.js';
import { checkArguments } from './request/arguments.js';
import { buildRequest } from './request/build-request.js';

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

describe('a circular reference', () => {
  const circle = (...names: string[]) =>
    Object.fromEntries(
      names.map((name, at) => [
        name,
        { $ref: `#/paths/~1${names[(at + 1) % names.length]!.slice(1)}` },
      ]),
    );
  const refersTo = (name: string) => ({ $ref: `#/components/schemas/${name}` });

  it('between path items leaves them out, each with one warning', () => {
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
  ])('%s is cut', (_what, schema) => {
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

  it.each(['parameters', 'requestBodies', 'responses'])('among %s ends', (kind) => {
    const ref = { $ref: `#/components/${kind}/Self` };
    const operation = { parameters: [ref], requestBody: ref, responses: { 200: ref } };
    const { tools } = compile(
      { '/x': { get: operation } },
      { components: { [kind]: { Self: ref } } },
    );
    expect(tools).toHaveLength(2);
  });
});

describe('a name of a built-in property of JavaScript objects', () => {
  const NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf'];
  const object = (value: unknown) => Object.fromEntries(NAMES.map((name) => [name, value]));
  // JSON.parse alone makes a property __proto__.
  const schemas = JSON.parse(JSON.stringify(object({ type: 'object', properties: { own: {} } })));
  const properties = object({ type: 'string', enum: NAMES });

  it.each(NAMES)('%s is a path, a tag and an argument like any other', (name) => {
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

  it.each(NAMES)('%s is refused as an argument of a tool that has none', (name) => {
    const args: unknown = JSON.parse(`{"${name}":{"polluted":1}}`);
    expect(() => checkArguments(compile({}).tools[0]!, args)).toThrow(ArgumentError);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});

describe('an unseen character in a document', () => {
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

  it('is in no warning, and no warning exceeds 1000 characters', () => {
    expect(warnings.length).toBeGreaterThan(4);
    for (const warning of warnings) expect(warning).not.toMatch(UNSEEN);
    const { warnings: long } = compile({ [`/${'x'.repeat(1_000_000)}{`]: { get: {} } });
    expect(long[0]!.length).toBeLessThanOrEqual(1_000);
    expect(documentTitle(documentOf({}, { info: { title: EVIL } }))).not.toMatch(UNSEEN);
    expect(() => parseDocument(`{"a\x1b[2J`)).toThrow(/^[^\p{Cc}]*$/u);
  });
});

it('one broken operation among ten thousand is left out alone', () => {
  const operations = Array.from({ length: 10_000 }, (_, at) => [
    `/things${at}/{id}`,
    { get: { operationId: `getThing${at}` }, ...(at === 5_000 && { put: 'broken' }) },
  ]);
  const { tools, warnings } = compile(Object.fromEntries(operations) as object);
  expect(tools).toHaveLength(10_001);
  expect(warnings).toEqual(['PUT /things5000/{id} is left out: nothing is said of it']);
});
