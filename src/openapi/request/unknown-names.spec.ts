import { describe, expect, it } from '@jest/globals';
import type { JsonSchema, ObjectSchema } from '../schema/schema-keywords.js';
import { adviceOnArgument, findUnknownNames } from './unknown-names.js';

const string: JsonSchema = { type: 'string' };
const record = (properties: Record<string, JsonSchema>, more: JsonSchema = {}): ObjectSchema => ({
  ...more,
  type: 'object',
  properties,
});
const accepted = record({
  team_id: string,
  page: { type: 'integer' },
  filter: record({
    email_address: string,
    first_name: string,
    range: record({ start_date: string, end_date: string }),
    either: { anyOf: [record({ id: string }), record({ name: string }), { type: 'null' }] },
    open: record({ known: string }, { additionalProperties: true }),
    map: { type: 'object', additionalProperties: record({ size: string }) },
    said: record({ known: string }, { additionalProperties: false }),
    anything: { type: 'object' },
    untyped: {},
    choice: { anyOf: [record({ id: string }), { type: 'object' }] },
    needs: record({ a: string, b: string }, { anyOf: [{ required: ['a'] }, { required: ['b'] }] }),
  }),
  tasks_attributes: { type: 'array', items: record({ name: string }) },
});

describe('findUnknownNames', () => {
  it.each<[Record<string, unknown>, string[]]>([
    [
      { filter: { email: 'a' } },
      ['there is no "filter.email", did you mean "filter.email_address"?'],
    ],
    [
      { filter: { emailAddress: 'a' } },
      ['there is no "filter.emailAddress", did you mean "filter.email_address"?'],
    ],
    [
      { filter: { range: { start: 'a' } } },
      ['there is no "filter.range.start", did you mean "filter.range.start_date"?'],
    ],
    [{ filter: { page: 2 } }, ['there is no "filter.page", did you mean "page"?']],
    [
      { filter: { range: { zzz: 1 } } },
      ['there is no "filter.range.zzz": "filter.range" has start_date, end_date'],
    ],
    [
      { filter: { either: { colour: 1 } } },
      ['there is no "filter.either.colour": "filter.either" has id, name'],
    ],
    [
      { filter: { map: { a: { sise: 1 } } } },
      ['there is no "filter.map.a.sise", did you mean "filter.map.a.size"?'],
    ],
    [
      { filter: { said: { knwon: 1 } } },
      ['there is no "filter.said.knwon", did you mean "filter.said.known"?'],
    ],
    [
      { filter: { needs: { a: 1, zzz: 2 } } },
      ['there is no "filter.needs.zzz": "filter.needs" has a, b'],
    ],
    [
      { tasks_attributes: [{ name: 'a' }, { nmae: 'b' }] },
      ['there is no "tasks_attributes.1.nmae", did you mean "tasks_attributes.1.name"?'],
    ],
    [
      JSON.parse('{"filter":{"__proto__":1,"constructor":2}}') as Record<string, unknown>,
      [
        expect.stringMatching(/^there is no "filter\.__proto__"/) as unknown as string,
        expect.stringMatching(/^there is no "filter\.constructor"/) as unknown as string,
      ],
    ],
  ])('finds the unknown name in %j', (args, problems) => {
    expect(findUnknownNames(args, accepted)).toEqual(problems);
  });

  it.each<[string, Record<string, unknown>]>([
    ['known names', { filter: { email_address: 'a', range: { end_date: 'b' } } }],
    [
      'any name where others are allowed',
      { filter: { open: { other: 1 }, map: { any: { size: 's' } } } },
    ],
    ['any name where none is given', { filter: { anything: { a: { b: 1 } }, untyped: { c: 1 } } }],
    ['any name where one variant takes all', { filter: { choice: { other: 1 } } }],
    ['names of either variant', { filter: { either: { id: '1', name: 'a' } } }],
    ['what nested attributes always take', { tasks_attributes: [{ id: 5, _destroy: true }] }],
    ['what is no record', { filter: 'text', tasks_attributes: [1, null] }],
    ['an argument that does not exist, which is told elsewhere', { nothing: { a: 1 } }],
  ])('lets through %s', (_what, args) => {
    expect(findUnknownNames(args, accepted)).toEqual([]);
  });
});

describe('adviceOnArgument', () => {
  it.each([
    ['email', 'filter.email_address'],
    ['email_address', 'filter.email_address'],
    ['Team-ID', 'team_id'],
    ['pgae', 'page'],
    ['start_date', 'filter.range.start_date'],
    ['task_attributes', 'tasks_attributes'],
    ['tasks', 'tasks_attributes'],
    ['sizes', 'filter.map.size'],
  ])('suggests for %s: %s', (name, path) => {
    const known =
      name === 'sizes' ? record({ filter: record({ map: record({ size: string }) }) }) : accepted;
    expect(adviceOnArgument(name, known)).toBe(`, did you mean "${path}"?`);
  });

  it.each(['zzzzzz', 'x', 'constructor', ''])('suggests nothing for %j', (name) => {
    expect(adviceOnArgument(name, accepted)).toBe('');
  });
});
