import type { OpenApiDocument } from './document.js';
import { isRecord } from '../../values/is-record.js';
import { createResolver, dereference, type Resolve } from './resolve.js';

type Source = Record<string, unknown>;

/**
 * Converts a Swagger 2.0 document to OpenAPI 3.1: bodies, forms and responses get content types, parameters get
 * schemas. Definitions stay in place, so references to them still resolve. OpenAPI 3.x is returned unchanged, because
 * `normalizeSchema` reads 3.0 and 3.1 alike.
 * @see https://swagger.io/specification/v2/
 */
export function convertSwagger2(document: OpenApiDocument): OpenApiDocument {
  if (document['swagger'] === undefined || document['openapi'] !== undefined) return document;
  const resolve = createResolver(document, () => {});
  return {
    ...document,
    openapi: '3.1.0',
    ...(typeof document['basePath'] === 'string' && { servers: [{ url: document['basePath'] }] }),
    paths: mapValues(document.paths, (pathItem) => upgradePathItem(pathItem, document, resolve)),
  };
}

function upgradePathItem(value: unknown, document: Source, resolve: Resolve): unknown {
  const pathItem = dereference(value, resolve);
  if (!pathItem) return value;
  const shared = parametersIn(pathItem, resolve);
  return mapValues(pathItem, (part, key) => {
    if (key === 'parameters') return [];
    return key.startsWith('x-') || !isRecord(part)
      ? part
      : upgradeOperation(part, shared, document, resolve);
  });
}

function upgradeOperation(
  operation: Source,
  shared: readonly Source[],
  document: Source,
  resolve: Resolve,
): Source {
  const own = parametersIn(operation, resolve);
  const isOverridden = (one: Source) =>
    own.some((other) => other['name'] === one['name'] && other['in'] === one['in']);
  const parameters = [...shared.filter((parameter) => !isOverridden(parameter)), ...own];
  const consumes = contentTypes(operation['consumes'] ?? document['consumes']);
  const produces = contentTypes(operation['produces'] ?? document['produces']);
  const requestBody = bodyOf(parameters, consumes);
  return {
    ...operation,
    parameters: parameters
      .filter((parameter) => parameter['in'] !== 'body' && parameter['in'] !== 'formData')
      .map(upgradeParameter),
    ...(requestBody && { requestBody }),
    responses: mapValues(
      isRecord(operation['responses']) ? operation['responses'] : {},
      (response) => upgradeResponse(dereference(response, resolve), produces),
    ),
  };
}

function parametersIn(holder: Source, resolve: Resolve): Source[] {
  const parameters: unknown[] = [holder['parameters'] ?? []].flat();
  return parameters
    .map((parameter) => dereference(parameter, resolve))
    .filter((parameter) => parameter !== undefined);
}

function contentTypes(value: unknown): string[] {
  const types = Array.isArray(value) ? value.filter((type) => typeof type === 'string') : [];
  return types.length > 0 ? types : ['application/json'];
}

/** The OpenAPI 3 style of each `collectionFormat`; `tsv` has none and becomes commas. */
const STYLES = new Map<unknown, Source>([
  ['multi', { style: 'form', explode: true }],
  ['ssv', { style: 'spaceDelimited', explode: false }],
  ['pipes', { style: 'pipeDelimited', explode: false }],
]);

/** In 2.0 a parameter is its own schema. */
function upgradeParameter(parameter: Source): Source {
  const { name, in: place, required, description, collectionFormat, ...schema } = parameter;
  const isList = schema['type'] === 'array' && place === 'query';
  const style = STYLES.get(collectionFormat) ?? { style: 'form', explode: false };
  return { name, in: place, required, description, schema, ...(isList && style) };
}

function bodyOf(parameters: readonly Source[], consumes: readonly string[]): Source | undefined {
  const body = parameters.find((parameter) => parameter['in'] === 'body');
  const fields = parameters.filter(
    ({ name, in: place }) => place === 'formData' && typeof name === 'string',
  );
  if (!body && fields.length === 0) return undefined;
  if (body) {
    const media = { schema: body['schema'] };
    return { required: body['required'], content: contentOf(consumes, media) };
  }
  const isMultipart =
    fields.some(({ type }) => type === 'file') || consumes.includes('multipart/form-data');
  const schema = {
    type: 'object',
    properties: Object.fromEntries(
      fields.map(({ name, in: _in, required: _required, ...field }) => [name, field]),
    ),
    required: fields.filter(({ required }) => required === true).map(({ name }) => name),
  };
  const contentType = isMultipart ? 'multipart/form-data' : 'application/x-www-form-urlencoded';
  return { required: schema.required.length > 0, content: contentOf([contentType], { schema }) };
}

function upgradeResponse(response: Source | undefined, produces: readonly string[]): unknown {
  if (!response || response['schema'] === undefined) return response;
  return { ...response, content: contentOf(produces, { schema: response['schema'] }) };
}

function contentOf(types: readonly string[], media: Source): Source {
  return Object.fromEntries(types.map((type) => [type, media]));
}

function mapValues(source: Source, change: (value: unknown, key: string) => unknown): Source {
  return Object.fromEntries(
    Object.entries(source).map(([key, value]) => [key, change(value, key)]),
  );
}
