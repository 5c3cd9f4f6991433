import { describe, expect, it } from '@jest/globals';
import { inputSchemaOf, type ArgumentWords } from './input-schema.js';
import type { JsonSchema } from '../schema/schema-keywords.js';

const NO_WORDS: ArgumentWords = { sourceOf: () => undefined, descriptionCount: () => 1 };

/** What a client sees of the argument `size` of `update_shirt`. */
function shown(schema: JsonSchema, words = NO_WORDS): JsonSchema {
  const accepted = { type: 'object' as const, properties: { size: schema } };
  return inputSchemaOf(accepted, 'update_shirt', words).properties!['size']!;
}
const string = { type: 'string' };

describe('inputSchemaOf', () => {
  it.each<[string, JsonSchema, JsonSchema]>([
    ['null among the types', { type: ['string', 'null'] }, string],
    [
      'null among the values',
      { type: ['string', 'null'], enum: ['s', null] },
      { ...string, enum: ['s'] },
    ],
    ['null among the variants', { anyOf: [string, { type: 'null' }] }, string],
    ['an empty text among the values', { ...string, enum: ['s', ''] }, { ...string, enum: ['s'] }],
    [
      'an empty text among the variants',
      { anyOf: [{ type: 'integer' }, { ...string, enum: [''] }] },
      { type: 'integer' },
    ],
    ['two types', { type: ['string', 'number', 'null'] }, { anyOf: [string, { type: 'number' }] }],
    [
      'two types of one list',
      { type: ['string', 'array'], items: string },
      { anyOf: [string, { type: 'array', items: string }] },
    ],
    ['an id of either type', { type: ['integer', 'string'] }, { type: 'integer' }],
    ['a list of anything', { type: 'array', items: {} }, { type: 'array', items: string }],
    [
      'a list of lists',
      { type: 'array', items: { type: 'array', items: {} } },
      { type: 'array', items: { type: 'array', items: string } },
    ],
    [
      'a map',
      { type: 'object', additionalProperties: { type: ['string', 'null'] } },
      { type: 'object', additionalProperties: string },
    ],
    ['a closed object', { type: 'object', additionalProperties: false }, { type: 'object' }],
    ['true or false', { type: 'boolean', enum: [true, false] }, { type: 'boolean' }],
    ['formats that repeat the type', { type: 'integer', format: 'int64' }, { type: 'integer' }],
    ['formats that say more', { ...string, format: 'date' }, { ...string, format: 'date' }],
    [
      'limits and defaults',
      { type: 'integer', minimum: 0, maximum: 9, default: 0 },
      { type: 'integer', minimum: 0, maximum: 9, default: 0 },
    ],
    [
      'limits that limit nothing',
      { ...string, minLength: 0, maxLength: 5 },
      { ...string, maxLength: 5 },
    ],
    [
      'a file',
      { ...string, format: 'binary' },
      { ...string, description: 'File as base64 or a data URL' },
    ],
    ['a name in words', { ...string, description: 'Size' }, string],
    ['the record and a name', { ...string, description: 'The size of this shirt' }, string],
    [
      'a description',
      { ...string, description: 'From XS to <b>XL</b> &amp; more' },
      { ...string, description: 'From XS to XL & more' },
    ],
    ['nothing at all', {}, {}],
  ])('shows %s', (_what, accepted, expected) => {
    expect(shown(accepted)).toEqual(expected);
  });

  it('names the tool that lists the ids', () => {
    const words = { ...NO_WORDS, sourceOf: () => 'list_sizes' };
    expect(shown(string, words).description).toBe('from list_sizes');
    expect(shown({ ...string, description: 'In stock' }, words).description).toBe(
      'In stock. From list_sizes',
    );
  });

  it('shortens a description that many tools share, and drops it where values say enough', () => {
    const description = 'The order of the answer. Newest last unless you say otherwise, always.';
    const words = { ...NO_WORDS, descriptionCount: () => 11 };
    expect(shown({ ...string, description })).toEqual({ ...string, description });
    expect(shown({ ...string, description }, words).description).toBe('The order of the answer.');
    expect(shown({ ...string, description, enum: ['a'] }, words)).toEqual({
      ...string,
      enum: ['a'],
    });
  });

  it('shows only the type of an argument that would fill the context', () => {
    const fields = (of: JsonSchema, count: number): JsonSchema => ({
      type: 'object',
      properties: Object.fromEntries(Array.from({ length: count }, (_, n) => [`field_${n}`, of])),
    });
    const schema = shown(fields(fields(fields(string, 20), 20), 20));
    expect(JSON.stringify(schema).length).toBeLessThan(40_000);
    expect(schema.properties!['field_19']!.properties!['field_19']).toEqual({ type: 'object' });
    expect(shown(fields(fields(string, 100), 100))).toEqual(fields({ type: 'object' }, 100));
    expect(shown(fields(string, 2_000))).toEqual({ type: 'object' });
  });
});
