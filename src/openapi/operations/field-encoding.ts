import { isRecord } from '../../values/is-record.js';
import { essenceOf } from './media-type.js';
import type { ParameterStyle } from './parameters.js';

/** How the document says to write one field of a form (OpenAPI 3.1 §4.8.15). */
export interface FieldEncoding {
  /** Undefined where a style applies. */
  contentType?: string;
  /** The media types and ranges that a file may have, where the document lists them. */
  types?: readonly string[];
  style?: ParameterStyle;
  explode: boolean;
  allowReserved: boolean;
}

const STYLES: readonly ParameterStyle[] = ['form', 'spaceDelimited', 'pipeDelimited', 'deepObject'];
const MEDIA_RANGE = /^[\w.+-]+\/([\w.+-]+|\*)$/;
const MEDIA_TYPE = /^[\w.+-]+\/[\w.+-]+(\s*;\s*[\w-]+=[\w.+-]+)*$/;

/** Reads a media type's `encoding`, by field name. A style, where there is one, replaces the content type. */
export function readFieldEncodings(value: unknown): ReadonlyMap<string, FieldEncoding> {
  const encodings = new Map<string, FieldEncoding>();
  for (const [name, source] of Object.entries(isRecord(value) ? value : {})) {
    if (isRecord(source)) encodings.set(name, readFieldEncoding(source));
  }
  return encodings;
}

function readFieldEncoding(source: Record<string, unknown>): FieldEncoding {
  const { contentType, explode } = source;
  const allowReserved = source['allowReserved'] === true;
  const isStyled = source['style'] !== undefined || explode !== undefined || allowReserved;
  const style = STYLES.find((known) => known === source['style']) ?? 'form';
  const types = typeof contentType === 'string' ? contentType.split(',') : [];
  const ranges = types.map((type) => essenceOf(type)).filter((type) => MEDIA_RANGE.test(type));
  const isOneType = typeof contentType === 'string' && MEDIA_TYPE.test(contentType.trim());
  return {
    ...(isStyled ? { style } : isOneType && { contentType: contentType.trim() }),
    ...(ranges.length > 0 && ranges.length === types.length && { types: ranges }),
    explode: typeof explode === 'boolean' ? explode : style === 'form',
    allowReserved,
  };
}
