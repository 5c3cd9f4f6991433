import { describe, expect, it } from '@jest/globals';
import { checkArguments } from '../request/arguments.js';
import { compileTools } from '../compile.js';
import type { Tool } from './tool.js';

/** The tool of the only operation, with a JSON body of this schema if there is one. */
function toolOf(method: string, path: string, operation: object, schema?: object): Tool {
  const requestBody = schema && { content: { 'application/json': { schema } } };
  const { tools } = compileTools({
    openapi: '3.1.0',
    paths: { [path]: { [method]: { ...(requestBody && { requestBody }), ...operation } } },
    components: { schemas: { Tag: object({ name: string }) } },
  });
  return tools[0]!;
}
const bodyTool = (method: string, schema: object, path = '/projects') =>
  toolOf(method, path, { operationId: 'x' }, schema);

const string = { type: 'string' };
const integer = { type: 'integer' };
const object = (properties: object, required: string[] = []) => ({
  type: 'object',
  properties,
  required,
});
const places = ({ destinations }: Tool) =>
  [...destinations].map(([name, destination]) =>
    destination.in === 'parameter'
      ? `${name} → ${destination.parameter.in} ${destination.parameter.name}`
      : `${name} → ${destination.in}${destination.in === 'body' ? ` ${destination.name}` : ''}`,
  );

