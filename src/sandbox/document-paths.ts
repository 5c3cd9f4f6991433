import { example, writableFields } from './document-schemas.js';
import { MODELS, PROJECT, type Model } from './models.js';
import type { Yaml } from './yaml.js';

type YamlMap = { [key: string]: Yaml };

const ID = { $ref: '#/components/parameters/id' };
const AFTER = { $ref: '#/components/parameters/after' };
const NOT_FOUND = { '404': { description: 'Not Found' } };

/** `paths`: every model's operations, of which only success and 404 are documented. */
export function documentPaths(nextNumber: () => number): YamlMap {
  return {
    // Object.assign of an array is any.
    ...(Object.assign({}, ...MODELS.map((model) => modelPaths(model, nextNumber))) as YamlMap),
    '/projects/{id}/archive': {
      post: {
        ...heading(PROJECT, 'archiveProject', 'Archive Project', 'Archive a Project'),
        parameters: [ID],
        responses: { ...NOT_FOUND, ...success('200', 'OK', PROJECT, nextNumber) },
      },
    },
  };
}

function modelPaths(model: Model, nextNumber: () => number): YamlMap {
  const { className, parent, plural } = model;
  const parentId: Yaml[] = parent
    ? [{ name: parent.key, in: 'path', required: true, schema: { type: 'integer' } }]
    : [];
  // Team and User have names and texts in the singular, unlike scaffolded models.
  const [get, update] = parent
    ? [`get${className}s`, `update${className}s`]
    : [`fetch${className}`, `update${className}`];
  const describe = (scaffolded: string, core: string): string => (parent ? scaffolded : core);
  const list = heading(
    model,
    `list${className}s`,
    `List ${className}s`,
    describe(`List ${className}s`, `List all ${className}s`),
  );

  return {
    [parent ? `/${parent.plural}/{${parent.key}}/${plural}` : `/${plural}`]: {
      get: {
        ...list,
        parameters: [...parentId, AFTER],
        responses: { ...NOT_FOUND, ...listed(model, nextNumber) },
      },
      ...(parent && {
        post: {
          ...heading(model, `create${className}s`, `Create ${className}`),
          parameters: parentId,
          requestBody: requestBody(model, `a new ${className}`, 'Parameters', nextNumber),
          responses: { ...NOT_FOUND, ...success('201', 'Created', model, nextNumber) },
        },
      }),
    },
    [`/${plural}/{id}`]: {
      get: {
        ...heading(
          model,
          get ?? '',
          `Fetch ${className}`,
          describe(`Fetch ${className}`, `Fetch a single ${className}`),
        ),
        parameters: [ID],
        responses: { ...NOT_FOUND, ...success('200', 'OK', model, nextNumber) },
      },
      put: {
        ...heading(
          model,
          update ?? '',
          `Update ${className}`,
          describe(`Update ${className}`, `Update a single ${className}`),
        ),
        parameters: [ID],
        requestBody: requestBody(
          model,
          `updated fields in ${className}`,
          'ParametersUpdate',
          nextNumber,
        ),
        responses: { ...NOT_FOUND, ...success('200', 'OK', model, nextNumber) },
      },
      ...(parent && {
        // Bullet Train gives DELETE the list's summary and description.
        delete: {
          ...list,
          operationId: `remove${className}s`,
          parameters: [ID],
          responses: { ...NOT_FOUND, '204': { description: 'No Content' } },
        },
      }),
    },
  };
}

function heading(
  { className }: Model,
  operationId: string,
  summary: string,
  description = summary,
): YamlMap {
  return { tags: [className], summary, description, operationId };
}

/** A request body: one wrapper key, never marked as required, with a `$ref` beside `type`. */
function requestBody(
  model: Model,
  about: string,
  suffix: 'Parameters' | 'ParametersUpdate',
  nextNumber: () => number,
): YamlMap {
  const $ref = `#/components/schemas/${model.className}${suffix}`;
  return {
    description: `Information about ${about}`,
    required: true,
    content: {
      'application/json': {
        schema: { type: 'object', properties: { [model.key]: { type: 'object', $ref } } },
        example: model.parent
          ? { $ref: `${$ref}/example` }
          : { [model.key]: example(writableFields(model), nextNumber) },
      },
    },
  };
}

function success(
  status: string,
  description: string,
  model: Model,
  nextNumber: () => number,
): YamlMap {
  const schema = { $ref: `#/components/schemas/${model.className}Attributes` };
  const content = { schema, example: example(model.fields, nextNumber) };
  return { [status]: { description, content: { 'application/json': content } } };
}

function listed(model: Model, nextNumber: () => number): YamlMap {
  const items = { $ref: `#/components/schemas/${model.className}Attributes` };
  const examples = [example(model.fields, nextNumber), example(model.fields, nextNumber)];
  return {
    '200': {
      description: 'OK',
      headers: {
        'Pagination-Next': { $ref: '#/components/headers/PaginationNext' },
        Link: { $ref: '#/components/headers/Link' },
      },
      content: { 'application/json': { schema: { type: 'array', items }, example: examples } },
    },
  };
}
