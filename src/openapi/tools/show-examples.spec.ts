import { describe, expect, it } from '@jest/globals';
import { compileTools } from '../compile.js';

const string = { type: 'string' };
const strings = { type: 'array', items: string };

/** The tool of the only operation, and what else its document has. */
function toolOf(operation: object, schemas: object = {}) {
  const post = { operationId: 'createThings', ...operation };
  return compileTools({ openapi: '3.1.0', paths: { '/things': { post } }, components: { schemas } })
    .tools[0]!;
}
const withBody = (media: object, schemas?: object) =>
  toolOf({ requestBody: { content: { 'application/json': media } } }, schemas);
const object = (properties: object) => ({ type: 'object', properties });

/** A body with this field, and another. */
const withField = (name: string, field: object) =>
  withBody({ schema: object({ [name]: field, other_one: { type: 'integer' } }) });

describe('an example of the document', () => {
  it.each<[where: string, media: object, schemas?: object]>([
    [
      'of the media type',
      { schema: object({ unit: string, size: string }), example: { unit: 'lb' } },
    ],
    [
      'among named ones',
      {
        schema: object({ unit: string, size: string }),
        examples: { one: { value: { unit: 'lb' } } },
      },
    ],
    ['of a field', { schema: object({ unit: { ...string, example: 'lb' }, size: string }) }],
    [
      'first in a list',
      { schema: object({ unit: { ...string, examples: ['lb', 'kg'] }, size: string }) },
    ],
    [
      'of the whole schema',
      { schema: { ...object({ unit: string, size: string }), example: { unit: 'lb' } } },
    ],
    [
      'that is referred to, as Bullet Train does',
      {
        schema: object({ thing: { type: 'object', $ref: '#/components/schemas/Thing' } }),
        example: { $ref: '#/components/schemas/Thing/example' },
      },
      { Thing: { ...object({ unit: string, size: string }), example: { thing: { unit: 'lb' } } } },
    ],
    [
      'of the wrapped schema',
      { schema: object({ thing: { $ref: '#/components/schemas/Thing' } }) },
      { Thing: { ...object({ unit: string, size: string }), example: { unit: 'lb' } } },
    ],
    [
      'in a part of a schema',
      { schema: { allOf: [{ $ref: '#/components/schemas/Thing' }, object({ size: string })] } },
      { Thing: object({ unit: { ...string, example: 'lb' } }) },
    ],
  ])('is shown: %s', (_where, media, ...[schemas]) => {
    const { inputSchema, examples } = withBody(media, schemas);
    expect(inputSchema.properties!['unit']).toEqual({ ...string, description: 'such as lb' });
    expect(examples).toEqual({ unit: 'lb' });
  });

  it.each([
    ['its own', { example: 'lb' }],
    ["its schema's", { schema: { ...string, example: 'lb' } }],
    ['named', { examples: { metric: { value: 'lb' } } }],
  ])('is shown for a parameter: %s', (_where, words) => {
    const unit = { name: 'unit', in: 'query', schema: string, ...words };
    expect(toolOf({ parameters: [unit] }).inputSchema.properties!['unit']!.description).toBe(
      'such as lb',
    );
  });

  it.each<[name: string, schema: object, example: unknown, told: unknown, listed: unknown]>([
    ['unit', { ...string, description: 'Of weight.' }, 'lb', 'lb', 'Of weight. Such as lb'],
    ['unit', { ...string, description: 'Either lb or kg' }, 'lb', 'lb', 'Either lb or kg'],
    [
      'event_type_ids',
      strings,
      ['a.made', 'a.done', 'b'],
      ['a.made', 'a.done', 'b'],
      'such as ["a.made","a.done"]',
    ],
    // Another one at each rendering: told where it is asked for, but not in the list.
    ['code', string, 'X-1037', 'X-1037', undefined],
    ['time_zone', string, 'Pacific Time (US)', 'Pacific Time (US)', undefined],
    ['price', string, '12.0', '12.0', undefined],
  ])('for %s %j: %j is described as %j and listed as %j', (name, schema, example, told, listed) => {
    const { inputSchema, examples } = withField(name, { ...schema, example });
    expect(examples[name]).toEqual(told);
    expect(inputSchema.properties![name]!.description).toBe(listed);
  });

  it.each<[name: string, schema: object, example: unknown]>([
    ['unit', { ...string, enum: ['lb', 'kg'] }, 'lb'],
    ['unit', { ...string, default: 'kg' }, 'lb'],
    ['due_on', { ...string, format: 'date' }, 'today'],
    ['size', { type: 'integer' }, 7],
    ['team_id', string, '7'],
    ['tag_ids', strings, ['7']],
    ['tag_ids', strings, []],
    ['first_name', string, 'Ada'],
    ['email', string, 'ada'],
    ['field_type', string, 'MyString'],
    ['unit', string, null],
    ['unit', string, 'l'.repeat(100)],
    ['meta', { type: 'object' }, { a: 1 }],
  ])('is left out where it adds nothing or is too long: %s %j: %j', (name, schema, example) => {
    const { inputSchema, examples } = withField(name, { ...schema, example });
    expect(examples).toEqual({});
    expect(inputSchema.properties![name]!.description).toBeUndefined();
  });

  it('does not change the tools/list result when it changes with each rendering', () => {
    const rendered = (count: number) => {
      const example = { unit: 'lb', code: `C${count}`, priority: count, name: `Thing ${count}` };
      const fields = { unit: string, code: string, priority: string, name: string };
      return withBody({ schema: object(fields), example });
    };
    const [first, second] = [rendered(1), rendered(2)];
    expect(second.inputSchema).toEqual(first.inputSchema);
    expect(second.examples).not.toEqual(first.examples);
  });

  it.each<object>([
    { schema: object({ unit: string, size: string }), example: { $ref: '#/components/nowhere' } },
    { schema: object({ unit: string, size: string }), example: 'lb' },
    { schema: object({ unit: string, size: string }), examples: [] },
    { schema: { $ref: '#/components/schemas/Circle' } },
  ])('is ignored if it is malformed: %j', (media) => {
    const circle = {
      allOf: [{ $ref: '#/components/schemas/Circle' }],
      ...object({ unit: string, size: string }),
    };
    expect(withBody(media, { Circle: circle }).inputSchema.properties!['unit']).toEqual(string);
  });
});
