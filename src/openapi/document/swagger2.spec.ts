import { describe, expect, it } from '@jest/globals';
import { buildRequest } from '../request/build-request.js';
import { LIST_OPTIONS } from '../plan/list-response.js';
import { compileTools } from '../compile.js';
import { parseDocument } from './document.js';

const { tools, outputSchemaOf, warnings } = compileTools(
  parseDocument(`
swagger: "2.0"
info: { title: Pets, version: "1" }
host: pets.example.com
basePath: /api/v1
consumes: [application/json]
definitions:
  Pet:
    type: object
    required: [name]
    properties:
      id: { type: integer, readOnly: true }
      name: { type: string, x-nullable: true }
      friend: { $ref: "#/definitions/Pet" }
parameters:
  page: { name: page, in: query, type: integer, minimum: 1 }
  id: { name: id, in: path, required: true, type: integer }
  pet: { name: pet, in: body, required: true, schema: { $ref: "#/definitions/Pet" } }
responses:
  pet: { description: OK, schema: { $ref: "#/definitions/Pet" } }
paths:
  /pets:
    get:
      operationId: listPets
      parameters:
        - $ref: "#/parameters/page"
        - { name: ids, in: query, type: array, items: { type: integer } }
        - { name: tags, in: query, type: array, items: { type: string }, collectionFormat: multi }
        - { name: kinds, in: query, type: array, items: { type: string }, collectionFormat: pipes }
        - { name: X-Trace, in: header, type: string }
      responses: { 200: { schema: { type: array, items: { $ref: "#/definitions/Pet" } } } }
    post:
      operationId: createPets
      parameters: [{ $ref: "#/parameters/pet" }]
      responses: { 201: { $ref: "#/responses/pet" } }
  /pets/{id}:
    parameters: [{ $ref: "#/parameters/id" }]
    put:
      operationId: updatePets
      consumes: [application/x-www-form-urlencoded]
      parameters:
        - { name: name, in: formData, type: string, required: true }
        - { name: status, in: formData, type: string, enum: [sold, open] }
  /pets/{id}/photo:
    parameters: [{ $ref: "#/parameters/id" }]
    post:
      operationId: uploadPets
      parameters:
        - { name: id, in: path, required: true, type: string, enum: [me] }
        - { name: file, in: formData, type: file, required: true }
        - { name: note, in: formData, type: string }
  /gone: { $ref: "#/nowhere" }
  /odd: { get: { parameters: odd, responses: odd }, post: 7 }
`),
);
/** What a list takes besides that has no `after`. */
const LIST = Object.fromEntries(
  LIST_OPTIONS.flatMap(({ option, schema }) => (option === 'fields' ? [[option, schema]] : [])),
);
const string = { type: 'string' };
const integer = { type: 'integer' };

/** What every create takes as well. */
const REPEATABLE = {
  idempotency_key: { ...string, description: 'Any key: a repeat with it is done once' },
};

describe('a Swagger 2.0 document', () => {
  it('becomes tools with their arguments', () => {
    const shown = tools.map(({ name, inputSchema }) => [name, inputSchema.properties]);
    expect(Object.fromEntries(shown)).toEqual({
      list_pets: {
        page: { ...integer, minimum: 1 },
        ids: { type: 'array', items: integer },
        tags: { type: 'array', items: string },
        kinds: { type: 'array', items: string },
        'X-Trace': string,
        max_items: {
          ...integer,
          minimum: 1,
          maximum: 500,
          description: 'Follow pages up to this many',
        },
        ...LIST,
      },
      create_pet: { name: string, friend: { type: 'object' }, ...REPEATABLE },
      update_pet: {
        id: { ...string, description: 'from list_pets' },
        name: string,
        status: { ...string, enum: ['sold', 'open'] },
      },
      upload_pet: {
        id: { ...string, enum: ['me'], description: 'from list_pets' },
        file: { ...string, description: 'File as base64 or a data URL' },
        note: string,
        ...REPEATABLE,
      },
      get_odd: {},
    });
    expect(tools[1]!.inputSchema.required).toEqual(['name']);
    expect(tools[1]!.acceptedSchema.properties!['name']).toEqual({ type: ['string', 'null'] });
    expect(Object.keys(outputSchemaOf(tools[0]!)!.properties!)).toEqual(['items', 'next']);
    expect(Object.keys(outputSchemaOf(tools[1]!)!.properties!)).toEqual(['id', 'name', 'friend']);
  });

  it.each<[string, Record<string, unknown>, object]>([
    [
      'list_pets',
      { page: 2, ids: [1, 2], tags: ['a', 'b'], kinds: ['c', 'd'], 'X-Trace': 't' },
      {
        path: '/pets?page=2&ids=1,2&tags=a&tags=b&kinds=c%7Cd',
        headers: { 'x-trace': 't' },
      },
    ],
    [
      'create_pet',
      { name: 'Rex' },
      { headers: { 'content-type': 'application/json' }, body: '{"name":"Rex"}' },
    ],
    [
      'update_pet',
      { id: '7', name: 'Rex' },
      {
        path: '/pets/7',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'name=Rex',
      },
    ],
    [
      'upload_pet',
      { id: 'me', file: 'aGVsbG8=' },
      { headers: { 'content-type': expect.stringMatching(/^multipart\/form-data; boundary=/) } },
    ],
  ])('builds the request of %s as it describes it', (name, args, expected) => {
    const tool = tools.find((one) => one.name === name)!;
    expect(buildRequest(tool, args)).toMatchObject(expected);
  });

  it('gets a warning for what is left out', () => {
    expect(warnings).toEqual([
      expect.stringContaining('#/nowhere is referred to'),
      expect.stringMatching(/^\/gone is left out/),
      expect.stringMatching(/^POST \/odd is left out/),
    ]);
  });
});
