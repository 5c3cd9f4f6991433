import { expect, it } from '@jest/globals';
import { outlineOperations, selectOperations } from './subset-document.js';

const ref = (kind: string, name: string) => ({ $ref: `#/components/${kind}/${name}` });
const DOCUMENT = {
  openapi: '3.1.0',
  info: { title: 'App', version: 'V1' },
  paths: {
    '/a': {
      parameters: [ref('parameters', 'q')],
      get: {
        operationId: 'a',
        summary: 'A',
        tags: ['A'],
        responses: { '200': ref('responses', 'Tree') },
      },
      delete: { operationId: 'remove', responses: { '200': ref('responses', 'Secret') } },
    },
    '/b': { get: { responses: { '200': ref('responses', 'Secret') } } },
  },
  components: {
    securitySchemes: { Bearer: { type: 'http', scheme: 'bearer' } },
    parameters: { q: { name: 'q', in: 'query', example: 1 } },
    responses: {
      Tree: { content: { 'application/json': { schema: ref('schemas', 'Tree'), examples: {} } } },
      Secret: { description: 'secret' },
    },
    schemas: {
      Tree: {
        properties: {
          example: { type: 'string', example: 'x' },
          trees: { items: ref('schemas', 'Tree') },
        },
        allOf: [ref('schemas', 'Gone'), { $ref: 'other.yaml' }],
      },
    },
  },
};

it('selectOperations keeps the chosen operations and what they refer to, without examples', () => {
  expect(selectOperations(DOCUMENT, [{ method: 'get', documentPath: '/a' }])).toEqual({
    openapi: '3.1.0',
    info: DOCUMENT.info,
    paths: {
      '/a': { parameters: DOCUMENT.paths['/a'].parameters, get: DOCUMENT.paths['/a'].get },
    },
    components: {
      securitySchemes: DOCUMENT.components.securitySchemes,
      parameters: { q: { name: 'q', in: 'query' } },
      responses: { Tree: { content: { 'application/json': { schema: ref('schemas', 'Tree') } } } },
      schemas: {
        Tree: {
          properties: { example: { type: 'string' }, trees: { items: ref('schemas', 'Tree') } },
          allOf: [ref('schemas', 'Gone'), { $ref: 'other.yaml' }],
        },
      },
    },
  });
});

it('selectOperations keeps the chosen operations alone of a path that is a reference', () => {
  const document = {
    openapi: '3.1.0',
    paths: { '/a': ref('pathItems', 'A') },
    components: { pathItems: { A: DOCUMENT.paths['/a'] } },
  };
  const { paths } = selectOperations(document, [{ method: 'get', documentPath: '/a' }]);
  expect(Object.keys(paths['/a'] as object)).toEqual(['parameters', 'get']);
});

it('outlineOperations keeps the summary, tags and id of each operation', () => {
  expect(outlineOperations(DOCUMENT)).toMatchObject({
    info: DOCUMENT.info,
    paths: { '/a': { get: { operationId: 'a', summary: 'A', tags: ['A'] } }, '/b': { get: {} } },
  });
  expect(JSON.stringify(outlineOperations(DOCUMENT))).not.toContain('responses');
});
