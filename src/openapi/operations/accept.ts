import { isRecord } from '../../values/is-record.js';
import { essenceOf, isJsonType } from './media-type.js';
import { dereference, type Resolve } from '../document/resolve.js';

/** The media type of a JSON API and of its errors. */
const JSON_TYPE = 'application/json';
/** The most types in one Accept header. */
const MAX_TYPES = 5;
const MEDIA_RANGE = /^[\w!#$&^.+-]+\/([\w!#$&^.+-]+|\*)$/;

/**
 * The Accept header of an operation (RFC 9110 §12.5.1): the documented success types, followed by JSON for errors.
 * @returns undefined where JSON alone is accepted, because the document says so or names no type
 */
export function acceptOf(responses: unknown, resolve: Resolve): string | undefined {
  if (!isRecord(responses)) return undefined;
  const typesOf = (statuses: RegExp) =>
    Object.keys(responses)
      .filter((status) => statuses.test(status))
      .toSorted()
      .flatMap((status) => {
        const response = dereference(responses[status], resolve);
        return isRecord(response?.['content']) ? Object.keys(response['content']) : [];
      })
      .map(essenceOf);
  const success = typesOf(/^2(\d\d|XX)$/i);
  const all = success.length > 0 ? success : typesOf(/^default$/i);
  const isJson = all.some((type) => /^(application\/(json|\*)|\*\/\*)$/.test(type));
  const wanted = [...new Set(all)].filter((type) => MEDIA_RANGE.test(type));
  if (isJson || wanted.length === 0) return undefined;
  // Types such as application/vnd.api+json come before types that are not JSON.
  const ordered = wanted.toSorted((a, b) => Number(isJsonType(b)) - Number(isJsonType(a)));
  const errors = typesOf(/^([45](\d\d|XX)|default)$/i).filter(isJsonType);
  const forErrors = [...new Set([JSON_TYPE, ...errors])].filter((type) => !wanted.includes(type));
  return [
    ...ordered.slice(0, MAX_TYPES),
    ...forErrors.slice(0, MAX_TYPES).map((type) => `${type};q=0.5`),
  ].join(', ');
}
