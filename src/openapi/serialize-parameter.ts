import { stringify } from 'qs';
import { ArgumentError } from './arguments.js';
import { isRecord } from './document.js';
import { RESERVED_QUERY, type Parameter } from './parameters.js';

/*
 * Parameter styles: OpenAPI 3.1 §4.8.12.5 and §4.8.12.6, which follow RFC 6570. Everything that comes
 * from an argument is percent-encoded, names in it included, so that it can only ever be a value.
 */

/**
 * A path parameter in its style.
 * @param argument the name the caller knows it by, for the error
 * @throws ArgumentError when it is missing or empty, or would step out of its segment
 */
export function pathSegment(parameter: Parameter, value: unknown, argument: string): string {
  const parts = leaves(value);
  if (parts.length === 0 || parts.includes('')) {
    throw new ArgumentError(`"${argument}" is missing: without it the record cannot be addressed.`);
  }
  if (parts.some((leaf) => leaf.split(/[/\\]/).some((part) => part === '.' || part === '..'))) {
    throw new ArgumentError(`"${argument}" must be an id, not a path.`);
  }
  const { name, style, explode } = parameter;
  if (parameter.json) return encode(JSON.stringify(value));
  if (style === 'label') return `.${joined(value, explode ? '.' : ',', explode)}`;
  if (style !== 'matrix') return joined(value, ',', explode);
  if (explode && Array.isArray(value)) {
    return parts.map((leaf) => `;${encode(name)}=${encode(leaf)}`).join('');
  }
  if (explode && isRecord(value)) return `;${joined(value, ';', true)}`;
  return `;${encode(name)}=${joined(value, ',', false)}`;
}

/**
 * A query parameter as `name=value` pairs, encoded.
 * @throws ArgumentError when a record would give the query a name that is never an argument's
 */
export function queryPairs(parameter: Parameter, value: unknown): string[] {
  const { name, style, explode } = parameter;
  if (parameter.json) return [pair(name, JSON.stringify(value))];
  // Deeper than a list or a record of plain values only Rails' own brackets can say it, and a record that
  // the document knows nothing of must not choose names of its own.
  const { type, properties } = parameter.schema;
  const isUnforeseen = explode && isRecord(value) && !type && !properties;
  if (style === 'deepObject' || isUnforeseen || hasNested(value)) return brackets(name, value);
  if (explode && Array.isArray(value)) return value.map((item) => pair(name, text(item)));
  if (explode && isRecord(value)) {
    return Object.entries(value).map(([key, inner]) => pair(ownName(parameter, key), text(inner)));
  }
  const separator = { spaceDelimited: '%20', pipeDelimited: '%7C' }[style as string] ?? ',';
  return [`${encode(name)}=${joined(value, separator, false)}`];
}

/** The names of an exploded record stand in the query by themselves, beside those of all other parameters. */
function ownName({ name, schema }: Parameter, key: string): string {
  const { properties, additionalProperties } = schema;
  const isKnown = !properties || additionalProperties || Object.hasOwn(properties, key);
  if (isKnown && !RESERVED_QUERY.includes(key)) return key;
  throw new ArgumentError(`"${key}" is no part of "${name}" that can be given.`);
}

/**
 * A header parameter; its only style is `simple`.
 * @throws ArgumentError when the value is no header's (RFC 9110 §5.5)
 */
export function headerValue(parameter: Parameter, value: unknown, argument: string): string {
  const plain = parameter.json ? JSON.stringify(value) : simple(value, parameter.explode);
  if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(plain)) {
    throw new ArgumentError(
      `"${argument}" goes into a header: no line breaks, control characters or letters beyond Latin-1.`,
    );
  }
  return plain;
}

function simple(value: unknown, explode: boolean): string {
  if (!isRecord(value)) return [value].flat().map(text).join(',');
  return Object.entries(value)
    .map(([key, inner]) => `${key}${explode ? '=' : ','}${text(inner)}`)
    .join(',');
}

function joined(value: unknown, separator: string, explode: boolean): string {
  if (Array.isArray(value)) return value.map((item) => encode(text(item))).join(separator);
  if (!isRecord(value)) return encode(text(value));
  return Object.entries(value)
    .map(([key, inner]) => `${encode(key)}${explode ? '=' : separator}${encode(text(inner))}`)
    .join(separator);
}

function brackets(name: string, value: unknown): string[] {
  const encoded = stringify({ [name]: value }, { arrayFormat: 'brackets' });
  return encoded ? [encoded] : [];
}

function hasNested(value: unknown): boolean {
  return typeof value === 'object' && value !== null
    ? Object.values(value).some((inner) => typeof inner === 'object' && inner !== null)
    : false;
}

function leaves(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(leaves);
  return isRecord(value)
    ? Object.entries(value).flatMap(([key, inner]) => [key, ...leaves(inner)])
    : [text(value)];
}

function text(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function pair(name: string, value: string): string {
  return `${encode(name)}=${encode(value)}`;
}

/** RFC 3986 §2.1; a lone surrogate, which cannot be encoded, becomes U+FFFD. */
function encode(value: string): string {
  return encodeURIComponent(value.toWellFormed());
}
