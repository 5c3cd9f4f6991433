import { describe, expect, it } from '@jest/globals';
import { load } from 'js-yaml';
import { nastyDocument } from '../../test/nasty-document.js';
import { problemsOfTools, type ListedTool } from '../../test/tool-rules.js';
import { ArgumentError } from './request/argument-error.js';
import { checkArguments } from './request/arguments.js';
import { buildRequest } from './request/build-request.js';
import { compileTools } from './compile.js';
import type { OpenApiDocument } from './document/document.js';
import { METHODS } from './document/method.js';
import type { JsonSchema } from './schema/schema-keywords.js';

const document = nastyDocument();
const { tools, warnings } = compileTools(document);

/** Arguments that a model would send, going by nothing but the schema it is shown. */
function sample(schema: JsonSchema): unknown {
  if (schema.enum) return schema.enum[0];
  if (schema.anyOf) return sample(schema.anyOf[0]!);
  const entries = Object.entries(schema.properties ?? {});
  const values: Record<string, unknown> = {
    object: Object.fromEntries(entries.map(([name, inner]) => [name, sample(inner)])),
    array: [schema.items && sample(schema.items)],
    integer: 7,
    number: 7.5,
    boolean: true,
  };
  return values[schema.type as string] ?? 'aGVsbG8=';
}

describe('a document of a thousand odd operations', () => {
  it('gets a tool or one warning for every operation', () => {
    const operations = Object.entries(document.paths).flatMap(([path, item]) =>
      METHODS.filter((method) => method in (item as object)).map((method) => `${method} ${path}`),
    );
    const made = tools.map(({ method, path }) => `${method} ${path}`);
    const leftOut = warnings
      .filter((warning) => warning.includes(' is left out: '))
      .map((warning) =>
        warning.split(' is left out: ')[0]!.replace(/^[A-Z]+/, (method) => method.toLowerCase()),
      );
    expect(operations.length).toBeGreaterThan(1_000);
    expect([...made, ...leftOut].toSorted()).toEqual(operations.toSorted());
    expect(leftOut).toEqual([]);
  });

  it('makes tools that every model provider accepts', () => {
    const listed = JSON.parse(JSON.stringify(tools)) as ListedTool[];
    expect(problemsOfTools(listed)).toEqual([]);
  });

  it('makes tools that can be called with what their schema says', () => {
    const failures = tools.flatMap((tool) => {
      try {
        const { path } = buildRequest(tool, checkArguments(tool, sample(tool.inputSchema)));
        return /[{}\s]/.test(path) ? [`${tool.name}: ${path}`] : [];
      } catch (error) {
        return error instanceof ArgumentError ? [] : [`${tool.name}: ${String(error)}`];
      }
    });
    expect(failures).toEqual([]);
  });

  it('gets one warning for each dangling reference', () => {
    const dangling = warnings.filter((warning) => warning.includes('is referred to'));
    expect(new Set(dangling).size).toBe(dangling.length);
  });

  it('compiles to the same tools every time', () => {
    expect(compileTools(nastyDocument()).tools.map(({ name }) => name)).toEqual(
      tools.map(({ name }) => name),
    );
  });
});

describe('a YAML alias', () => {
  const bomb = Array.from({ length: 12 }, (_, level) => {
    const inner =
      level === 0
        ? 'type: string'
        : `type: object, properties: {${['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name) => `${name}: *l${level - 1}`).join()}}`;
    return `l${level}: &l${level} {${inner}}`;
  });
  it.each<[string, string]>([
    ['unfolds without end', '*l11'],
    [
      'leads back to itself',
      '&m { type: object, properties: { self: *m, list: { type: array, items: *m } } }',
    ],
    [
      'stands in an enumeration',
      '{ type: object, properties: { a: { enum: [*l11] }, b: { default: *l11 } } }',
    ],
    [
      'stands in place of a text',
      '{ type: object, description: *l11, required: *l11, properties: { a: { pattern: *l11 } } }',
    ],
  ])('compiles although it %s', (_what, schema) => {
    const media = `content: { application/json: { schema: ${schema} } }`;
    const text = [
      'openapi: 3.1.0',
      ...bomb,
      'paths:',
      `  /things: { post: { requestBody: { ${media} }, responses: { 200: { ${media.replaceAll('&m', '&n').replaceAll('*m', '*n')} } } } }`,
      '  /good: { get: {} }',
    ];
    const compiled = compileTools(load(text.join('\n')) as OpenApiDocument);
    expect(compiled.tools).toHaveLength(2);
    expect(problemsOfTools(JSON.parse(JSON.stringify(compiled.tools)) as ListedTool[])).toEqual([]);
  });
});
