import { isRecord } from './document.js';
import { OperationError } from './operation-error.js';
import { isJsonType } from './media-type.js';
import { placeholdersOf } from './path-template.js';
import { dereference } from './resolve.js';
import { normalizeSchema, type SchemaContext } from './schema.js';
import { saysYes, type JsonSchema } from './schema-keywords.js';

export type ParameterStyle =
  'simple' | 'label' | 'matrix' | 'form' | 'spaceDelimited' | 'pipeDelimited' | 'deepObject';

/** A parameter as OpenAPI 3.1 §4.8.12 defines it, with the style's defaults filled in. */
export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required: boolean;
  schema: JsonSchema;
  style: ParameterStyle;
  explode: boolean;
  /** The value travels as JSON text, because the document describes it with `content`. */
  json: boolean;
  /** A query's value keeps the characters that RFC 3986 reserves, but for those that would end it. */
  allowReserved?: boolean;
}

/** The two places of a document that describe an operation's parameters, and the path they fill in. */
export interface DescribedParameters {
  path: string;
  pathItem: Record<string, unknown>;
  source: Record<string, unknown>;
}

/** The operation's parameters override its path's by place and name (OpenAPI 3.1 §4.8.10). */
export function readParameters(
  { path, pathItem, source }: DescribedParameters,
  context: SchemaContext,
): Parameter[] {
  const found = new Map<string, Parameter>();
  for (const value of [pathItem['parameters'], source['parameters']].flat()) {
    const parameter = readParameter(value, context);
    if (parameter) found.set(`${parameter.in} ${parameter.name}`, parameter);
  }
  const inTemplate = placeholdersOf(path);
  for (const name of inTemplate) {
    // A placeholder that nobody described must be filled all the same.
    const described = found.get(`path ${name}`);
    if (!described) found.set(`path ${name}`, pathParameter(name));
  }
  return [...found.values()].filter(
    (parameter) => parameter.in !== 'path' || inTemplate.includes(parameter.name),
  );
}

function pathParameter(name: string): Parameter {
  const schema = { type: 'string' };
  return { name, in: 'path', required: true, schema, style: 'simple', explode: false, json: false };
}

/**
 * Never an argument's to set: the first three are not parameters at all (OpenAPI 3.1 §4.8.12), the
 * next say who asks or change the method (Rack), the rest belong to the connection.
 */
const RESERVED_HEADERS = [
  'accept',
  'content-type',
  'authorization',
  'cookie',
  'forwarded',
  'proxy-authorization',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-http-method-override',
  // Not a name that an object of JavaScript can have.
  '__proto__',
  'connection',
  'content-length',
  'expect',
  'host',
  'te',
  'transfer-encoding',
  'upgrade',
];
/** Doorkeeper would read who asks from these, and addresses are written down where headers are not. */
export const RESERVED_QUERY = ['access_token', 'bearer_token'];
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const STYLES: Record<Parameter['in'], readonly ParameterStyle[]> = {
  path: ['simple', 'label', 'matrix'],
  query: ['form', 'spaceDelimited', 'pipeDelimited', 'deepObject'],
  header: ['simple'],
};

function readParameter(value: unknown, context: SchemaContext): Parameter | undefined {
  const source = dereference(value, context.resolve);
  if (!source || typeof source['name'] !== 'string' || !source['name']) return undefined;
  const { name, in: place } = source;
  if (place !== 'path' && place !== 'query' && place !== 'header') {
    if (place !== 'cookie' || source['required'] !== true) return undefined;
    throw new OperationError(`it needs the cookie ${name}, and cookies are never sent`);
  }
  if (place === 'header') {
    if (RESERVED_HEADERS.includes(name.toLowerCase())) return undefined;
    if (!HEADER_NAME.test(name))
      throw new OperationError(`${JSON.stringify(name)} is no header name`);
  }
  if (place === 'query' && RESERVED_QUERY.includes(name)) return undefined;
  const [mediaType, content] = Object.entries(
    isRecord(source['content']) ? source['content'] : {},
  )[0] ?? [''];
  const schema = normalizeSchema(isRecord(content) ? content['schema'] : source['schema'], context);
  if (typeof source['description'] === 'string' && source['description'].trim()) {
    schema.description = source['description'].trim();
  }
  const style = STYLES[place].find((known) => known === source['style']) ?? STYLES[place][0]!;
  return {
    name,
    in: place,
    required: place === 'path' || saysYes(source['required']),
    schema,
    style,
    explode: typeof source['explode'] === 'boolean' ? source['explode'] : style === 'form',
    json: isRecord(content) && isJsonType(mediaType),
    ...(source['allowReserved'] === true && { allowReserved: true }),
  };
}
