import { describe, expect, it } from '@jest/globals';
import { compileTools } from '../compile.js';
import { readListOptions } from '../response/list-options.js';

const content = (schema: object) => ({ content: { 'application/json': { schema } } });
const ARRAY = { '200': { $ref: '#/components/responses/Things' } };
const ENVELOPE = {
  type: 'object',
  properties: { data: { type: 'array', items: {} }, has_more: { type: 'boolean' }, meta: {} },
};
const AFTER = { name: 'after', in: 'query', schema: { type: 'integer' } };

function toolOf(operation: object, method = 'get') {
  const { tools } = compileTools({
    openapi: '3.1.0',
    paths: { '/things': { [method]: operation } },
    components: {
      responses: { Things: content({ $ref: '#/components/schemas/Things' }) },
      schemas: { Things: { type: 'array', items: {} } },
    },
  });
  return tools[0]!;
}

describe('answersList', () => {
  it.each<[string, object, string, string[]]>([
    ['answers an array', { responses: ARRAY }, 'get', ['fields']],
    ['takes after', { parameters: [AFTER] }, 'get', ['after', 'max_items', 'fields']],
    [
      'has numbered pages',
      { responses: ARRAY, parameters: [{ ...AFTER, name: 'page' }] },
      'get',
      ['page', 'max_items', 'fields'],
    ],
    [
      'has an after that is a day',
      { responses: ARRAY, parameters: [{ ...AFTER, schema: { type: 'string', format: 'date' } }] },
      'get',
      ['after', 'fields'],
    ],
    ['is in an object', { responses: { '200': content(ENVELOPE) } }, 'get', ['fields']],
    ['is no GET', { responses: ARRAY }, 'post', ['idempotency_key']],
    [
      'is no record with a list in it',
      {
        responses: {
          '200': content({
            type: 'object',
            properties: { name: { type: 'string' }, tags: { type: 'array', items: {} } },
          }),
        },
      },
      'get',
      [],
    ],
    ['is no record', { responses: { '200': content({ type: 'object' }) } }, 'get', []],
    ['is no error', { responses: { '404': ARRAY['200'] } }, 'get', []],
    ['is known by what it answers', { responses: null }, 'get', []],
  ])('is right for an operation that %s', (_what, operation, method, names) => {
    const tool = toolOf(operation, method);
    expect(Object.keys(tool.inputSchema.properties ?? {})).toEqual(names);
    expect(tool.list).toBe(names.includes('fields'));
  });

  it('yields to an argument of the operation called fields', () => {
    const own = { name: 'fields', in: 'query', schema: { type: 'string' } };
    const tool = toolOf({ responses: ARRAY, parameters: [own] });
    expect(tool.inputSchema.properties!['fields']).toEqual({ type: 'string' });
    expect(readListOptions(tool, { fields: 'a,b', max_items: 5 })).toEqual({
      continues: false,
      paging: new Map([['fields', 'fields']]),
    });
  });

  it('offers a continuation where the operation takes after', () => {
    const tool = toolOf({ parameters: [AFTER] });
    expect(readListOptions(tool, { fields: ['a'] })).toEqual({
      fields: ['a'],
      continues: true,
      paging: new Map([['after', 'after']]),
      hasPages: ['after'],
    });
  });
});
