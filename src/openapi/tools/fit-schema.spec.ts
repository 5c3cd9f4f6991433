import { describe, expect, it } from '@jest/globals';
import { estimateSchemaTokens } from '../../values/schema-tokens.js';
import { fitSchema } from './fit-schema.js';
import type { JsonSchema, ObjectSchema } from '../schema/schema-keywords.js';

const string = { type: 'string' };
const object = (properties: Record<string, JsonSchema>, required?: string[]): ObjectSchema => ({
  type: 'object',
  properties,
  ...(required && { required }),
});
/** So many fields of this schema. */
const fields = (count: number, schema: JsonSchema = string) =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`field_${n}`, schema]));
/** As long as it takes to exceed `MAX` with what stands beside it. */
const filler = { long: { ...string, description: 'Said at length. '.repeat(30) } };
const MAX = 100;
const fit = (schema: ObjectSchema, maxTokens = MAX) => fitSchema(schema, maxTokens).properties!;

describe('fitSchema', () => {
  it('leaves arguments that fit as they are', () => {
    const schema = object({ a: { ...string, description: 'Of its own' } });
    expect(fitSchema(schema, MAX)).toBe(schema);
  });

  it('describes a repeated object once and refers to it', () => {
    const address = (description: string) => ({ ...object(fields(12)), description });
    const shown = fit(object({ bill: address('To bill'), ship: address('To ship') }), 170);
    expect(shown['bill']).toEqual(address('To bill'));
    expect(shown['ship']).toEqual({ type: 'object', description: 'To ship. As bill' });
  });

  it('refers to a nested object by its path', () => {
    const address = object(fields(12));
    const shown = fit(object({ order: object({ bill: address, ship: address }) }), 170);
    expect(shown['order']!.properties!['ship']!.description).toBe('As order.bill');
  });

  it('names a few of many values and keeps the type', () => {
    const values = Array.from({ length: 150 }, (_, n) => `C${n}`);
    const currency = { ...string, description: 'Of the price.', enum: values };
    expect(fit(object({ currency }))['currency']).toEqual({
      type: 'string',
      description: 'Of the price. One of 150 values such as C0, C1, C2, C3, C4',
    });
  });

  it('keeps a short list of values', () => {
    const color = { ...string, enum: ['red', 'green'] };
    expect(fit(object({ color, ...filler }))['color']).toEqual(color);
  });

  it('drops descriptions inside objects before those of arguments', () => {
    const inner = {
      ...string,
      description: 'Told in some twenty words and more, so that it adds up',
    };
    const own = { ...string, description: 'Of its own' };
    const shown = fit(object({ own, record: object(fields(6, inner)) }));
    expect(shown['own']).toEqual(own);
    expect(shown['record']).toEqual(object(fields(6)));
  });

  it('names the fields of an object that is too deep, required ones first', () => {
    const deep = object({ inner: object({ ...fields(20), id: string }, ['id']) });
    expect(fit(object({ deep }), 110)['deep']!.properties!['inner']).toEqual({
      type: 'object',
      description: expect.stringMatching(/^Fields: id \(required\), field_0, field_1/),
    });
  });

  it('outlines a choice between objects as one object', () => {
    const choice = Array.from({ length: 20 }, (_, n) =>
      object({ type: { ...string, enum: [`t${n}`] }, [`p${n}`]: string }, ['type']),
    );
    const shown = fit(object({ rules: { type: 'array', items: { anyOf: choice } } }));
    expect(shown['rules']!.items).toEqual({
      type: 'object',
      description: expect.stringMatching(/^Fields: type \(required\), p0, p1/),
    });
  });

  it('keeps a choice between plain types', () => {
    const either = { anyOf: [string, { type: 'integer' }] };
    expect(fit(object({ either, record: object(fields(40)) }))['either']).toEqual(either);
  });

  it('keeps every name and the required list, whatever they cost', () => {
    const all = object({ ...fields(200), ...filler }, ['field_7']);
    const shown = fitSchema(all, MAX);
    expect(Object.keys(shown.properties!)).toEqual(Object.keys(all.properties!));
    expect(shown.required).toEqual(['field_7']);
    expect(shown.properties!['long']!.description!.length).toBeLessThanOrEqual(60);
  });

  it('keeps the budget for arguments of any depth', () => {
    const nest = (depth: number): JsonSchema =>
      depth === 0 ? string : object(fields(5, nest(depth - 1)));
    const shown = fitSchema(object({ nested: nest(5) }), MAX);
    expect(estimateSchemaTokens(JSON.stringify(shown))).toBeLessThanOrEqual(MAX);
  });
});
