import { describe, expect, it } from '@jest/globals';
import { createResolver } from '../document/resolve.js';
import { normalizeSchema, type Direction } from './schema.js';

const SCHEMAS = {
  Tag: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] },
  Secret: { type: 'string', readOnly: true },
  Alias: { $ref: '#/components/schemas/Tag' },
  Node: {
    type: 'object',
    properties: { next: { $ref: '#/components/schemas/Node' }, size: { type: 'integer' } },
  },
  Ping: { type: 'object', properties: { pong: { $ref: '#/components/schemas/Pong' } } },
  Pong: { type: 'object', properties: { ping: { $ref: '#/components/schemas/Ping' } } },
  Tree: { type: ['array', 'null'], items: { $ref: '#/components/schemas/Tree' } },
  Self: { $ref: '#/components/schemas/Self' },
  Endless: { allOf: [{ $ref: '#/components/schemas/Endless' }], type: 'object' },
  'a/b~c d': { type: 'boolean' },
};
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const TAG = { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] };

function normalize(schema: unknown, direction: Direction = 'request', schemas: object = SCHEMAS) {
  const warnings: string[] = [];
  const warn = (message: string) => warnings.push(message);
  const resolve = createResolver({ paths: {}, components: { schemas } }, warn);
  return { schema: normalizeSchema(schema, { resolve, warn, direction }), warnings };
}

const string = { type: 'string' };
const object = (properties: object, more: object = {}) => ({
  type: 'object',
  properties,
  ...more,
});

