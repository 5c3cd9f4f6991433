import { dump } from 'js-yaml';

/** The names of the resources; further names are combined from pairs. */
const NOUNS =
  'Project,Contact,Order,Product,Invoice,Payment,Course,Lesson,Event,Ticket,Message,Campaign,Page,Theme,Image,Store,Cart,Coupon,Refund,Shipment,Review,Segment,Visit,Webhook,Workflow,Step,Tag,Task,Note,Member'.split(
    ',',
  );
const OPERATIONS_OF_A_RESOURCE = 5;

/** The fields of every resource, as Bullet Train's templates write them. */
const FIELDS = {
  name: { type: 'string', description: 'Name' },
  description: { type: ['string', 'null'], description: 'Description' },
  status: {
    type: ['string', 'null'],
    enum: ['draft', 'active', 'archived'],
    description: 'Status',
  },
  color: { type: ['string', 'null'], description: 'Color' },
  position: { type: ['integer', 'null'], description: 'Position' },
  budget: { type: ['number', 'null'], description: 'Budget' },
  public: { type: ['boolean', 'null'], description: 'Public?' },
  starts_on: { type: ['string', 'null'], format: 'date', description: 'Starts On' },
  reviewed_at: { type: ['string', 'null'], format: 'date-time', description: 'Reviewed At' },
  tag_ids: {
    type: ['array', 'null'],
    minContains: 0,
    contains: { type: 'string' },
    description: 'Tags',
  },
};
const RECORD = {
  id: { type: 'integer', description: 'ID' },
  team_id: { type: 'integer', description: 'Team' },
  ...FIELDS,
  created_at: { type: ['string', 'null'], format: 'date-time', description: 'Added' },
  updated_at: { type: ['string', 'null'], format: 'date-time', description: 'Updated' },
};

/** @returns {string} an OpenAPI document in the style of Bullet Train, the same at every call */
export function writeDocument(operations) {
  const resources = Array.from(
    { length: Math.ceil(operations / OPERATIONS_OF_A_RESOURCE) },
    (_, index) => describeResource(nameOf(index)),
  );
  return dump(
    {
      openapi: '3.1.0',
      info: { title: 'Bench Application API', version: 'V1' },
      servers: [{ url: 'http://localhost:3000/api/v1' }],
      paths: firstOperations(Object.assign({}, ...resources.map(({ paths }) => paths)), operations),
      components: {
        schemas: Object.assign({}, ...resources.map(({ schemas }) => schemas)),
        parameters: {
          id: { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
          after: {
            name: 'after',
            in: 'query',
            required: false,
            schema: { type: 'integer' },
            description: 'ID of item after which the collection should be returned',
          },
        },
      },
    },
    { noRefs: true },
  );
}

function nameOf(index) {
  const last = NOUNS[index % NOUNS.length];
  const first = Math.floor(index / NOUNS.length);
  return first === 0 ? [last] : [NOUNS[first - 1], last];
}

function describeResource(words) {
  const className = words.join('');
  const key = words.join('_').toLowerCase();
  const title = `${words.join(' ')}s`;
  const team = { name: 'team_id', in: 'path', required: true, schema: { type: 'integer' } };
  const id = { $ref: '#/components/parameters/id' };
  const attributes = { $ref: `#/components/schemas/${className}Attributes` };
  const heading = (summary, operationId) => ({
    tags: [words.join(' ')],
    summary,
    description: summary,
    operationId,
  });
  const answers = (schema, status = '200') => ({
    responses: {
      [status]: { description: 'OK', content: { 'application/json': { schema } } },
      404: { description: 'Not Found' },
    },
  });
  const takes = (name) => ({
    requestBody: {
      description: `Information about ${className}`,
      required: true,
      content: {
        'application/json': {
          schema: {
            type: 'object',
            properties: { [key]: { $ref: `#/components/schemas/${className}${name}` } },
          },
        },
      },
    },
  });
  const object = (properties, required) => ({ type: 'object', title, required, properties });
  return {
    paths: {
      [`/teams/{team_id}/${key}s`]: {
        get: {
          ...heading(`List ${title}`, `list${className}s`),
          parameters: [team, { $ref: '#/components/parameters/after' }],
          ...answers({ type: 'array', items: attributes }),
        },
        post: {
          ...heading(`Create ${className}`, `create${className}s`),
          parameters: [team],
          ...takes('Parameters'),
          ...answers(attributes, '201'),
        },
      },
      [`/${key}s/{id}`]: {
        get: {
          ...heading(`Fetch ${className}`, `get${className}s`),
          parameters: [id],
          ...answers(attributes),
        },
        put: {
          ...heading(`Update ${className}`, `update${className}s`),
          parameters: [id],
          ...takes('ParametersUpdate'),
          ...answers(attributes),
        },
        delete: {
          ...heading(`Remove ${className}`, `remove${className}s`),
          parameters: [id],
          responses: { 204: { description: 'No Content' } },
        },
      },
    },
    schemas: {
      [`${className}Attributes`]: object(RECORD, ['id', 'name']),
      [`${className}Parameters`]: object(FIELDS, ['name']),
      [`${className}ParametersUpdate`]: object(FIELDS, ['name']),
    },
  };
}

/** The requested number of operations: the last resource may lack some. */
function firstOperations(paths, operations) {
  let left = operations;
  const kept = Object.entries(paths).map(([path, item]) => [
    path,
    Object.fromEntries(Object.entries(item).filter(() => left-- > 0)),
  ]);
  return Object.fromEntries(kept.filter(([, item]) => Object.keys(item).length > 0));
}