describe('arguments of a tool', () => {
  it('are flat: the wrapper is taken off and remembered', () => {
    const tool = bodyTool(
      'post',
      object({ project: object({ name: string, size: integer }, ['name']) }),
    );
    expect(tool.inputSchema).toEqual({
      type: 'object',
      properties: { name: string, size: integer },
      required: ['name'],
    });
    expect(tool.body).toEqual({
      contentType: 'application/json',
      encoding: 'json',
      required: true,
      wrapper: 'project',
    });
  });

  it.each<[string, string, object, string[] | undefined]>([
    ['a wrapped PUT', 'put', object({ project: object({ name: string }, ['name']) }), undefined],
    [
      'a wrapped PATCH',
      'patch',
      object({ project: object({ name: string }, ['name']) }),
      undefined,
    ],
    ['a bare PATCH', 'patch', object({ name: string, size: string }, ['name']), undefined],
    ['a bare PUT', 'put', object({ name: string, size: string }, ['name']), ['name']],
    ['a bare POST', 'post', object({ name: string, size: string }, ['name']), ['name']],
  ])('%s requires %j of %j', (_what, method, schema, required) => {
    expect(bodyTool(method, schema).inputSchema.required).toEqual(required);
  });

  it.each<[string, object, string[]]>([
    ['a free object', { type: 'object' }, ['body → whole body']],
    ['a list', { type: 'array', items: string }, ['body → whole body']],
    [
      'a choice of unlike things',
      { oneOf: [string, object({ a: string })] },
      ['body → whole body'],
    ],
    ['no schema', {}, ['body → whole body']],
    ['two fields', object({ a: string, b: string }), ['a → body a', 'b → body b']],
    ['one plain field', object({ a: string }), ['a → body a']],
    ['one object of no fields', object({ meta: { type: 'object' } }), ['meta → body meta']],
    [
      'a wrapped reference',
      object({ tag: { type: 'object', $ref: '#/components/schemas/Tag' } }),
      ['name → body name'],
    ],
    [
      'a choice of objects',
      { oneOf: [object({ a: string }), object({ b: string }), { type: 'null' }] },
      ['a → body a', 'b → body b'],
    ],
    [
      'a wrapped choice of objects',
      object({ thing: { anyOf: [object({ a: string }), object({ b: string })] } }),
      ['a → body a', 'b → body b'],
    ],
    [
      'either of two names required',
      { ...object({ a: string, b: string }), anyOf: [{ required: ['a'] }, { required: ['b'] }] },
      ['a → body a', 'b → body b'],
    ],
  ])('%s', (_what, schema, expected) => {
    expect(places(bodyTool('post', schema))).toEqual(expected);
  });

  it('of a choice take what any variant takes and require what all require', () => {
    const kind = (value: string) => ({ type: 'string', enum: [value] });
    const { inputSchema } = bodyTool('post', {
      oneOf: [
        object({ kind: kind('card'), number: string, x: string }, ['kind', 'number']),
        object({ kind: kind('iban'), number: integer, x: string }, ['kind']),
        object({ kind: kind('cash'), constructor: string }, ['kind']),
      ],
    });
    expect(inputSchema).toEqual({
      type: 'object',
      properties: {
        kind: { type: 'string', enum: ['card', 'iban', 'cash'] },
        number: { anyOf: [string, integer] },
        x: string,
        constructor: string,
      },
      required: ['kind'],
    });
  });

  it.each<[string, object[], object, string[]]>([
    [
      'id in the path and the body',
      [],
      object({ id: integer, name: string }),
      ['id → path id', 'body_id → body id', 'name → body name'],
    ],
    [
      'a name in the query and the body',
      [{ name: 'name', in: 'query' }],
      object({ name: string, size: string }),
      ['name → query name', 'id → path id', 'body_name → body name', 'size → body size'],
    ],
    [
      'an id, and a name that looks like its second',
      [],
      object({ id: integer, body_id: integer, body_id_2: string }),
      [
        'id → path id',
        'body_id_3 → body id',
        'body_id → body body_id',
        'body_id_2 → body body_id_2',
      ],
    ],
    [
      'a name in the query that the path needs',
      [
        { name: 'id', in: 'query' },
        { name: 'id', in: 'header' },
      ],
      object({ a: string, b: string }),
      ['query_id → query id', 'header_id → header id', 'id → path id', 'a → body a', 'b → body b'],
    ],
    [
      'one name three times',
      [
        { name: 'a[b]', in: 'query' },
        { name: 'a(b)', in: 'query' },
        { name: 'a{b', in: 'query' },
      ],
      object({ '+1': string, b: string }),
      [
        'a_b → query a[b]',
        'query_a_b → query a(b)',
        'query_a_b_2 → query a{b',
        'id → path id',
        '_1 → body +1',
        'b → body b',
      ],
    ],
    [
      'brackets',
      [
        { name: 'filter[id]', in: 'query' },
        { name: 'ids[]', in: 'query' },
        { name: 'ids', in: 'query' },
      ],
      object({ 'a b': string, __x__: string }),
      [
        'filter_id → query filter[id]',
        'ids → query ids[]',
        'query_ids → query ids',
        'id → path id',
        'a_b → body a b',
        'x → body __x__',
      ],
    ],
    [
      'names of no letters',
      [
        { name: '日本', in: 'query' },
        { name: 'X-Trace.Id', in: 'header' },
      ],
      object({ a: string, ['l'.repeat(80)]: string }),
      [
        'arg_cf2abf → query 日本',
        'X-Trace.Id → header X-Trace.Id',
        'id → path id',
        'a → body a',
        `${'l'.repeat(64)} → body ${'l'.repeat(80)}`,
      ],
    ],
  ])('%s', (_what, parameters, schema, expected) => {
    const tool = toolOf('put', '/projects/{id}', { operationId: 'x', parameters }, schema);
    expect(places(tool)).toEqual(expected);
    expect(Object.keys(tool.inputSchema.properties!)).toEqual([...tool.destinations.keys()]);
  });

  it.each([
    ['id', integer, string],
    ['team_id', { type: 'integer', minimum: 1 }, string],
    ['id', { type: 'string', enum: ['me'] }, { type: 'string', enum: ['me'] }],
    ['page', integer, integer],
    ['grid', integer, integer],
  ])('a path parameter %s of %j is %j', (name, schema, expected) => {
    const parameters = [{ name, in: 'path', required: true, schema }];
    const tool = toolOf('get', `/x/{${name}}`, { operationId: 'x', parameters });
    expect(tool.inputSchema).toEqual({
      type: 'object',
      properties: { [name]: expected },
      required: [name],
    });
  });
});

