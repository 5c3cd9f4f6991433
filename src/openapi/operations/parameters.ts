import { isRecord } from '../../values/is-record.js';
import { OperationError } from './operation-error.js';
import { isJsonType } from './media-type.js';
import { placeholdersOf } from '../document/path-template.js';
import type { ReadPath } from '../document/read-path.js';
import { dereference } from '../document/resolve.js';
import { normalizeShown, type SchemaContext } from '../schema/schema.js';
import { coerceBoolean, type JsonSchema, type Warn } from '../schema/schema-keywords.js';

/** How a parameter's value is serialized (OpenAPI 3.1 §4.8.12.3). */
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
  /** Whether the value is sent as JSON text, because the document describes it with `content`. */
  json: boolean;
  /**
   * Whether a query value keeps the characters that RFC 3986 §2.2 reserves (except those that would end it), and a path
   * value its slashes.
   */
  allowReserved?: boolean;
}

/** The path item and the operation, which both describe parameters, and the path that they fill in. */
export interface DescribedParameters extends ReadPath {
  pathItem: Record<string, unknown>;
  source: Record<string, unknown>;
}

/**
 * Reads an operation's parameters. They override those of the path item with the same place and name (OpenAPI 3.1
 * §4.8.10); each placeholder of the path gets one, described or not.
 * @throws OperationError for a required cookie, or a header with an invalid name
 */
export function readParameters(
  { path, pathItem, source, hints, constants, queryNames }: DescribedParameters,
  context: SchemaContext,
): Parameter[] {
  const found = new Map<string, Parameter>();
  for (const value of [pathItem['parameters'], source['parameters']].flat()) {
    const parameter = readParameter(value, context);
    if (parameter) found.set(`${parameter.in} ${parameter.name}`, parameter);
  }
  placeInPath(found, placeholdersOf(path), hints, context.warn);
  for (const name of queryNames) {
    if (!found.has(`query ${name}`)) found.set(`query ${name}`, undescribed(name, 'query'));
  }
  for (const [name] of constants) found.delete(`query ${name}`);
  return [...found.values()];
}

/** Gives every placeholder a parameter, and removes path parameters without a placeholder. */
function placeInPath(
  found: Map<string, Parameter>,
  placeholders: readonly string[],
  hints: ReadPath['hints'],
  warn: Warn,
): void {
  const open = placeholders.filter((name) => !found.has(`path ${name}`));
  const unplaced = [...found.values()].filter(
    ({ name, in: place }) => place === 'path' && !placeholders.includes(name),
  );
  for (const name of open) {
    // `{userId}` may be described as `user_id`; a single placeholder takes a single parameter.
    const alike = unplaced.find((parameter) => bare(parameter.name) === bare(name));
    const meant = alike ?? (open.length === 1 && unplaced.length === 1 ? unplaced[0] : undefined);
    // A placeholder without a description must still be filled in.
    found.set(`path ${name}`, meant ? { ...meant, name } : undescribed(name, 'path'));
    if (meant) unplaced.splice(unplaced.indexOf(meant), 1);
    if (meant) found.delete(`path ${meant.name}`);
  }
  for (const { name } of unplaced) {
    found.delete(`path ${name}`);
    warn(`the path has no place for the parameter ${name}: left out`);
  }
  for (const [name, { style, explode = false, reserved = false }] of hints) {
    const parameter = found.get(`path ${name}`);
    if (!parameter) continue;
    if (style && parameter.style === 'simple') parameter.style = style;
    if (explode) parameter.explode = true;
    if (reserved) parameter.allowReserved = true;
  }
}

function bare(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

function undescribed(name: string, place: 'path' | 'query'): Parameter {
  const isPath = place === 'path';
  return {
    name,
    in: place,
    required: isPath,
    schema: { type: 'string' },
    style: isPath ? 'simple' : 'form',
    explode: !isPath,
    json: false,
  };
}

/**
 * Headers that an argument may never set. The first three are not parameters (OpenAPI 3.1 §4.8.12), the next carry
 * identity or override the method (Rack), the rest belong to the connection.
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
/** Doorkeeper accepts a token in these, and URLs are logged where headers are not. */
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
  const holder = isRecord(content) ? content : source;
  const schema = normalizeShown(holder['schema'], holder, context);
  if (typeof source['description'] === 'string' && source['description'].trim()) {
    schema.description = source['description'].trim();
  }
  // Each place has at least one style; the first is its default.
  const style = STYLES[place].find((known) => known === source['style']) ?? STYLES[place][0]!;
  return {
    name,
    in: place,
    required: place === 'path' || coerceBoolean(source['required']),
    schema,
    style,
    explode: typeof source['explode'] === 'boolean' ? source['explode'] : style === 'form',
    json: isRecord(content) && isJsonType(mediaType),
    ...(source['allowReserved'] === true && { allowReserved: true }),
  };
}
