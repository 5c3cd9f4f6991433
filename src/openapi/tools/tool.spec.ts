import { describe, expect, it } from '@jest/globals';
import { checkArguments } from '../request/arguments.js';
import { compileTools } from '../compile.js';
import { integer, object, string } from '../../../test/tool-of.js';

describe('the input schema that emitTool makes', () => {
  const odd = {
    type: 'object',
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    properties: {
      tags: { type: ['array', 'null'], contains: string },
      pair: { type: 'array', prefixItems: [string, integer] },
      none: { type: 'array', prefixItems: [] },
      loop: { $ref: '#/components/schemas/Loop' },
      gone: { $ref: '#/components/schemas/Gone' },
      list: { type: 'array', properties: { a: string } },
      short: { type: 'string', minLength: 'many', pattern: '[' },
      both: {
        allOf: [object({ a: string }), object({ b: { type: 'array' } })],
        not: { type: 'null' },
      },
      choice: { oneOf: [] },
    },
    required: null,
  };
  const schemas: Record<string, object> = {
    odd,
    wrapped: object({ thing: odd }),
    either: { oneOf: [odd, object({ a: string })] },
    'any of two': { anyOf: [string, { type: 'array' }] },
    all: { allOf: [odd, { required: ['tags'] }] },
    constant: { const: 'x' },
    list: { type: 'array' },
    reference: { $ref: '#/components/schemas/Loop' },
    nothing: {},
  };
  const { tools } = compileTools({
    openapi: '3.1.0',
    paths: Object.fromEntries(
      Object.entries(schemas).map(([name, schema], index) => [
        `/things${index}/{id}`,
        {
          post: {
            operationId: name,
            parameters: [
              { name: 'filter', in: 'query', schema: { oneOf: [string, { type: 'array' }] } },
            ],
            requestBody: { content: { 'application/json': { schema } } },
          },
        },
      ]),
    ),
    components: {
      schemas: {
        Loop: object({ self: { $ref: '#/components/schemas/Loop' }, all: { type: 'array' } }),
      },
    },
  });

  it.each(tools.map((tool) => [tool.name, tool] as const))(
    'of the body %s is one that every model provider accepts',
    (_name, tool) => {
      const { inputSchema } = tool;
      expect(
        Object.keys(inputSchema).filter((key) => !['properties', 'required'].includes(key)),
      ).toEqual(['type']);
      expect(inputSchema.type).toBe('object');
      for (const name of Object.keys(inputSchema.properties!))
        expect(name).toMatch(/^[\w.-]{1,64}$/);
      const arraysWithoutItems: unknown[] = [];
      const text = JSON.stringify(inputSchema, (_key, value: unknown) => {
        const schema = value as { type?: unknown; items?: unknown } | null;
        const isArray = [schema?.type].flat().includes('array');
        if (isArray && (typeof schema!.items !== 'object' || Array.isArray(schema!.items))) {
          arraysWithoutItems.push(value);
        }
        return value;
      });
      expect(arraysWithoutItems).toEqual([]);
      expect(text).not.toMatch(/"(\$ref|\$schema|allOf|oneOf|not|prefixItems|contains|nullable)":/);
      expect(text).not.toMatch(/"anyOf":\[\]|"required":(null|\[\])/);
      // A schema that is no valid JSON Schema would fail here with another error.
      expect(() => checkArguments(tool, {})).toThrow(/"id" is missing/);
    },
  );

  it('is valid for every odd schema', () => {
    expect(tools).toHaveLength(Object.keys(schemas).length);
  });
});