describe('words and hints', () => {
  it('what several operations are called is said in the words of their names', () => {
    const remove = (operationId: string) => ({ delete: { operationId, summary: 'Remove Tag' } });
    const { tools } = compileTools({
      openapi: '3.1.0',
      paths: { '/a/tags/{id}': remove('removeATags'), '/b/tags/{id}': remove('removeBTags') },
    });
    expect(tools).toMatchObject([
      { title: 'Delete a tag', description: 'Delete a tag for good.' },
      { title: 'Delete b tag', description: 'Delete b tag for good.' },
    ]);
  });

  const list = { summary: 'List Tangible Things', description: 'List Tangible Things of a team' };
  it.each<[string, string, string, object, string, string]>([
    ['get', '/things', 'listThings', list, list.summary, list.description],
    [
      'delete',
      '/things/{id}',
      'removeThings',
      list,
      'Delete Tangible Thing',
      'Delete Tangible Thing for good.',
    ],
    [
      'delete',
      '/things/{id}',
      'removeThings',
      { summary: 'List all Things' },
      'Delete Thing',
      'Delete Thing for good.',
    ],
    ['delete', '/things/{id}', 'removeThings', {}, 'Delete thing', 'Delete thing for good.'],
    [
      'delete',
      '/things/{id}',
      'removeThings',
      { description: 'List Things' },
      'Delete Thing',
      'Delete Thing for good.',
    ],
    [
      'put',
      '/things/{id}',
      'updateThings',
      { summary: 'Update Thing', description: 'List all things' },
      'Update Thing',
      'Update Thing',
    ],
    ['put', '/things/{id}', 'updateThings', list, 'Update thing', 'Update thing'],
    ['delete', '/things/{id}', 'removeThings', { summary: 'Bin it' }, 'Bin it', 'Bin it for good.'],
    [
      'delete',
      '/things/{id}',
      'removeThings',
      { ...list, description: 'Bins it.' },
      'Delete Tangible Thing',
      'Bins it.',
    ],
    [
      'get',
      '/things/{id}',
      'getThings',
      { summary: ' Fetch Thing ' },
      'Fetch Thing',
      'Fetch Thing',
    ],
    [
      'get',
      '/things/{id}',
      'getThings',
      { summary: 3, description: null },
      'Get thing',
      'Get thing',
    ],
    [
      'post',
      '/things/{id}',
      'PostThingsId',
      { description: 'Updates a thing.' },
      'Updates a thing',
      'Updates a thing.',
    ],
  ])('%s %s %s %j: %s. %s', (method, path, operationId, words, title, description) => {
    const tool = toolOf(method, path, { operationId, ...words });
    expect(tool).toMatchObject({ title, description, annotations: { title } });
  });

  it.each([
    // method, id, read-only, destructive, idempotent
    ['get', 'listThings', true, false, true],
    ['post', 'createThings', false, false, false],
    ['post', 'archiveThings', false, true, false],
    ['post', 'gdpr_destroyThings', false, true, false],
    ['post', 'cancelledThings', false, false, false],
    ['put', 'updateThings', false, true, true],
    ['patch', 'updateThings', false, true, false],
    ['delete', 'removeThings', false, true, true],
    ['post', 'resendThings', false, false, false],
    ['put', 'resendThings', false, true, false],
    ['post', 'upsertThings', false, true, false],
    ['post', 'unarchiveThings', false, false, false],
  ])('%s %s', (method, operationId, readOnlyHint, destructiveHint, idempotentHint) => {
    expect(toolOf(method, '/things/{id}', { operationId }).annotations).toEqual({
      title: expect.any(String),
      readOnlyHint,
      destructiveHint,
      idempotentHint,
      openWorldHint: false,
    });
  });
});

