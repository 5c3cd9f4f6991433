import { describe, expect, it } from '@jest/globals';
import { load } from 'js-yaml';
import { documentTitle, DocumentError, parseDocument, type OpenApiDocument } from './document.js';
import { fingerprintDocument } from './fingerprint.js';

describe('parseDocument', () => {
  it.each([
    ['YAML', "openapi: 3.1.0\ninfo: { title: ' Acme API ' }\npaths: {}\n"],
    ['YAML with an unquoted version', 'openapi: 3.1\ninfo: { title: Acme API }\npaths: {}\n'],
    [
      'YAML with a key given twice',
      'openapi: 3.1.0\npaths: {}\ninfo: {}\ninfo: { title: Acme API }',
    ],
    ['YAML with merge keys', 'openapi: 3.1.0\npaths: {}\ninfo: { <<: { title: Acme API } }'],
    ['YAML with a byte order mark', '\uFEFFopenapi: 3.1.0\npaths: {}\ninfo: { title: Acme API }'],
    [
      'YAML with tags',
      'openapi: 3.1.0\npaths: {}\ninfo: !ruby/hash:Info { title: !ruby/x Acme API }',
    ],
    ['a YAML stream', '--- {}\n---\nopenapi: 3.1.0\npaths: {}\ninfo: { title: Acme API }\n...\n'],
    ['YAML in flow style', '{openapi: 3.1.0, info: {title: Acme API}, paths: {}}'],
    ['Swagger 2.0', 'swagger: "2.0"\ninfo: { title: Acme API }\npaths: {}\n'],
    ['JSON', '{"openapi":"3.0.3","info":{"title":"Acme API"},"paths":{}}'],
    [
      'JSON indented with tabs',
      '{\n\t"openapi": "3.0.3",\n\t"info": {\n\t\t"title": "Acme API"\n\t},\n\t"paths": {}\n}',
    ],
  ])('reads %s', (_what, text) => {
    expect(documentTitle(parseDocument(text))).toBe('Acme');
  });

  it.each([
    ['nothing', '', /not/],
    ['a sentence', 'Not found', /plain text/],
    ['a list', '[1, 2]', /plain text/],
    ['broken YAML', 'openapi: [3.1.0', /not valid YAML or JSON/],
    ['an HTML page', '<!DOCTYPE html>\n<html><body>Sign in</body></html>', /not/],
    ['another document', '{"name":"acme","version":"3.1.0"}', /no "openapi" version/],
    ['Swagger 1.2', '{"swagger":"1.2","paths":{}}', /OpenAPI "1\.2", and only 3\.x and 2\.0/],
    ['OpenAPI 4', '{"openapi":"4.0.0","paths":{}}', /OpenAPI "4\.0\.0"/],
    ['broken JSON', '{"openapi":"3.1.0",', /not valid YAML or JSON/],
    ['what never ends', `openapi: ${'['.repeat(10_000)}`, /not valid YAML or JSON/],
    ['no paths', 'openapi: 3.1.0', /no "paths"/],
    ['paths that are a list', 'openapi: 3.1.0\npaths: []', /no "paths"/],
  ])('refuses %s', (_what, text, reason) => {
    const read = () => parseDocument(text);
    expect(read).toThrow(DocumentError);
    expect(read).toThrow(reason);
  });
});

describe('documentTitle', () => {
  it.each([[undefined], ['Acme'], [{ title: 3 }]])('finds no name in the info %j', (info) => {
    expect(documentTitle({ info, paths: {} })).toBeUndefined();
  });

  it.each([
    ['Acme API', 'Acme'],
    [' Acme \n CRM ', 'Acme CRM'],
    ['Acme\u202e\u0000 API', 'Acme'],
    ['API', 'API'],
    ['😀'.repeat(81), `${'😀'.repeat(79)}…`],
    ['\u2066', undefined],
  ])('reads %j as %j', (title, name) => {
    expect(documentTitle({ info: { title }, paths: {} })).toBe(name);
  });
});

describe('fingerprintDocument', () => {
  const render = (schema: object): OpenApiDocument => ({
    openapi: '3.1.0',
    paths: { '/teams': { get: { operationId: 'listTeams' } } },
    components: { schemas: { Team: schema } },
  });
  const before = render({ type: 'object', example: { id: 1 }, examples: [{ id: 1 }] });

  it.each([
    ['example', { type: 'object', example: { id: 2 }, examples: [{ id: 1 }] }, true],
    ['examples', { type: 'object', example: { id: 1 }, examples: [{ id: 7 }, {}] }, true],
    ['the lack of examples', { type: 'object' }, true],
    ['a type', { type: 'array', example: { id: 1 }, examples: [{ id: 1 }] }, false],
    [
      'a property called example',
      { type: 'object', properties: { example: { type: 'string' } }, example: { id: 1 } },
      false,
    ],
    ['a keyword', { type: 'object', description: 'A team', example: { id: 1 } }, false],
  ])('compares renderings that differ in %s', (_what, schema, equal) => {
    const after = fingerprintDocument(render(schema));
    expect(after === fingerprintDocument(before)).toBe(equal);
  });

  it('ignores every example but not properties called example or examples', () => {
    const withProperties = (properties: object) =>
      fingerprintDocument(render({ type: 'object', properties }));
    const properties = { example: { type: 'string', example: 'a' } };
    expect(withProperties({ example: { type: 'string', example: 'b' } })).toBe(
      withProperties(properties),
    );
    for (const other of [{}, { example: { type: 'integer' } }, { examples: { type: 'string' } }]) {
      expect(withProperties(other)).not.toBe(withProperties(properties));
    }
    const nested = (type: string) => withProperties({ properties: { type, example: 1 } });
    expect(nested('string')).not.toBe(nested('integer'));
  });

  it('ends for aliases that multiply or lead back to themselves', () => {
    const text = [
      'openapi: 3.1.0',
      'a: &a [x, x, x, x, x, x, x, x, x, x]',
      ...Array.from('bcdefghijkl', (name, index) => {
        const before = 'abcdefghijkl'[index]!;
        return `${name}: &${name} [${Array(10).fill(`*${before}`).join()}]`;
      }),
      'm: &m { self: *m, list: [*m] }',
      'paths: { /teams: { get: { responses: *m } } }',
    ];
    const print = (last: string) =>
      fingerprintDocument(load([...text, last].join('\n')) as OpenApiDocument);
    expect(print('z: 1')).toBe(print('z: 1'));
    expect(print('z: 1')).not.toBe(print('z: 2'));
  });
});
