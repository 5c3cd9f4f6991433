import { describe, expect, it } from '@jest/globals';
import { checkArguments } from '../request/arguments.js';
import { buildRequest } from '../request/build-request.js';
import { compileTools } from '../compile.js';
import { parseToolOverrides } from './tool-overrides.js';

const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };
const body = {
  content: {
    'application/json': {
      schema: {
        type: 'object',
        properties: { project: { type: 'object', properties: { name: { type: 'string' } } } },
      },
    },
  },
};
const document = (xMcp?: unknown) => ({
  openapi: '3.1.0',
  paths: {
    '/projects': {
      post: { operationId: 'createProjects', requestBody: body, 'x-mcp': xMcp },
    },
    '/projects/{id}': {
      put: { operationId: 'updateProjects', parameters: [id], requestBody: body },
      get: { operationId: 'getProjects', parameters: [id] },
    },
  },
});
const compile = (file: string) => compileTools(document(), { overrides: parseToolOverrides(file) });
const FIELDS = `
create_project, update_project:
  add_fields:
    notes: rich_text
    logo: file
    logo_removal: removal
    papers: files
    address: address
    mood: { type: string, enum: [calm, wild], description: Its mood }
`;

describe('fields that the document lacks', () => {
  const { tools, warnings } = compile(FIELDS);
  const create = tools.find(({ name }) => name === 'create_project')!;
  const update = tools.find(({ name }) => name === 'update_project')!;
  const bodyOf = (args: object) => {
    const { body: sent, headers } = buildRequest(create, checkArguments(create, args));
    return { sent: String(sent), type: headers['content-type'] };
  };

  it('become arguments of the named tools', () => {
    expect(warnings).toEqual([]);
    const names = ['address_attributes', 'logo', 'logo_removal', 'mood', 'name', 'notes', 'papers'];
    expect(Object.keys(create.inputSchema.properties!).toSorted()).toEqual(
      ['idempotency_key', ...names].toSorted(),
    );
    expect(Object.keys(update.inputSchema.properties!).toSorted()).toEqual(
      ['id', ...names].toSorted(),
    );
    expect(create.inputSchema.properties!['logo']).toMatchObject({
      type: 'string',
      description: expect.stringContaining('base64'),
    });
  });

  it('go into the wrapper as JSON when no file is given', () => {
    const args = { name: 'a', notes: '<b>b</b>', address_attributes: { city: 'c' }, mood: 'calm' };
    expect(JSON.parse(bodyOf(args).sent)).toEqual({ project: args });
  });

  it('go into a multipart form when a file is given', () => {
    const file = Buffer.from('hello').toString('base64');
    const { sent, type } = bodyOf({
      name: 'a',
      logo: `data:text/plain;base64,${file}`,
      papers: [file],
      address_attributes: { city: 'c' },
    });
    expect(type).toMatch(/^multipart\/form-data/);
    for (const name of [
      'project[name]',
      'project[logo]',
      'project[papers][]',
      'project[address_attributes][city]',
    ])
      expect(sent).toContain(`name="${name}"`);
    expect(sent).toContain('\r\n\r\nhello\r\n');
  });

  it('do not remove a file when the removal field is false', () => {
    expect(JSON.parse(bodyOf({ logo_removal: true }).sent)).toEqual({
      project: { logo_removal: true },
    });
    expect(() => checkArguments(create, { logo_removal: false })).toThrow(/logo_removal/);
  });

  it('may be given in the document as addFields or add_fields', () => {
    for (const key of ['addFields', 'add_fields']) {
      const { tools: own } = compileTools(document({ [key]: { logo: 'file' } }));
      expect(Object.keys(own[0]!.inputSchema.properties!)).toContain('logo');
    }
  });

  it('are left out one by one where the document has them wrong', () => {
    const { tools: own, warnings: said } = compileTools(
      document({ addFields: { logo: 'picture', notes: 'text', 'a b': 'text' } }),
    );
    expect(Object.keys(own[0]!.inputSchema.properties!)).toContain('notes');
    expect(said).toEqual([
      expect.stringMatching(/x-mcp.addFields.logo must be one of text, rich_text, file/),
      expect.stringMatching(/x-mcp.addFields.a b is no name/),
    ]);
  });
});

describe('parseToolOverrides', () => {
  it.each([
    ['create_project', 'create_project: { title: New, name: make_it, read_only: true }'],
    ['createProjects', 'createProjects: { title: New, name: make_it, readOnly: true }'],
    ['POST /projects', 'POST /projects: { title: New, name: make_it, readOnly: true }'],
  ])('applies to the tool that is called %s', (_key, file) => {
    const { tools, warnings } = compile(file);
    expect(warnings).toEqual([]);
    expect(tools[0]).toMatchObject({
      name: 'make_it',
      title: 'New',
      annotations: { readOnlyHint: true },
    });
  });

  it('hides a tool, and warns of a key that matches none', () => {
    const { tools, warnings } = compile(
      'create_project: false\ncreate_projekt: { title: x }\nget_project: { add_fields: { a: text } }',
    );
    expect(tools.map(({ name }) => name)).toEqual(['get_project', 'update_project']);
    expect(warnings).toEqual(
      expect.arrayContaining([
        'TOOLS_OVERRIDES: no tool is called create_projekt',
        expect.stringMatching(/GET .*no body/),
      ]),
    );
  });

  it('reads an empty file', () => expect(parseToolOverrides('# nothing yet\n').size).toBe(0));

  it.each([
    ['- a', /^line 1: must be tools/],
    ['a:\n  b: [', /^line [23]: /],
    ['a:\n  titel: x', /^line 2: x-mcp.titel is not one of/],
    ['a:\n  title: x\nb:\n  title: 5', /^line 4: x-mcp.title cannot be 5$/],
    ['a: 5', /^line 1: x-mcp must be an object or false$/],
    [
      'a:\n  add_fields:\n    b: text\n    c: picture',
      /^line 4: x-mcp.add_fields.c must be one of/,
    ],
    ['a:\n  add_fields:\n    b: { type: picture }', /^line 3: .*type is one of string/],
    ['a:\n  add_fields: [b]', /^line 2: x-mcp.add_fields must be fields/],
  ])('refuses %j with its line', (file, message) => {
    expect(() => parseToolOverrides(file)).toThrow(message);
  });
});