describe('x-mcp', () => {
  const warningsOf = (settings: unknown) => {
    const get = { operationId: 'listThings', 'x-mcp': settings };
    const { tools, warnings } = compileTools({
      openapi: '3.1.0',
      paths: { '/things': { get }, '/other': { get: {} } },
    });
    return { tool: tools[0]!, warnings };
  };

  it.each<[object, object]>([
    [{ name: 'find_things' }, { name: 'find_things' }],
    [{ title: 'Things!' }, { title: 'Things!', annotations: { title: 'Things!' } }],
    [{ description: 'All of them' }, { description: 'All of them' }],
    [
      { readOnly: false },
      { annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true } },
    ],
    [{ readOnly: false, destructive: true }, { annotations: { destructiveHint: true } }],
    [{ readOnly: true, destructive: true }, { annotations: { destructiveHint: false } }],
    [{ idempotent: false }, { annotations: { idempotentHint: false } }],
  ])('%j', (settings, expected) => {
    const { tool, warnings } = warningsOf(settings);
    expect(tool).toMatchObject(expected);
    expect(warnings).toEqual([]);
  });

  it('makes a POST that only reads safe to call', () => {
    const search = { operationId: 'searchThings', 'x-mcp': { readOnly: true } };
    expect(toolOf('post', '/things/search', search).annotations).toMatchObject({
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
    });
  });

  it.each<[unknown, RegExp]>([
    [{ name: 'List Things' }, /^GET \/things: x-mcp.name cannot be "List Things": ignored/],
    [{ name: 7 }, /x-mcp.name cannot be 7/],
    [{ readOnly: 'yes' }, /x-mcp.readOnly cannot be "yes"/],
    [{ readonly: true }, /x-mcp.readonly is not one of hidden, name, /],
    [{ constructor: true }, /x-mcp.constructor is not one of/],
    ['hidden', /x-mcp must be an object or false/],
  ])('%j is ignored, with a warning', (settings, warning) => {
    const { tool, warnings } = warningsOf(settings);
    expect(tool).toMatchObject({ name: 'list_things', annotations: { readOnlyHint: true } });
    expect(warnings).toEqual([expect.stringMatching(warning)]);
  });
});

describe('words from elsewhere in the document', () => {
  const list = (operationId: string) => ({ operationId, tags: ['Things::Tag'] });
  const id = (name: string) => ({ name, in: 'path', required: true, schema: integer });
  const { tools } = compileTools({
    openapi: '3.1.0',
    tags: [
      { name: 'Things::Tag', description: '> Things Tags\n\nTags sort **things**. More.' },
      { name: 'Team', description: 'Teams' },
      null as never,
    ],
    paths: {
      '/teams': { get: { operationId: 'listTeams', tags: ['Team'] } },
      '/teams/{team_id}/things': {
        get: { operationId: 'listThings', parameters: [id('team_id')] },
      },
      '/teams/{team_id}/things/tags': { get: list('listThingsTags') },
      '/teams/{team_id}/tags': { get: { operationId: 'listTags' } },
      '/things/tags/{id}': { get: list('getThingsTags') },
      '/things/{thing_id}/parts': {
        post: {
          operationId: 'createParts',
          requestBody: {
            content: {
              'application/json': {
                schema: object({
                  team_id: integer,
                  thing_ids: { type: 'array', items: integer },
                  tag_id: integer,
                  part_id: { type: 'string', description: 'Its number' },
                  nobody_id: integer,
                }),
              },
            },
          },
        },
      },
    },
  });
  const hints = Object.fromEntries(
    tools.map(({ name, inputSchema }) => [
      name,
      Object.fromEntries(
        Object.entries(inputSchema.properties!).map(([key, schema]) => [key, schema.description]),
      ),
    ]),
  );

  it('say which tool lists the ids', () => {
    expect(hints).toEqual({
      list_teams: {},
      list_things: { team_id: 'from list_teams' },
      list_things_tags: { team_id: 'from list_teams' },
      list_tags: { team_id: 'from list_teams' },
      get_things_tag: { id: 'from list_things_tags' },
      create_part: {
        thing_id: 'from list_things',
        team_id: 'from list_teams',
        thing_ids: 'from list_things',
        tag_id: undefined,
        part_id: 'Its number',
        nobody_id: undefined,
      },
    });
  });

  it('say at its list what a resource is', () => {
    expect(tools.find(({ name }) => name === 'list_things_tags')!.description).toBe(
      'List things tags. Tags sort things. More.',
    );
    expect(tools[0]!.description).toBe('List teams');
  });
});

describe('what every model provider accepts', () => {
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

  it.each(tools.map((tool) => [tool.name, tool] as const))('%s', (_name, tool) => {
    const { inputSchema } = tool;
    expect(
      Object.keys(inputSchema).filter((key) => !['properties', 'required'].includes(key)),
    ).toEqual(['type']);
    expect(inputSchema.type).toBe('object');
    for (const name of Object.keys(inputSchema.properties!)) expect(name).toMatch(/^[\w.-]{1,64}$/);
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
  });

  it('every schema became a tool', () => {
    expect(tools).toHaveLength(Object.keys(schemas).length);
  });
});
