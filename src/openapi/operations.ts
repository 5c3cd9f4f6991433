import { isRecord, type OpenApiDocument } from './document.js';
import { OperationError } from './operation-error.js';
import { readParameters, type DescribedParameters, type Parameter } from './parameters.js';
import { dereference, type Resolve } from './resolve.js';
import { normalizeSchema, type SchemaContext } from './schema.js';
import type { JsonSchema } from './schema-keywords.js';

export const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
export type Method = (typeof METHODS)[number];

export type BodyEncoding = 'json' | 'form';

export interface RequestBody {
  contentType: string;
  encoding: BodyEncoding;
  required: boolean;
  schema: JsonSchema;
}

/** One thing the application can do: a method on a path. */
export interface Operation {
  id: string;
  method: Method;
  path: string;
  summary: string;
  description: string;
  parameters: Parameter[];
  body?: RequestBody;
}

export interface RawOperation extends DescribedParameters {
  method: Method;
}

/** Every operation of the document in its order, not yet read. */
export function findOperations(document: OpenApiDocument, resolve: Resolve): RawOperation[] {
  return Object.entries(document.paths).flatMap(([path, value]) => {
    const pathItem = path.startsWith('/') ? dereference(value, resolve) : undefined;
    if (!pathItem) return [];
    return METHODS.flatMap((method) => {
      const source = pathItem[method];
      return isRecord(source) ? [{ method, path, pathItem, source }] : [];
    });
  });
}

/**
 * Reads one operation.
 * @throws OperationError when it needs something that a tool cannot send
 */
export function readOperation(raw: RawOperation, context: SchemaContext): Operation {
  const { method, path, source } = raw;
  if (/[?#\\\s]|%(2e|2f|5c)|\/\/|(^|\/)\.\.?(\/|$)/i.test(path)) {
    throw new OperationError('its path could lead outside the API');
  }
  if (/[{}]/.test(path.replace(/\{[^{}]+\}/g, ''))) {
    throw new OperationError('its path has braces that name nothing');
  }
  const body = readBody(source['requestBody'], context);
  return {
    id: typeof source['operationId'] === 'string' ? source['operationId'].trim() : '',
    method,
    path,
    summary: textOf(source['summary']),
    description: textOf(source['description']),
    parameters: readParameters(raw, context),
    ...(body && { body }),
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}

const FORM = 'application/x-www-form-urlencoded';

function readBody(value: unknown, context: SchemaContext): RequestBody | undefined {
  const source = dereference(value, context.resolve);
  if (!source || !isRecord(source['content'])) return undefined;
  const contentTypes = Object.keys(source['content']);
  const contentType =
    contentTypes.find(isJson) ?? contentTypes.find((type) => type.toLowerCase().startsWith(FORM));
  if (contentType === undefined) {
    if (contentTypes.length === 0) return undefined;
    throw new OperationError(`its body is ${contentTypes.join(' or ')}, which cannot be sent yet`);
  }
  const media = source['content'][contentType];
  const form = contentType.toLowerCase().startsWith(FORM);
  return {
    contentType: form ? FORM : contentType.includes('*') ? 'application/json' : contentType,
    encoding: form ? 'form' : 'json',
    required: source['required'] === true,
    schema: normalizeSchema(isRecord(media) ? media['schema'] : undefined, context),
  };
}

function isJson(contentType: string): boolean {
  return /^(application\/(json|\*|[\w.+-]+\+json)|\*\/\*)\s*(;|$)/i.test(contentType);
}
