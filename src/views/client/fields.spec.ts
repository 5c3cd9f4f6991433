import { describe, expect, it } from '@jest/globals';
import { changesOf, fieldsOf, readField, writeField, type Field } from './fields.js';

const field = (schema: object, required = false): Field =>
  fieldsOf({ properties: { it: schema }, required: required ? ['it'] : [] }, [])[0]!;

describe('the control for a field is', () => {
  it.each([
    [{ type: 'string' }, 'text'],
    [{ type: 'string', format: 'date' }, 'day'],
    [{ type: 'string', enum: ['a'] }, 'choice'],
    [{ type: 'integer' }, 'integer'],
    [{ type: 'boolean' }, 'flag'],
    [{ type: 'array', items: { type: 'string' } }, 'list'],
    [{ type: 'array', items: { type: 'object' } }, 'json'],
    [{ type: 'object' }, 'json'],
    [{ type: 'string', contentEncoding: 'base64' }, 'none'],
    [{}, 'text'],
  ])('%j: %s', (schema, kind) => {
    expect(field(schema).kind).toBe(kind);
  });

  it('a textarea, where the record has a long text', () => {
    const [long] = fieldsOf({ properties: { it: { type: 'string' } } }, [], { it: 'x'.repeat(81) });
    expect(long!.kind).toBe('lines');
  });

  it('absent, where the view fills it in', () => {
    expect(fieldsOf({ properties: { id: {}, name: {} } }, ['id']).map(({ name }) => name)).toEqual([
      'name',
    ]);
  });
});

describe('the value of a form field', () => {
  it.each([
    [{ type: 'integer' }, ' 7 ', { value: 7 }],
    [{ type: 'integer' }, '7.5', { problem: 'Enter a whole number.' }],
    [{ type: 'integer' }, '12345678901234567890', { problem: 'Enter a whole number.' }],
    [{ type: 'number' }, '1,5', { problem: 'Enter a number.' }],
    [{ type: 'number' }, '0x10', { problem: 'Enter a number.' }],
    [{ type: 'number', minimum: 3 }, '2', { problem: 'Enter 3 or more.' }],
    [{ type: 'number', maximum: 3 }, '4', { problem: 'Enter 3 or less.' }],
    [{ type: 'boolean' }, 'false', { value: false }],
    [{ enum: [1, 2] }, '2', { value: 2 }],
    [{ enum: [1, 2] }, '3', { problem: 'Choose one of the values.' }],
    [{ type: 'string', format: 'date' }, 'soon', { problem: 'Enter a date.' }],
    [{ type: 'array', items: { type: 'integer' } }, '1\n\n2', { value: [1, 2] }],
    [{ type: 'array', items: { type: 'integer' } }, 'one', { problem: 'Enter a number.' }],
    [{ type: 'object' }, '{"a": 1}', { value: { a: 1 } }],
    [{ type: 'object' }, '{', { problem: 'Enter valid JSON.' }],
    [{ type: 'string', maxLength: 2 }, '👍👍👍', { problem: 'Enter at most 2 characters.' }],
    [{ type: 'string', minLength: 3 }, '👍👍', { problem: 'Enter at least 3 characters.' }],
    [{ type: 'string' }, ' as it is ', { value: ' as it is ' }],
    [{ type: 'string' }, '', { value: undefined }],
  ])('is read: %j, %j', (schema, text, reading) => {
    expect(readField(field(schema), text)).toEqual(reading);
  });

  it('is reported as missing where it is required', () => {
    expect(readField(field({ type: 'string' }, true), ' ')).toEqual({ problem: 'Enter a value.' });
  });
});

describe('the changes of a form', () => {
  const schema = {
    properties: {
      name: { type: 'string' },
      budget: { type: 'number' },
      tags: { type: 'array', items: { type: 'string' } },
      due_on: { type: 'string', format: 'date' },
    },
  };
  const record = { name: 'A', budget: '1.0', tags: ['x'], due_on: '2027-01-01' };
  const fields = fieldsOf(schema, [], record);
  const written = new Map(
    fields.map((each) => [each.name, writeField(each, record[each.name as never])]),
  );

  it('leave out values that read as before', () => {
    expect(changesOf(fields, record, written)).toEqual({ changes: [], problems: new Map() });
  });

  it('contain values that read differently, and clear what was cleared', () => {
    const texts = new Map([
      ...written,
      ['name', ''],
      ['tags', ''],
      ['due_on', ''],
      ['budget', '2'],
    ]);
    expect(
      changesOf(fields, record, texts).changes.map(({ name, after }) => [name, after]),
    ).toEqual([
      ['name', ''],
      ['budget', 2],
      ['tags', []],
      ['due_on', null],
    ]);
  });
});
