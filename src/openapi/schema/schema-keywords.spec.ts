import { describe, expect, it } from '@jest/globals';
import { normalizeSchema } from './schema.js';

function normalize(schema: unknown) {
  const warnings: string[] = [];
  const warn = (message: string) => warnings.push(message);
  const context = { resolve: () => undefined, warn, direction: 'request' as const };
  return { schema: normalizeSchema(schema, context), warnings };
}

const string = { type: 'string' };

describe('copyKeywords', () => {
  it.each<[string, unknown, unknown]>([
    [
      'values of another type',
      { type: 'string', enum: [1, true, 'x'] },
      { type: 'string', enum: ['1', 'true', 'x'] },
    ],
    [
      'values that the type has not',
      { type: 'integer', enum: ['1', 'a', {}] },
      { type: 'integer', enum: [1] },
    ],
    ['no value that the type has', { type: 'integer', enum: ['a'] }, { type: 'integer' }],
    [
      'a default of another type',
      { type: 'integer', default: '100' },
      { type: 'integer', default: 100 },
    ],
    ['a default that is none', { type: 'boolean', default: 'maybe' }, { type: 'boolean' }],
    [
      'needless backslashes',
      { type: 'string', pattern: '^[a-z\\-\\:]+$' },
      { type: 'string', pattern: '^[a-z\\-:]+$' },
    ],
    ['nullable (3.0)', { type: 'string', nullable: true }, { type: ['string', 'null'] }],
    ['types (3.1)', { type: ['integer', 'null'] }, { type: ['integer', 'null'] }],
    ['a type JSON does not know', { type: ['file', 'string'] }, string],
    ['enum', { type: 'string', enum: ['a', 'a', 'b'] }, { type: 'string', enum: ['a', 'b'] }],
    [
      'enum of a nullable',
      { type: ['string', 'null'], enum: ['a'] },
      { type: ['string', 'null'], enum: ['a', null] },
    ],
    [
      'enum that has its null',
      { type: 'string', nullable: true, enum: ['a', null] },
      { type: ['string', 'null'], enum: ['a', null] },
    ],
    ['an empty enum', { type: 'string', enum: [] }, string],
    ['const', { const: 'team' }, { type: 'string', enum: ['team'] }],
    [
      'exclusiveMinimum (3.0)',
      { type: 'integer', minimum: 0, exclusiveMinimum: true },
      { type: 'integer', exclusiveMinimum: 0 },
    ],
    [
      'exclusiveMinimum false',
      { type: 'integer', minimum: 0, exclusiveMinimum: false },
      { type: 'integer', minimum: 0 },
    ],
    [
      'exclusiveMaximum (3.1)',
      { type: 'integer', exclusiveMaximum: 9 },
      { type: 'integer', exclusiveMaximum: 9 },
    ],
    [
      "Ruby's anchors",
      { type: 'string', pattern: '\\A[a-z]+\\z' },
      { type: 'string', pattern: '^[a-z]+$' },
    ],
    [
      'keywords whose values are invalid',
      {
        type: 'string',
        minLength: '3',
        maxLength: -1,
        multipleOf: 0,
        uniqueItems: 'yes',
        format: 1,
      },
      string,
    ],
    [
      'keywords that hold',
      { type: 'string', minLength: 3, format: 'email', default: '' },
      { type: 'string', minLength: 3, format: 'email', default: '' },
    ],
    [
      'keywords that only document',
      { type: 'string', title: 'T', example: 'e', xml: {}, deprecated: true, $comment: 'c' },
      string,
    ],
  ])('reads %s', (_what, source, expected) => {
    expect(normalize(source)).toEqual({ schema: expected, warnings: [] });
  });

  it('warns of a pattern that JavaScript cannot read and leaves it out', () => {
    const { schema, warnings } = normalize({ type: 'string', pattern: '(?>a)[' });
    expect(schema).toEqual(string);
    expect(warnings).toEqual([expect.stringContaining('(?>a)[')]);
  });

  it.each<[string, object]>([
    ['format: binary', { type: 'string', format: 'binary' }],
    ['contentMediaType', { contentMediaType: 'image/png' }],
    ['type: file', { type: 'file' }],
  ])('reads %s as a file', (_what, source) => {
    expect(normalize(source).schema).toEqual({ type: 'string', format: 'binary' });
  });

  it.each<[string, object]>([
    ['text in JSON', { type: 'string', contentMediaType: 'application/json' }],
  ])('reads %s as no file', (_what, source) => {
    expect(normalize(source).schema).toEqual(string);
  });

  it('reads text in base64 as format byte', () => {
    const source = { type: 'string', contentMediaType: 'image/png', contentEncoding: 'base64' };
    expect(normalize(source).schema).toEqual({ ...string, format: 'byte' });
  });
});
