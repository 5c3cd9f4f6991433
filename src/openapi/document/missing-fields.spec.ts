import { describe, expect, it } from '@jest/globals';
import { automaticComponentsLine, findMissingFields, overridesLine } from './missing-fields.js';

const bare = { type: 'object', description: 'Photograph' };
const documentOf = (attributes: object, parameters: object) => ({
  openapi: '3.1.0',
  paths: { '/a': { get: { tags: ['Museum::Exhibit'] } } },
  components: {
    schemas: {
      MuseumExhibitAttributes: { type: 'object', properties: attributes },
      MuseumExhibitParameters: { type: 'object', properties: parameters },
    },
  },
});

it('findMissingFields finds files and addresses that can be read but not written', () => {
  const [model, ...others] = findMissingFields(
    documentOf(
      {
        id: { type: 'integer' },
        name: { type: 'string' },
        photograph: bare,
        papers: bare,
        home: { type: 'object', $ref: '#/components/schemas/AddressAttributes' },
      },
      { name: { type: 'string' } },
    ),
  );
  expect(others).toEqual([]);
  expect(model).toEqual({
    className: 'Museum::Exhibit',
    fields: { photograph: 'file', papers: 'files', home: 'address' },
  });
  expect(automaticComponentsLine(model!)).toBe(
    '<%= automatic_components_for Museum::Exhibit, parameters: {add: {photograph: {type: :string, format: :binary}, photograph_removal: {type: :boolean}, papers: {type: :array, items: {type: :string, format: :binary}}, papers_removal: {type: :array, items: {type: :integer}}, home_attributes: {type: :object}}} %>',
  );
  expect(overridesLine(model!, ['create_exhibit', 'update_exhibit'])).toBe(
    'create_exhibit, update_exhibit: { add_fields: { photograph: file, photograph_removal: removal, papers: files, papers_removal: removals, home: address } }',
  );
});

describe('findMissingFields finds nothing', () => {
  it.each<[what: string, attributes: object, parameters: object]>([
    ['where it can be written', { photograph: bare }, { photograph: { type: 'string' } }],
    ['where the nested one can be', { home: bare }, { home_attributes: { type: 'object' } }],
    ['in objects that say what they hold', { a: { type: 'object', properties: {} } }, {}],
    ['in texts', { a: { type: 'string' } }, {}],
  ])('%s', (_what, attributes, parameters) => {
    expect(findMissingFields(documentOf(attributes, parameters))).toEqual([]);
  });

  it('in a document of something else', () => {
    expect(findMissingFields({ openapi: '3.1.0', paths: {} })).toEqual([]);
  });
});