describe('normalizeSchema', () => {
  it.each<[string, unknown, unknown]>([
    ['a reference', ref('Tag'), TAG],
    ['a reference to a reference', ref('Alias'), TAG],
    ['an escaped reference', ref('a~1b~0c%20d'), { type: 'boolean' }],
    ['type and $ref side by side', { type: 'object', ...ref('Tag') }, TAG],
    [
      'a description beside $ref',
      { description: 'Mine', ...ref('Tag') },
      { ...TAG, description: 'Mine' },
    ],
    [
      'values beside a list, of its items',
      { type: 'array', items: string, enum: ['a'] },
      { type: 'array', items: { type: 'string', enum: ['a'] } },
    ],
    [
      'nullable beside $ref',
      { nullable: true, ...ref('Tag') },
      { ...TAG, type: ['object', 'null'] },
    ],
    [
      'allOf',
      { allOf: [ref('Tag'), object({ id: string }, { required: ['id'] })] },
      object({ name: string, id: string }, { required: ['name', 'id'] }),
    ],
    [
      'allOf and nullable',
      { allOf: [ref('Tag')], nullable: true },
      { ...TAG, type: ['object', 'null'] },
    ],
    [
      'required alone in a part of allOf',
      { allOf: [object({ id: string }), { required: ['id', 'gone'] }] },
      object({ id: string }, { required: ['id'] }),
    ],
    [
      'contains without items',
      { type: ['array', 'null'], contains: { type: 'integer' }, minContains: 0 },
      { type: ['array', 'null'], items: { type: 'integer' } },
    ],
    ['an array without items', { type: 'array' }, { type: 'array', items: {} }],
    ['items that are true', { type: 'array', items: true }, { type: 'array', items: {} }],
    ['items without a type', { items: string }, { type: 'array', items: string }],
    [
      'a tuple (3.1)',
      { type: 'array', prefixItems: [string, { type: 'integer' }] },
      { type: 'array', items: { anyOf: [string, { type: 'integer' }] } },
    ],
    [
      'a tuple (draft 4)',
      { type: 'array', items: [string, { type: 'integer' }] },
      { type: 'array', items: { anyOf: [string, { type: 'integer' }] } },
    ],
    ['an empty tuple', { type: 'array', prefixItems: [] }, { type: 'array', items: {} }],
    [
      'an array that has properties',
      { type: 'array', properties: { a: string } },
      object({ a: string }),
    ],
    [
      'array beside a reference to an array',
      { type: 'array', allOf: [{ type: 'array', items: string }] },
      { type: 'array', items: string },
    ],
    ['properties without a type', { properties: { a: string } }, object({ a: string })],
    ['oneOf with null', { oneOf: [string, { type: 'null' }] }, { type: ['string', 'null'] }],
    [
      'anyOf with null around an enum',
      { anyOf: [{ type: 'string', enum: ['a'] }, { type: 'null' }] },
      { type: ['string', 'null'], enum: ['a', null] },
    ],
    ['oneOf', { oneOf: [string, { type: 'integer' }] }, { anyOf: [string, { type: 'integer' }] }],
    [
      'a nullable choice',
      { nullable: true, oneOf: [string, { type: 'integer' }] },
      { anyOf: [string, { type: 'integer' }, { type: 'null' }] },
    ],
    ['an empty choice', { type: 'string', oneOf: [] }, string],
    ['required: []', object({ a: string }, { required: [] }), object({ a: string })],
    [
      'unknown required names',
      object({ a: string }, { required: ['a', 'a', 'gone', 'constructor', '__proto__', 3] }),
      object({ a: string }, { required: ['a'] }),
    ],
    ['required that is no list', object({ a: string }, { required: true }), object({ a: string })],
    [
      'additionalProperties',
      { type: 'object', additionalProperties: { type: 'string', title: 'T' } },
      { type: 'object', additionalProperties: string },
    ],
    ['no schema', undefined, {}],
    ['a boolean schema', true, {}],
    ['a list', [string], {}],
  ])('reads %s', (_what, source, expected) => {
    expect(normalize(source)).toEqual({ schema: expected, warnings: [] });
  });

  it.each<[Direction, string[]]>([
    ['request', ['both', 'password']],
    ['response', ['both', 'id', 'token']],
  ])('keeps in a %s the properties %j', (direction, names) => {
    const source = object({
      id: { type: 'integer', readOnly: true },
      both: string,
      password: { type: 'string', writeOnly: true },
      token: ref('Secret'),
    });
    const { schema } = normalize({ ...source, required: ['id'] }, direction);
    expect(Object.keys(schema.properties!).toSorted()).toEqual(names);
    expect(schema.required).toEqual(direction === 'request' ? undefined : ['id']);
  });

  it('leaves a property __proto__ out and pollutes nothing', () => {
    const source = JSON.parse(
      '{"type":"object","properties":{"__proto__":{"type":"string"},"a":{"type":"string"}},"required":["__proto__"]}',
    ) as unknown;
    const { schema } = normalize(source);
    expect(schema).toEqual(object({ a: string }));
    expect(Object.getPrototypeOf(schema.properties)).toBe(Object.prototype);
  });

  it.each(['Node', 'Ping', 'Tree', 'Self', 'Endless'])('ends for the cycle %s', (name) => {
    const { schema } = normalize(ref(name));
    const text = JSON.stringify(schema);
    expect(text).not.toContain('$ref');
    expect(text.length).toBeLessThan(2_000);
  });

  it('keeps the types of a cycle of nullable arrays', () => {
    const type = ['array', 'null'];
    expect(normalize(ref('Tree')).schema).toEqual({
      type,
      items: { type, items: { type, items: {} } },
    });
  });

  it.each([
    ['Node', { next: { type: 'object' }, size: { type: 'integer' } }],
    ['Ping', { pong: object({ ping: { type: 'object' } }) }],
  ])('cuts the cycle %s where it repeats and keeps its type', (name, properties) => {
    expect(normalize(ref(name)).schema).toEqual(object(properties));
  });

  it('cuts an alias that leads back to where it stands', () => {
    const properties: Record<string, unknown> = { size: { type: 'integer' } };
    const source = object(properties);
    properties['self'] = source;
    expect(normalize(source).schema).toEqual(
      object({ size: { type: 'integer' }, self: { type: 'object' } }),
    );
  });

  it('shares one allowance among the schemas of a document', () => {
    const allowance = { partsLeft: 3 };
    const context = { resolve: () => undefined, warn: () => {}, direction: 'request' as const };
    const read = () =>
      normalizeSchema(object({ a: string, b: object({ c: string }) }), { ...context, allowance });
    expect(read()).toEqual(object({ a: string, b: object({ c: string }) }));
    expect(read()).toEqual({ type: 'object' });
  });

  it('accepts anything for a dangling reference and warns once', () => {
    const source = object({
      a: ref('Gone'),
      b: ref('Gone'),
      c: { type: 'object', ...ref('Gone') },
    });
    const { schema, warnings } = normalize(source);
    expect(schema).toEqual(object({ a: {}, b: {}, c: { type: 'object' } }));
    expect(warnings).toEqual([expect.stringContaining('#/components/schemas/Gone')]);
  });

  it.each(['other.yaml#/Tag', 'https://example.com/tag.json', '#/components/schemas/toString'])(
    'does not follow %s',
    (target) => {
      const { schema, warnings } = normalize({ $ref: target });
      expect(schema).toEqual({});
      expect(warnings).toHaveLength(1);
    },
  );

  it('bounds the size of a schema that multiplies', () => {
    const level = (next: object) =>
      object(
        Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((key) => [key, next])),
      );
    const levels = Array.from({ length: 8 }, (_, depth) => [
      `L${depth}`,
      level(depth === 7 ? string : ref(`L${depth + 1}`)),
    ]);
    const { schema } = normalize(ref('L0'), 'request', Object.fromEntries(levels) as object);
    const size = JSON.stringify(schema).length;
    expect(size).toBeGreaterThan(1_000);
    expect(size).toBeLessThan(2_000_000);
  });

  it('bounds the depth of a schema', () => {
    let deep: object = string;
    for (let level = 0; level < 500; level++) deep = object({ in: deep });
    expect(JSON.stringify(normalize(deep).schema).length).toBeLessThan(2_000);
  });
});
