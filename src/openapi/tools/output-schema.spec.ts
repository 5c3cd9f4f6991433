import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { compileTools } from '../compile.js';
import { readResponse } from '../response/read-response.js';
import { listResult } from '../response/list-result.js';
import { recordResult } from '../response/record-result.js';

/** The output schema of an operation that answers with this. */
function outputOf(schema: object | undefined, status = '200') {
  const content = schema && { 'application/json': { schema } };
  const responses = { 404: { description: 'Not Found' }, [status]: { content } };
  const paths = { '/things': { get: { operationId: 'listThings', responses } } };
  const { tools, outputSchemaOf } = compileTools({ openapi: '3.1.0', paths });
  return outputSchemaOf(tools[0]!);
}
const object = (properties: object, more: object = {}) => ({
  type: 'object',
  properties,
  ...more,
});
const THING = object(
  {
    id: { type: 'integer', description: 'Thing ID' },
    name: { type: 'string', description: 'What people call it', enum: ['a'] },
    notes: { type: ['string', 'null'], format: 'date-time' },
    price: { type: 'number', minimum: 1 },
    open: { type: 'boolean' },
    photo: { type: 'object' },
    tags: { type: 'array', items: object({ name: { type: 'string' } }, { required: ['name'] }) },
    secret: { type: 'string', writeOnly: true },
  },
  { required: ['id', 'name', 'price'] },
);
const SHOWN = object({
  id: {},
  name: { description: 'What people call it' },
  notes: {},
  price: {},
  open: {},
  photo: {},
  tags: { items: { properties: { name: {} } } },
});

describe('outputSchemaOf', () => {
  it.each<[string, object | undefined, unknown]>([
    ['a record', THING, SHOWN],
    [
      'a list',
      { type: 'array', items: THING },
      object({
        items: { type: 'array', items: { properties: SHOWN.properties } },
        next: {},
      }),
    ],
    [
      'a choice of records',
      { oneOf: [object({ a: {} }), object({ b: {} })] },
      object({ a: {}, b: {} }),
    ],
    ['any object', { type: 'object' }, undefined],
    ['a text', { type: 'string' }, undefined],
    ['no body', undefined, undefined],
  ])('describes %s', (_what, schema, expected) => {
    expect(outputOf(schema)).toEqual(expected);
  });

  it.each([['201'], ['2XX']])('reads the response %s', (status) => {
    expect(outputOf(THING, status)).toEqual(SHOWN);
  });

  it.each<[string, object, unknown]>([
    ['nulls', THING, { id: null, name: null, notes: null, price: null, tags: null }],
    ["Rails' decimals", THING, { price: '12.50' }],
    ['obfuscated ids', THING, { id: 'JkXmL' }],
    ['values that are not listed', THING, { name: 7, notes: {}, photo: 'https://a.example/1.png' }],
    ['further names and missing ones', THING, { colour: 'red', tags: [null, {}, { size: 1 }] }],
    ['a list where a record was announced', THING, [{ id: 1 }]],
    ['a record where a list was announced', { type: 'array', items: THING }, { id: 1 }],
    ['an object for a list', THING, { tags: {}, id: [1], open: 'yes', name: [{}] }],
    ['a list for an object', object({ inner: object({ a: {} }) }), { inner: [1, { a: 1 }] }],
    ['text for an object', object({ inner: object({ a: {} }) }), { inner: 'none' }],
    ['a list of nulls', { type: 'array', items: THING }, [null, { id: 1 }]],
    ['nothing', THING, null],
  ])('still validates %s', (_what, schema, answered) => {
    const validate = new Ajv2020({ strict: false }).compile(outputOf(schema)!);
    expect(validate(shown(answered))).toBe(true);
  });
});

function shown(answered: unknown): unknown {
  const maxTokens = 100_000;
  const response = {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(answered)),
  };
  const answer = readResponse(response, { changes: false, onlyJson: true });
  if (answer.is === 'page') {
    return listResult([answer.page], { maxTokens, continues: true }).structuredContent;
  }
  if (answer.is === 'record') return recordResult(answer.record, maxTokens).structuredContent;
  throw new Error(`it was read as a ${answer.is}`);
}
