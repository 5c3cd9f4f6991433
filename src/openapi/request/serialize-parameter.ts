import { ArgumentError } from './argument-error.js';
import { isRecord } from '../../values/is-record.js';
import { writeExactly } from '../../values/exact-number.js';
import { formPairs, textOf } from './form-pairs.js';
import { RESERVED_QUERY, type Parameter } from '../operations/parameters.js';

/*
 * Parameter styles: OpenAPI 3.1 §4.8.12.5 and §4.8.12.6, which follow RFC 6570. Everything that comes
 * from an argument is percent-encoded, names in it included, so that it can only ever be a value.
 */

/**
 * A path parameter in its style.
 * @param argument the name the caller knows it by, for the error
 * @throws ArgumentError when it is missing or empty, or would step out of its segment
 */
export function pathSegment(parameter: Parameter, given: unknown, argument: string): string {
  const value = typeof given === 'string' ? decodeOnce(given) : given;
  const parts = leaves(value);
  if (parts.length === 0 || parts.includes('')) {
    throw new ArgumentError(`"${argument}" is missing: without it the record cannot be addressed.`);
  }
  if (parts.some((leaf) => leaf.split(/[/\\]/).some((part) => part === '.' || part === '..'))) {
    throw new ArgumentError(`"${argument}" must be an id, not a path.`);
  }
  const { name, style, explode } = parameter;
  if (parameter.json) return encode(writeExactly(value));
  if (style === 'label') return `.${joined(value, explode ? '.' : ',', explode)}`;
  if (style !== 'matrix') {
    const written = joined(value, ',', explode);
    return parameter.allowReserved ? withSlashes(written) : written;
  }
  if (explode && Array.isArray(value)) {
    return parts.map((leaf) => `;${encode(name)}=${encode(leaf)}`).join('');
  }
  if (explode && isRecord(value)) return `;${joined(value, ';', true)}`;
  return `;${encode(name)}=${joined(value, ',', false)}`;
}

/** A path within a path: its slashes stay, but for those that would make another of it. */
function withSlashes(written: string): string {
  return written.replace(/%2F/g, '/').replace(/^\/+|\/+(?=\/)/g, '');
}

/** A field of a query or a form on its way to text: its parts, and what stands between them. */
export interface StyledField {
  name: string;
  parts: string[];
  separator: string;
}

/** What decides how a value is written: a parameter, or a form's field with an encoding of its own. */
type Styled = Pick<Parameter, 'name' | 'style' | 'explode' | 'schema'>;

/**
 * `grp%2Fprj` → `grp/prj`: a value that the caller encoded already is not encoded twice. A value counts as encoded only
 * if encoding its decoded form gives the same text. Anything else stays unchanged: `100%`, and `%2e%2e`, which cannot
 * leave the path.
 */
function decodeOnce(text: string): string {
  if (!/%[\da-f]{2}/i.test(text)) return text;
  try {
    const decoded = decodeURIComponent(text);
    const isEncoded =
      encode(decoded) === text.replace(/%[\da-f]{2}/gi, (code) => code.toUpperCase());
    return isEncoded && !/\p{Cc}/u.test(decoded) ? decoded : text;
  } catch {
    return text;
  }
}

/**
 * A query parameter as `name=value` pairs, encoded.
 * @throws ArgumentError when a record would give the query a name that is never an argument's
 */
export function queryPairs(parameter: Parameter, value: unknown): string[] {
  const { name, json, allowReserved } = parameter;
  const fields = json ? [oneField(name, writeExactly(value))] : styledFields(parameter, value);
  return fields.map((field) => writeField(field, allowReserved));
}

/**
 * A value in its style, name by name.
 * @throws ArgumentError as `queryPairs`
 */
