import { isRecord } from './document.js';
import { isJson, parseJson, type ApiResponse } from './response-body.js';

/**
 * What a model is told of an answer from 400 on: what happened, and what to do next.
 * @param changes whether the operation may have changed something
 */
export function explainRefusal(response: ApiResponse, changes: boolean): string {
  const { status, headers } = response;
  const detail = detailOf(response);
  switch (status) {
    case 400:
      return `The application could not read the request (400${detail}). Check the arguments against the tool's description.`;
    case 403:
      return `This person may not do that (403${detail}). Do not try again; tell them.`;
    case 404:
      return `Not found (404): the record does not exist, or this person may not see it. Look the id up with a list tool before you try again.`;
    case 409:
      return `The record was changed meanwhile or is in another state (409${detail}). Read it again before you try again.`;
    case 422:
      return `Nothing was saved (422): ${validationMessages(response) ?? 'the values were refused'}. Correct these and call again.`;
    case 429:
      return `Too many requests (429). ${retryAdvice(headers['retry-after'])}`;
    default:
      return status >= 500
        ? `The application failed (${status}${detail}). It is not the arguments' fault. ${waitAdvice(headers['retry-after'])}${advice(changes)} If it fails again, tell the person.`
        : `The application refused the call (${status}${detail}).`;
  }
}

/** What to do when it is not known how a call ended. */
export function advice(changes: boolean): string {
  return changes
    ? 'It may have done what was asked, or part of it: look before you repeat it.'
    : 'Nothing was changed: try once more later.';
}

/** The application's own sentence, where it is one and not an HTML page. */
function detailOf({ headers, body }: ApiResponse): string {
  if (!isJson(headers)) return '';
  const value = parseJson(body);
  const message = isRecord(value)
    ? (value['error_description'] ?? value['error'] ?? value['message'])
    : value;
  return typeof message === 'string' && message ? `: ${message.slice(0, 500)}` : '';
}

/** Rails: `{"name": ["can't be blank"]}`. */
function validationMessages({ body }: ApiResponse): string | undefined {
  const value = parseJson(body);
  const errors = isRecord(value) && isRecord(value['errors']) ? value['errors'] : value;
  if (!isRecord(errors))
    return Array.isArray(errors) ? errors.map(plain).join('; ').slice(0, 4_000) : undefined;
  const lines = Object.entries(errors).map(
    ([field, messages]) => `${field} ${[messages].flat().map(plain).join(', ')}`,
  );
  return lines.length > 0 ? lines.join('; ').slice(0, 4_000) : undefined;
}

function plain(message: unknown): string {
  return typeof message === 'string' ? message : JSON.stringify(message);
}

function waitAdvice(retryAfter: string | undefined): string {
  return retryAfter ? `${retryAdvice(retryAfter)} ` : '';
}

/** RFC 9110 §10.2.3: seconds or a date. */
function retryAdvice(retryAfter: string | undefined): string {
  if (!retryAfter) return 'Wait a minute before you try again.';
  return /^\d+$/.test(retryAfter)
    ? `Wait ${retryAfter} seconds before you try again.`
    : `Try again after ${retryAfter}.`;
}
