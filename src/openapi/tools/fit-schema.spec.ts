import { describe, expect, it } from '@jest/globals';
import { estimateTokens } from '../../values/estimate-tokens.js';
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

describe('arguments that are too long for a list', () => {
  it('stay as they are while they fit', () => {
    const schema = object({ a: { ...string, description: 'Of its own' } });
    expect(fitSchema(schema, MAX)).toBe(schema);
  });

  it('tell once what repeats, and say where', () => {
    const address = (description: string) => ({ ...object(fields(12)), description });
    const shown = fit(object({ bill: address('To bill'), ship: address('To ship') }), 170);
    expect(shown['bill']).toEqual(address('To bill'));
    expect(shown['ship']).toEqual({ type: 'object', description: 'To ship. As bill' });
  });

  it('tell what repeats further inside by its path', () => {
    const address = object(fields(12));
    const shown = fit(object({ order: object({ bill: address, ship: address }) }), 170);
    expect(shown['order']!.properties!['ship']!.description).toBe('As order.bill');
  });

  it('name a few of many values, and keep the type', () => {
    const values = Array.from({ length: 150 }, (_, n) => `C${n}`);
    const currency = { ...string, description: 'Of the price.', enum: values };
    expect(fit(object({ currency }))['currency']).toEqual({
      type: 'string',
      description: 'Of the price. One of 150 values such as C0, C1, C2, C3, C4',
    });
  });

  it('keep a short list of values', () => {
    const color = { ...string, enum: ['red', 'green'] };
    expect(fit(object({ color, ...filler }))['color']).toEqual(color);
  });

  it('lose descriptions inside objects before their own', () => {
    const inner = {
      ...string,
      description: 'Told in some twenty words and more, so that it adds up',
    };
    const own = { ...string, description: 'Of its own' };
    const shown = fit(object({ own, record: object(fields(6, inner)) }));
    expect(shown['own']).toEqual(own);
    expect(shown['record']).toEqual(object(fields(6)));
  });

  it('name the fields of what is too deep, the required first', () => {
    const deep = object({ inner: object({ ...fields(20), id: string }, ['id']) });
    expect(fit(object({ deep }), 110)['deep']!.properties!['inner']).toEqual({
      type: 'object',
      description: expect.stringMatching(/^Fields: id \(required\), field_0, field_1/),
    });
  });

  it('make one outline of a choice between objects', () => {
    const choice = Array.from({ length: 20 }, (_, n) =>
      object({ type: { ...string, enum: [`t${n}`] }, [`p${n}`]: string }, ['type']),
    );
    const shown = fit(object({ rules: { type: 'array', items: { anyOf: choice } } }));
    expect(shown['rules']!.items).toEqual({
      type: 'object',
      description: expect.stringMatching(/^Fields: type \(required\), p0, p1/),
    });
  });

  it('keep the choice between plain types', () => {
    const either = { anyOf: [string, { type: 'integer' }] };
    expect(fit(object({ either, record: object(fields(40)) }))['either']).toEqual(either);
  });

  it('keep every name and what is required, whatever they cost', () => {
    const all = object({ ...fields(200), ...filler }, ['field_7']);
    const shown = fitSchema(all, MAX);
    expect(Object.keys(shown.properties!)).toEqual(Object.keys(all.properties!));
    expect(shown.required).toEqual(['field_7']);
    expect(shown.properties!['long']!.description!.length).toBeLessThanOrEqual(60);
  });

  it('have their budget, however deep', () => {
    const nest = (depth: number): JsonSchema =>
      depth === 0 ? string : object(fields(5, nest(depth - 1)));
    const shown = fitSchema(object({ nested: nest(5) }), MAX);
    expect(estimateTokens(JSON.stringify(shown))).toBeLessThanOrEqual(MAX);
  });
});
