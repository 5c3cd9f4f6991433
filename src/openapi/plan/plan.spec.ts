import { describe, expect, it } from '@jest/globals';
import { destinationsOf, integer, object, string, toolOf } from '../../../test/tool-of.js';

const bodyTool = (method: string, schema: object) =>
  toolOf(method, '/projects', { operationId: 'x' }, schema);

/** What every create takes as well. */
const IDEMPOTENCY_KEY = {
  type: 'string',
  description: 'Any key: a repeat with it is done once',
};

describe('planCall', () => {
  it('takes the wrapper off the body and remembers it', () => {
    const tool = bodyTool(
      'post',
      object({ project: object({ name: string, size: integer }, ['name']) }),
    );
    expect(tool.inputSchema).toEqual({
      type: 'object',
      properties: { name: string, size: integer, idempotency_key: IDEMPOTENCY_KEY },
      required: ['name'],
    });
    expect(tool.body).toEqual({
      contentType: 'application/json',
      encoding: 'json',
      required: true,
      wrapper: 'project',
    });
  });

  it.each<[string, string, object, string[] | undefined]>([
    ['a wrapped PUT', 'put', object({ project: object({ name: string }, ['name']) }), undefined],
    [
      'a wrapped PATCH',
      'patch',
      object({ project: object({ name: string }, ['name']) }),
      undefined,
    ],
    ['a bare PATCH', 'patch', object({ name: string, size: string }, ['name']), undefined],
    ['a bare PUT', 'put', object({ name: string, size: string }, ['name']), ['name']],
    ['a bare POST', 'post', object({ name: string, size: string }, ['name']), ['name']],
  ])('decides which fields %s requires', (_what, method, schema, required) => {
    expect(bodyTool(method, schema).inputSchema.required).toEqual(required);
  });

  it.each<[string, object, string[]]>([
    ['a free object', { type: 'object' }, ['body → whole body']],
    ['a list', { type: 'array', items: string }, ['body → whole body']],
    [
      'a choice of unlike things',
      { oneOf: [string, object({ a: string })] },
      ['body → whole body'],
    ],
    ['no schema', {}, ['body → whole body']],
    ['two fields', object({ a: string, b: string }), ['a → body a', 'b → body b']],
    ['one plain field', object({ a: string }), ['a → body a']],
    ['one object of no fields', object({ meta: { type: 'object' } }), ['meta → body meta']],
    [
      'a wrapped reference',
      object({ tag: { type: 'object', $ref: '#/components/schemas/Tag' } }),
      ['name → body name'],
    ],
    [
      'a choice of objects',
      { oneOf: [object({ a: string }), object({ b: string }), { type: 'null' }] },
      ['a → body a', 'b → body b'],
    ],
    [
      'a wrapped choice of objects',
      object({ thing: { anyOf: [object({ a: string }), object({ b: string })] } }),
      ['a → body a', 'b → body b'],
    ],
    [
      'either of two names required',
      { ...object({ a: string, b: string }), anyOf: [{ required: ['a'] }, { required: ['b'] }] },
      ['a → body a', 'b → body b'],
    ],
  ])('plans the arguments of a body that is %s', (_what, schema, expected) => {
    expect(destinationsOf(bodyTool('post', schema))).toEqual(expected);
  });

  it('takes what any variant of a choice takes and requires what all variants require', () => {
    const kind = (value: string) => ({ type: 'string', enum: [value] });
    const { inputSchema } = bodyTool('post', {
      oneOf: [
        object({ kind: kind('card'), number: string, x: string }, ['kind', 'number']),
        object({ kind: kind('iban'), number: integer, x: string }, ['kind']),
        object({ kind: kind('cash'), constructor: string }, ['kind']),
      ],
    });
    expect(inputSchema).toEqual({
      type: 'object',
      properties: {
        kind: { type: 'string', enum: ['card', 'iban', 'cash'] },
        number: { anyOf: [string, integer] },
        x: string,
        constructor: string,
        idempotency_key: IDEMPOTENCY_KEY,
      },
      required: ['kind'],
    });
  });

  it.each([
    ['id', integer, string],
    ['team_id', { type: 'integer', minimum: 1 }, string],
    ['id', { type: 'string', enum: ['me'] }, { type: 'string', enum: ['me'] }],
    ['page', integer, integer],
    ['grid', integer, integer],
  ])('takes the path parameter %s of type %j as %j', (name, schema, expected) => {
    const parameters = [{ name, in: 'path', required: true, schema }];
    const tool = toolOf('get', `/x/{${name}}`, { operationId: 'x', parameters });
    expect(tool.inputSchema).toEqual({
      type: 'object',
      properties: { [name]: expected },
      required: [name],
    });
  });
});
