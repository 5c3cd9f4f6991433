import { acceptOf } from './accept.js';
import { readRequestBody, type RequestBody } from './request-body.js';
import type { OpenApiDocument } from '../document/document.js';
import { isRecord } from '../../values/is-record.js';
import { findBases } from '../document/api-base.js';
import type { Examples } from './examples.js';
import { METHODS, type Method } from '../document/method.js';
import { OperationError } from './operation-error.js';
import {
  RESERVED_QUERY,
  readParameters,
  type DescribedParameters,
  type Parameter,
} from './parameters.js';
import { fillPlaceholders } from '../document/path-template.js';
import { readPath, type ReadPath } from '../document/read-path.js';
import { dereference, type Resolve } from '../document/resolve.js';
import { readOverrides, type Overrides } from './overrides.js';
import {
  documentsRedirect,
  readSuccessResponse,
  type SuccessResponse,
} from './success-response.js';
import type { SchemaContext } from '../schema/schema.js';
import type { Warn } from '../schema/schema-keywords.js';

/** One thing the application can do: a method on a path. */
export interface Operation {
  id: string;
  method: Method;
  /** With `{name}` for each placeholder, in whatever notation the document wrote it. */
  path: string;
  /** The path exactly as the document writes it. */
  documentPath: string;
  /** Query parameters with a fixed value. */
  constants: ReadPath['constants'];
  /** The prefix of the path; undefined below the operator's API. */
  base?: string;
  summary: string;
  description: string;
  /** The document's groups; in Bullet Train Ruby class names, `Projects::Tag`. */
  tags: string[];
  parameters: Parameter[];
  body?: RequestBody;
  /** The success response, where the document describes one in JSON. */
  successResponse?: SuccessResponse;
  /** Whether the document describes a redirect. */
  redirects: boolean;
  /** The Accept header; undefined where JSON alone is accepted. */
  accept?: string;
  /** The document's examples of its arguments. */
  examples?: Examples;
  overrides: Overrides;
}

/** An operation that has been found in the document but not read. */
export interface RawOperation extends DescribedParameters {
  method: Method;
  documentPath: string;
  base?: string;
}

/** Methods of OpenAPI that no tool calls. */
const OTHER_METHODS = ['head', 'options', 'trace', 'query'];

/** Finds every operation of a document, in order, and warns of each path or method that cannot be called. */
export function findOperations(
  document: OpenApiDocument,
  resolve: Resolve,
  warn: Warn,
): RawOperation[] {
  const baseOf = findBases(document);
  return Object.entries(document.paths).flatMap(([path, value]) => {
    if (path.startsWith('x-')) return [];
    const pathItem = path.startsWith('/') ? dereference(value, resolve) : undefined;
    if (!pathItem) {
      warn(
        `${path} is left out: ${path.startsWith('/') ? 'nothing is said of it' : 'it is no path'}`,
      );
      return [];
    }
    for (const method of OTHER_METHODS.filter((other) => Object.hasOwn(pathItem, other))) {
      warn(`${method.toUpperCase()} ${path} is left out: only ${METHODS.join(', ')} are called`);
    }
    return METHODS.flatMap((method) => {
      const source = pathItem[method];
      if (isRecord(source)) {
        const declared = declaredNames([pathItem, source], resolve);
        const read = readPath(path, (name) => declared.has(name));
        const base = baseOf(path, source['servers'], pathItem['servers']);
        return [
          {
            method,
            documentPath: path,
            pathItem,
            source,
            ...read,
            ...(base !== undefined && { base }),
          },
        ];
      }
      if (source !== undefined) {
        warn(`${method.toUpperCase()} ${path} is left out: nothing is said of it`);
      }
      return [];
    });
  });
}

/** The names of the path parameters that an operation or its path describes. */
function declaredNames(
  holders: readonly Record<string, unknown>[],
  resolve: Resolve,
): ReadonlySet<unknown> {
  const described = holders
    .flatMap((holder): unknown[] => [holder['parameters']].flat())
    .map((parameter) => dereference(parameter, resolve));
  return new Set(described.flatMap((one) => (one?.['in'] === 'path' ? [one['name']] : [])));
}

/**
 * Reads one operation: parameters, body, success response, overrides.
 * @throws OperationError when its path is unsafe, or when it needs something that a tool cannot send
 */
export function readOperation(raw: RawOperation, context: SchemaContext): Operation {
  const { method, path, documentPath, constants, base, source } = raw;
  if (/[\\\s\p{Cc}]|%(2e|2f|5c)|\/\/|(^|\/)\.\.?(\/|$)/iu.test(path)) {
    throw new OperationError('its path could lead outside the API');
  }
  if (/[{}]/.test(fillPlaceholders(path, () => ''))) {
    throw new OperationError('its path has braces that name nothing');
  }
  if (constants.some(([name]) => RESERVED_QUERY.includes(name))) {
    throw new OperationError('its query says who asks');
  }
  const body = readRequestBody(source['requestBody'], context);
  const answer = readSuccessResponse(source['responses'], context);
  const accept = acceptOf(source['responses'], context.resolve);
  return {
    id: typeof source['operationId'] === 'string' ? source['operationId'].trim() : '',
    method,
    path,
    documentPath,
    constants,
    ...(base !== undefined && { base }),
    summary: textOf(source['summary']),
    description: textOf(source['description']),
    tags: [source['tags']].flat().filter((tag) => typeof tag === 'string'),
    parameters: readParameters(raw, context),
    ...(body && { body }),
    ...(answer && { successResponse: answer }),
    ...(accept !== undefined && { accept }),
    redirects: documentsRedirect(source['responses']),
    overrides: readOverrides(source['x-mcp'], context.warn),
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}
