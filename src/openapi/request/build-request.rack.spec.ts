import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { missingRack, readWithRack } from '../../../test/rack.js';
import { buildRequest } from './build-request.js';
import { compileTools } from '../compile.js';

const FORM = 'application/x-www-form-urlencoded';
const MULTIPART = 'multipart/form-data';
const file = { type: 'string', format: 'binary' };
const task = {
  type: 'object',
  properties: {
    id: { type: 'integer' },
    _destroy: { type: 'boolean' },
    name: { type: 'string' },
    photo: file,
    tags: { type: 'array', items: { type: 'string' } },
  },
};
const fields = {
  title: { type: 'string' },
  tasks_attributes: { type: 'array', items: task },
  'ids[]': { type: 'array', items: { type: 'integer' } },
  'attachments[]': { type: 'array', items: file },
  grid: { type: 'array', items: { type: 'array', items: { type: 'integer' } } },
  owner: { type: 'object', properties: { address: { type: 'object', additionalProperties: {} } } },
};
const body = (type: string, schema: object) => ({
  post: { requestBody: { content: { [type]: { schema } } } },
});
const flat = { type: 'object', properties: fields };
const { tools } = compileTools({
  openapi: '3.1.0',
  paths: {
    '/forms': body(FORM, flat),
    '/parts': body(MULTIPART, flat),
    '/wrapped_forms': body(FORM, { type: 'object', properties: { project: flat } }),
    '/wrapped_parts': body(MULTIPART, { type: 'object', properties: { project: flat } }),
    '/query': {
      get: {
        parameters: Object.entries(fields).map(([name, schema]) => ({ name, schema, in: 'query' })),
      },
    },
  },
});
const toolOf = (path: string) => tools.find((tool) => tool.path === path)!;
const WAYS = ['/forms', '/parts', '/wrapped_forms', '/wrapped_parts', '/query'];
const inside = (path: string, read: unknown) =>
  path.startsWith('/wrapped') ? (read as { project: unknown }).project : read;

type Case = [what: string, args: Record<string, unknown>, expected: unknown];
const CASES: Case[] = [
  [
    'two records, though no key repeats',
    { tasks_attributes: [{ id: 5, _destroy: true }, { name: 'new' }] },
    { tasks_attributes: { 0: { id: '5', _destroy: 'true' }, 1: { name: 'new' } } },
  ],
  [
    'a list in a record in a list',
    { tasks_attributes: [{ tags: ['a', 'b'] }, { tags: ['c'] }] },
    { tasks_attributes: { 0: { tags: ['a', 'b'] }, 1: { tags: ['c'] } } },
  ],
  ['a list whose name has brackets', { ids: [1, 2] }, { ids: ['1', '2'] }],
  ['lists in a list', { grid: [[1, 2], [3]] }, { grid: { 0: ['1', '2'], 1: ['3'] } }],
  [
    'a record in a record',
    { owner: { address: { 'a&b': 'é=;+ ', c: null } } },
    { owner: { address: { 'a&b': 'é=;+ ', c: '' } } },
  ],
];
const content = (name: string) => ({ file: `${name}.txt`, type: 'text/plain', content: name });
const IN_FORMS: Case[] = [['an empty list', { ids: [], title: 'x' }, { ids: [''], title: 'x' }]];
const IN_PARTS: Case[] = [
  [
    'files, wherever they stand',
    {
      attachments: ['data:text/plain;name=a.txt,a', 'data:text/plain;name=b.txt,b'],
      tasks_attributes: [{ id: 5 }, { name: 'x', photo: 'data:text/plain;name=c.txt,c' }],
    },
    {
      attachments: [content('a'), content('b')],
      tasks_attributes: { 0: { id: '5' }, 1: { name: 'x', photo: content('c') } },
    },
  ],
];
const cases = WAYS.flatMap((path) =>
  [
    ...CASES,
    ...(path === '/query' ? [] : IN_FORMS),
    ...(path.endsWith('parts') ? IN_PARTS : []),
  ].map(([what, args, expected]) => [`${what}, in ${path}`, path, args, expected] as const),
);

if (missingRack !== undefined) {
  console.warn(`The cases of build-request.rack.spec.ts are skipped: ${missingRack}`);
  it.skip(`Rack reads what is sent: skipped, because ${missingRack}`, () => {});
} else {
  const requests = cases.map(([, path, args]) => buildRequest(toolOf(path), args));
  const read = readWithRack(requests);
  it.each(cases.map((one, at) => [...one, read[at]] as const))(
    'Rack reads %s',
    (_what, path, _args, expected, parameters) => {
      expect(inside(path, parameters)).toEqual(expected);
    },
  );

  it('Rack reads every record of every list in every encoding', () => {
    const record = fc.record(
      {
        id: fc.integer(),
        name: fc.string({ unit: 'grapheme' }),
        tags: fc.array(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 3 }),
      },
      { requiredKeys: [] },
    );
    const lists = fc
      .sample(fc.array(record, { minLength: 1, maxLength: 4 }), 200)
      .map((list) => list.filter((one) => Object.keys(one).length > 0));
    const requests = WAYS.flatMap((path) =>
      lists.map((tasks_attributes) => buildRequest(toolOf(path), { tasks_attributes, title: 'x' })),
    );
    const expected = lists.map((list) => list.map((one) => asText(one)));
    readWithRack(requests).forEach((read, at) => {
      const path = WAYS[Math.floor(at / lists.length)]!;
      const { tasks_attributes: tasks = {} } = inside(path, read) as Record<string, object>;
      const list = lists[at % lists.length]!;
      if (list.length > 0) expect(Object.values(tasks)).toEqual(expected[at % lists.length]);
    });
  });
}

const asText = (record: object) =>
  Object.fromEntries(
    Object.entries(record).map(([name, value]) => [
      name,
      Array.isArray(value) ? value : String(value),
    ]),
  );
