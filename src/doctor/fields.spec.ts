import { expect, it } from '@jest/globals';
import { compileTools } from '../openapi/compile.js';
import { parseToolOverrides } from '../openapi/operations/tool-overrides.js';
import { checkFields } from './fields.js';

const bare = { type: 'object', description: 'Photo' };
const documentOf = (model: string) => ({
  openapi: '3.1.0',
  paths: {
    '/things': {
      post: {
        tags: [model],
        requestBody: {
          content: {
            'application/json': {
              schema: {
                type: 'object',
                properties: { thing: { $ref: `#/components/schemas/${model}Parameters` } },
              },
            },
          },
        },
      },
    },
  },
  components: {
    schemas: {
      [`${model}Attributes`]: { type: 'object', properties: { photo: bare } },
      [`${model}Parameters`]: { type: 'object', properties: { name: { type: 'string' } } },
    },
  },
});
const check = (model: string, overrides = '') => {
  const document = documentOf(model);
  const options = { overrides: parseToolOverrides(overrides) };
  return checkFields(document, compileTools(document, options).tools);
};

it("the doctor's check of fields names the model, the line of Ruby and its file", () => {
  expect(check('Thing')).toEqual([
    {
      level: 'warning',
      message: expect.stringContaining('of Thing:'),
      remedy: expect.stringContaining('TOOLS_OVERRIDES'),
      details: [
        '<%= automatic_components_for Thing, parameters: {add: {photo: {type: :string, format: :binary}, photo_removal: {type: :boolean}}} %>',
        'create_thing: { add_fields: { photo: file, photo_removal: removal } }',
      ],
    },
  ]);
});

it("the doctor's check of fields says nothing when the field is documented", () => {
  expect(check('Thing', 'create_thing: { add_fields: { photo: file } }')).toEqual([]);
});

it("the doctor's check of fields says nothing about Bullet Train's own models", () =>
  expect(check('Membership')).toEqual([]));
