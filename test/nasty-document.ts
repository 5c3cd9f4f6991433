/** A document with over a thousand operations, each with a construct that broke somebody's tools. */
export function nastyDocument(): Record<string, unknown> & { paths: Record<string, unknown> } {
  const paths: Record<string, Record<string, unknown>> = {};
  let count = 0;
  const add = (method: string, operation: object, suffix = '') => {
    count += 1;
    paths[`/things${count}${suffix}`] = { [method]: { operationId: `op${count}`, ...operation } };
  };
  for (const [index, schema] of SCHEMAS.entries()) {
    for (const [place, operation] of Object.entries(placesOf(schema))) {
      add(METHODS[(index + place.length) % METHODS.length]!, operation, '/{id}');
    }
  }
  for (const id of IDS) add('get', { operationId: id });
  for (const words of WORDS) add('delete', { summary: words, description: words, tags: words });
  for (const junk of JUNK) {
    add('put', { parameters: junk, requestBody: junk, responses: junk, 'x-mcp': junk }, '/{id}');
    add('post', { requestBody: { content: junk }, parameters: [junk, { schema: junk }] });
    add('patch', { requestBody: { content: { 'application/json': { schema: junk } } } });
  }
  const random = randomOf(7);
  for (let left = 1_100 - count; left > 0; left--) {
    const schema = randomSchema(random, 4);
    add(METHODS[count % METHODS.length]!, {
      ...placesOf(schema)['json'],
      operationId: `fuzz${count}`,
    });
  }
  return { openapi: '3.0.3', info: {}, tags: JUNK, paths, components: { schemas: COMPONENTS } };
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
const IDS = [
  'list',
  'List',
  'a'.repeat(300),
  '日本',
  '2fa',
  '',
  ' ',
  'x-y.z',
  'listA::Bs',
  'index',
  'index',
  7,
  null,
];
const JUNK: unknown[] = [
  null,
  true,
  0,
  -1.5,
  '',
  'text',
  [],
  {},
  [null],
  [[]],
  { a: null },
  { $ref: 7 },
  { $ref: '#' },
  { $ref: '#/components/schemas/Gone' },
  { $ref: 'https://example.com/a.yaml' },
];
const WORDS: unknown[] = [
  '',
  ' ',
  'List',
  'List all',
  '**',
  '`',
  '<br>',
  '&#0;',
  '&lt;',
  'x'.repeat(5_000),
  'One. '.repeat(500),
  '# H',
  '> ',
  '[a](https://b.example)',
  '```',
  null,
  7,
  ['a'],
  '\u0000',
  '\ud800',
];

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const string = { type: 'string' };
const COMPONENTS = {
  Loop: {
    type: 'object',
    properties: { self: ref('Loop'), all: { type: 'array', items: ref('Loop') } },
  },
  Self: ref('Self'),
  All: { allOf: [ref('All'), { type: 'object', properties: { a: string } }] },
  Either: { oneOf: [ref('Either'), string, ref('Loop')] },
  List: { type: 'array', items: ref('List') },
  Map: { type: 'object', additionalProperties: ref('Map') },
  Wide: {
    type: 'object',
    properties: Object.fromEntries(
      Array.from({ length: 40 }, (_, at) => [`field_${at}`, ref('Deep')]),
    ),
  },
  Deep: Array.from({ length: 60 }).reduce<object>(
    (inner) => ({ type: 'object', properties: { in: inner } }),
    string,
  ),
};

const SCHEMAS: unknown[] = [
  ...Object.keys(COMPONENTS).map(ref),
  ...Object.keys(COMPONENTS).map((name) => ({
    type: 'object',
    properties: { wrapped: { type: 'object', ...ref(name) } },
  })),
  { type: ['string', 'null'] },
  { type: 'string', nullable: true, enum: ['a', null] },
  { type: ['array', 'null'], contains: { type: 'integer' }, minContains: 0 },
  { type: 'array' },
  { type: 'array', items: [string, { type: 'integer' }] },
  { type: 'array', prefixItems: [string, ref('Loop')], items: false },
  { type: 'array', properties: { a: string } },
  { type: ['string', 'array', 'object', 'null'], items: string, properties: { a: string } },
  { type: 'integer', minimum: 1, exclusiveMinimum: true, maximum: 9, exclusiveMaximum: false },
  { type: 'number', minimum: Number.POSITIVE_INFINITY, multipleOf: 0, default: Number.NaN },
  { type: 'string', pattern: '\\A[a-z]+\\z', minLength: -1, format: 7 },
  { type: 'string', pattern: '(?<a>[' },
  { type: 'string', format: 'binary' },
  { type: 'array', items: { type: 'string', format: 'binary' } },
  { type: 'file' },
  { type: 'null' },
  { type: 'date' },
  { const: null },
  { enum: [null] },
  { enum: [] },
  { enum: [{ a: 1 }, [1], 1, 'a', true] },
  { default: { a: { b: { c: { d: { e: { f: 1 } } } } } } },
  { oneOf: [] },
  { oneOf: [null, 7, {}] },
  { anyOf: [{ type: 'null' }] },
  {
    oneOf: [
      { type: 'object', properties: { a: string } },
      { type: 'object', properties: { a: { type: 'integer' }, b: string }, required: ['b'] },
    ],
  },
  {
    allOf: [
      { type: 'object', properties: { a: string }, required: ['a', 'z'] },
      { required: null },
      null,
      { anyOf: [string, { type: 'integer' }] },
    ],
  },
  { type: 'object', required: null, properties: null },
  { type: 'object', required: ['a'], additionalProperties: false },
  { type: 'object', additionalProperties: { type: ['integer', 'null'] } },
  {
    type: 'object',
    properties: {
      id: { type: 'integer' },
      body_id: string,
      query_id: string,
      '': string,
      'a b': string,
      a_b: string,
      '+1': string,
      日本: string,
      constructor: string,
      toString: string,
      ['l'.repeat(99)]: string,
    },
  },
  JSON.parse(
    '{"type":"object","properties":{"__proto__":{"type":"string"},"a":{"type":"string"}},"required":["__proto__"]}',
  ),
  {
    not: string,
    if: string,
    $defs: { a: string },
    dependentSchemas: { a: string },
    patternProperties: { a: string },
  },
  true,
  false,
];

/** The schema in every place where an operation can have one. */
function placesOf(schema: unknown): Record<string, object> {
  const parameter = (place: string, more: object = {}) => ({
    parameters: [{ name: 'thing', in: place, schema, ...more }],
  });
  const body = (type: string) => ({ requestBody: { content: { [type]: { schema } } } });
  return {
    query: parameter('query'),
    deepObject: parameter('query', { style: 'deepObject', explode: true, required: true }),
    pipes: parameter('query', { style: 'pipeDelimited', explode: false }),
    content: parameter('query', { schema: undefined, content: { 'application/json': { schema } } }),
    header: parameter('header'),
    path: { parameters: [{ name: 'id', in: 'path', schema }] },
    json: body('application/json'),
    form: body('application/x-www-form-urlencoded'),
    multipart: body('multipart/form-data'),
    text: body('text/plain'),
    bytes: body('image/png'),
    vendor: body('application/vnd.api+json; charset=utf-8'),
    answer: { responses: { 200: { content: { 'application/json': { schema } } } } },
    answers: {
      responses: { '2XX': { content: { '*/*': { schema: { type: 'array', items: schema } } } } },
    },
  };
}

type Random = (below: number) => number;

/** A seeded random generator (mulberry32). */
function randomOf(seed: number): Random {
  let state = seed;
  return (below) => {
    state = Math.trunc(state + 0x6d2b79f5);
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const KEYWORDS = [
  'type',
  'properties',
  'items',
  'required',
  'allOf',
  'anyOf',
  'oneOf',
  'enum',
  'nullable',
  'additionalProperties',
  'default',
  'pattern',
  'format',
  'minimum',
  'description',
  '$ref',
  'const',
  'readOnly',
];

/** Nested keywords with values of any kind, valid or invalid. */
function randomSchema(random: Random, depth: number): unknown {
  const pick = <T>(from: readonly T[]): T => from[random(from.length)]!;
  const inner = () => (depth > 0 ? randomSchema(random, depth - 1) : string);
  const values: (() => unknown)[] = [
    () => pick(['string', 'integer', 'array', 'object', 'null', 'boolean', 'number']),
    () => [pick(['string', 'array']), pick(['null', 'object', 'integer'])],
    () => ({ [pick(['a', 'id', 'tag_ids', 'x y'])]: inner(), b: inner() }),
    () => [inner(), inner()],
    inner,
    () => pick(JUNK),
    () => pick(WORDS),
    () => ref(pick(Object.keys(COMPONENTS))).$ref,
    () => pick([['a'], ['a', 'b', null], [1, 2]]),
  ];
  const keywords = Array.from(
    { length: 1 + random(5) },
    () => [pick(KEYWORDS), pick(values)()] as const,
  );
  return Object.fromEntries(keywords);
}
