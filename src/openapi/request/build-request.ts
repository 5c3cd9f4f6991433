import { ArgumentError } from './argument-error.js';
import { encodeBody } from './encode-body.js';
import { isAdditionalField } from './additional-fields.js';
import type { LinkedBody } from './linked-body.js';
import type { Method } from '../document/method.js';
import { fillPlaceholders } from '../document/path-template.js';
import { pathSegment, queryPairs, headerValue } from './serialize-parameter.js';
import type { Tool } from '../tools/tool.js';

/** The method in upper case, as requests have it (RFC 9110 §9.1: methods are case-sensitive). */
type HttpMethod = Uppercase<Method>;

/** The request to the application, without its host and API version. */
export interface ApiRequest {
  method: HttpMethod;
  /** Starts with a slash, percent-encoded, with the query. */
  path: string;
  headers: Record<string, string>;
  body?: string | Buffer | LinkedBody;
}

/**
 * Builds the request of a call. Arguments only fill in values; the tool alone decides on method, path and the names of
 * parameters.
 * @param args the arguments that `checkArguments` returned
 * @throws ArgumentError when a path would be incomplete or would lead elsewhere, or a header break, or a
 *   file cannot be read
 */
export function buildRequest(tool: Tool, args: Record<string, unknown>): ApiRequest {
  const segments = new Map<string, string>();
  const query: string[] = [];
  const headers: Record<string, string> = tool.accept === undefined ? {} : { accept: tool.accept };
  const fields: Record<string, unknown> = {};
  let whole: unknown;

  for (const [name, destination] of tool.destinations) {
    const value = Object.hasOwn(args, name) ? args[name] : undefined;
    if (destination.in === 'body') {
      if (value !== undefined) fields[destination.name] = value;
    } else if (destination.in === 'whole body') {
      whole = value;
    } else if (destination.in === 'parameter') {
      const { parameter } = destination;
      if (parameter.in === 'path')
        segments.set(parameter.name, pathSegment(parameter, value, name));
      else if (value === undefined || value === null) continue;
      else if (parameter.in === 'query') query.push(...queryPairs(parameter, value));
      else headers[parameter.name.toLowerCase()] = headerValue(parameter, value, name);
    }
  }

  for (const name of Object.keys(args))
    if (isAdditionalField(tool, name)) fields[name] = args[name];

  const path = fillPlaceholders(tool.template, (name) => segments.get(name) ?? '');
  const request: ApiRequest = {
    // The methods of tools are these, in small letters.
    method: tool.method.toUpperCase() as HttpMethod,
    path: query.length > 0 ? `${path}${path.includes('?') ? '&' : '?'}${query.join('&')}` : path,
    headers,
  };
  const body = bodyOf(tool, fields, whole);
  if (body === undefined || !tool.body) return request;
  const encoded = encodeBody(tool.body, body);
  headers['content-type'] = encoded.contentType;
  request.body = encoded.body;
  return request;
}

function bodyOf(tool: Tool, fields: Record<string, unknown>, whole: unknown): unknown {
  if (!tool.body) return undefined;
  if (whole !== undefined) return whole;
  const empty = Object.keys(fields).length === 0;
  if (tool.body.wrapper === undefined) return empty && !tool.body.required ? undefined : fields;
  // Rails answers an empty wrapper with a bare 400 that names nothing.
  if (empty)
    throw new ArgumentError(
      `${tool.name} was not called: give at least one of ${bodyArguments(tool)}.`,
    );
  return { [tool.body.wrapper]: fields };
}

function bodyArguments({ destinations }: Tool): string {
  return [...destinations]
    .flatMap(([name, { in: place }]) => (place === 'body' ? [name] : []))
    .join(', ');
}
