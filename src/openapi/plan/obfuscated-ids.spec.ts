import { describe, expect, it } from '@jest/globals';
import { acceptObfuscatedIds } from './obfuscated-ids.js';
import type { JsonSchema } from '../schema/schema-keywords.js';

describe('acceptObfuscatedIds', () => {
  const either = ['integer', 'string'];
  it.each<[string, JsonSchema, JsonSchema]>([
    ['team_id', { type: 'integer' }, { type: either }],
    ['id', { type: ['integer', 'null'] }, { type: [...either, 'null'] }],
    ['after', { type: 'integer' }, { type: either }],
    [
      'tag_ids',
      { type: 'array', items: { type: 'integer' } },
      { type: 'array', items: { type: either } },
    ],
    [
      'owner',
      { type: 'object', properties: { id: { type: 'integer' } } },
      { type: 'object', properties: { id: { type: either } } },
    ],
    ['grid', { type: 'integer' }, { type: 'integer' }],
    ['plan_id', { type: 'integer', enum: [1, 2] }, { type: 'integer', enum: [1, 2] }],
  ])('widens the schema of %s as far as it is an id', (name, schema, expected) => {
    expect(acceptObfuscatedIds(name, schema)).toEqual(expected);
  });
});
