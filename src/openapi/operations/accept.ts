import { isRecord } from '../../values/is-record.js';
import { essenceOf, isJsonType } from './media-type.js';
import { dereference, type Resolve } from '../document/resolve.js';

/** What an API of JSON is asked for, and what its errors come in. */
const JSON_TYPE = 'application/json';
/** More than these say nothing to an application. */
const MAX_TYPES = 5;
const MEDIA_RANGE = /^[\w!#$&^.+-]+\/([\w!#$&^.+-]+|\*)$/;

/**
 * What an operation's request accepts (RFC 9110 §12.5.1): JSON where the document answers with it or does not say, else
 * the types that it names, with JSON behind them for errors.
 * @returns undefined where that is JSON alone
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
  // A JSON of its own name before all that is no JSON.
  const ordered = wanted.toSorted((a, b) => Number(isJsonType(b)) - Number(isJsonType(a)));
  const errors = typesOf(/^([45](\d\d|XX)|default)$/i).filter(isJsonType);
  const forErrors = [...new Set([JSON_TYPE, ...errors])].filter((type) => !wanted.includes(type));
  return [
    ...ordered.slice(0, MAX_TYPES),
    ...forErrors.slice(0, MAX_TYPES).map((type) => `${type};q=0.5`),
  ].join(', ');
}
