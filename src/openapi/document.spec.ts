import { describe, expect, it } from '@jest/globals';
import {
  documentTitle,
  DocumentError,
  fingerprintDocument,
  parseDocument,
  type OpenApiDocument,
} from './document.js';

describe('parseDocument', () => {
  it.each([
    ['YAML', "openapi: 3.1.0\ninfo: { title: ' Acme API ' }\npaths: {}\n"],
    ['YAML with an unquoted version', 'openapi: 3.1\ninfo: { title: Acme API }\npaths: {}\n'],
    ['JSON', '{"openapi":"3.0.3","info":{"title":"Acme API"},"paths":{}}'],
    [
      'JSON indented with tabs',
      '{\n\t"openapi": "3.0.3",\n\t"info": {\n\t\t"title": "Acme API"\n\t},\n\t"paths": {}\n}',
    ],
  ])('reads %s', (_what, text) => {
    expect(documentTitle(parseDocument(text))).toBe('Acme API');
  });

  it.each([
    ['nothing', '', /not/],
    ['a sentence', 'Not found', /plain text/],
    ['a list', '[1, 2]', /plain text/],
    ['broken YAML', 'openapi: [3.1.0', /not valid YAML or JSON/],
    ['an HTML page', '<!DOCTYPE html>\n<html><body>Sign in</body></html>', /not/],
    ['another document', '{"name":"acme","version":"3.1.0"}', /no "openapi" version/],
    ['OpenAPI 2.0', '{"swagger":"2.0","paths":{}}', /OpenAPI 2\.0, and only 3\.x/],
    ['OpenAPI 4', '{"openapi":"4.0.0","paths":{}}', /OpenAPI 4\.0\.0/],
    ['no paths', 'openapi: 3.1.0', /no "paths"/],
    ['paths that are a list', 'openapi: 3.1.0\npaths: []', /no "paths"/],
  ])('refuses %s', (_what, text, reason) => {
    const read = () => parseDocument(text);
    expect(read).toThrow(DocumentError);
    expect(read).toThrow(reason);
  });
});

describe('documentTitle', () => {
  it.each([[undefined], ['Acme'], [{ title: 3 }]])('is undefined for the info %j', (info) => {
    expect(documentTitle({ info, paths: {} })).toBeUndefined();
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
    ['a keyword', { type: 'object', description: 'A team', example: { id: 1 } }, false],
  ])('of renderings that differ in %s', (_what, schema, equal) => {
    const after = fingerprintDocument(render(schema));
    expect(after === fingerprintDocument(before)).toBe(equal);
  });
});