export function styledFields(styled: Styled, value: unknown): StyledField[] {
  const { name, style, explode } = styled;
  // Deeper than a list or a record of plain values only Rails' own brackets can say it, and a record that
  // the document knows nothing of must not choose names of its own.
  const { type, properties } = styled.schema;
  const isUnforeseen = explode && isRecord(value) && !type && !properties;
  if (style === 'deepObject' || isUnforeseen || hasNested(value)) {
    return formPairs(name, value).map((pair) => oneField(pair.name, textOf(pair.value)));
  }
  if (explode && Array.isArray(value)) return value.map((item) => oneField(name, textOf(item)));
  if (explode && isRecord(value)) {
    return Object.entries(value).map(([key, inner]) =>
      oneField(ownName(styled, key), textOf(inner)),
    );
  }
  const separator = style === 'spaceDelimited' ? ' ' : style === 'pipeDelimited' ? '|' : ',';
  return [{ name, parts: partsOf(value), separator }];
}

/** `name=value`, percent-encoded but for the commas between parts. */
export function writeField({ name, parts, separator }: StyledField, allowReserved = false): string {
  const write = allowReserved ? encodeReserved : encode;
  const between = separator === ',' ? separator : encode(separator);
  return `${encode(name)}=${parts.map(write).join(between)}`;
}

/** A field with one value, which is encoded as a whole. */
export function oneField(name: string, text: string): StyledField {
  return { name, parts: [text], separator: ',' };
}

/** The names of an exploded record stand in the query by themselves, beside those of all other parameters. */
function ownName({ name, schema }: Styled, key: string): string {
  const { properties, additionalProperties } = schema;
  const isKnown = !properties || additionalProperties || Object.hasOwn(properties, key);
  if (isKnown && !RESERVED_QUERY.includes(key)) return key;
  throw new ArgumentError(`"${key}" is no part of "${name}" that can be given.`);
}

/**
 * A header parameter; its only style is `simple`.
 * @throws ArgumentError if the value cannot be a header's (RFC 9110 §5.5)
 */
export function headerValue(parameter: Parameter, value: unknown, argument: string): string {
  const plain = parameter.json ? writeExactly(value) : simple(value, parameter.explode);
  if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(plain)) {
    throw new ArgumentError(
      `"${argument}" goes into a header: no line breaks, control characters or letters beyond Latin-1.`,
    );
  }
  return plain;
}

function simple(value: unknown, explode: boolean): string {
  if (!isRecord(value)) return [value].flat().map(textOf).join(',');
  return Object.entries(value)
    .map(([key, inner]) => `${key}${explode ? '=' : ','}${textOf(inner)}`)
    .join(',');
}

function joined(value: unknown, separator: string, explode: boolean): string {
  if (!explode || !isRecord(value)) return partsOf(value).map(encode).join(separator);
  return Object.entries(value)
    .map(([key, inner]) => `${encode(key)}=${encode(textOf(inner))}`)
    .join(separator);
}

/** The texts of a list's items, of a record's names and values in turn, or of the value itself. */
function partsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.map(textOf);
  if (!isRecord(value)) return [textOf(value)];
  return Object.entries(value).flatMap(([key, inner]) => [key, textOf(inner)]);
}

function hasNested(value: unknown): boolean {
  const inner = Array.isArray(value) ? value : isRecord(value) ? Object.values(value) : [];
  return inner.some((part) => Array.isArray(part) || isRecord(part));
}

function leaves(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(leaves);
  return isRecord(value)
    ? Object.entries(value).flatMap(([key, inner]) => [key, ...leaves(inner)])
    : [textOf(value)];
}

/** RFC 3986 §2.1; a lone surrogate, which cannot be encoded, becomes U+FFFD. */
function encode(value: string): string {
  return encodeURIComponent(value.toWellFormed());
}

/** `allowReserved` (OpenAPI 3.1 §4.8.12.2): what RFC 3986 §2.2 reserves stays, but for what ends a value in a query. */
function encodeReserved(value: string): string {
  return encode(value).replace(/%(3A|2F|3F|40|24|2C|3B|5B|5D)/g, (code) =>
    decodeURIComponent(code),
  );
}
