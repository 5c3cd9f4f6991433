import { STATUS_CODES } from 'node:http';
import { errorMessageOf } from './error-message.js';
import type { ApiResponse } from './response-body.js';

/**
 * Explains an error response (status 400 and above) to a model: what happened, in the application's words where it has
 * any, and what to do next.
 * @param changes whether the operation may have changed something
 */
export function errorAdvice(response: ApiResponse, changes: boolean): string {
  const { status, headers } = response;
  const words = errorMessageOf(response, [400, 409, 422].includes(status));
  const why = words === undefined ? `${status}` : `${status}: ${words}`;
  const wait = headers['retry-after'];
  switch (status) {
    case 400:
      return `The application could not read the request (${why}). ${saysMore(words, status) ? 'Correct the arguments and call again.' : "Check the arguments against the tool's description."}`;
    case 402:
      return `The application wants to be paid for that, or its plan does not include it (${why}). Do not try again; tell the person.`;
    case 403:
      return `This person may not do that (${why}). Do not try again; tell them.`;
    case 404:
      return `Not found (${saysMore(words, status) ? why : status}): the record does not exist, or this person may not see it. Look the id up with a list tool before you try again.`;
    case 405:
    case 501:
      return `The application does not do that, although its document says so (${why}). Do not try again; tell the person.`;
    case 408:
      return `The application waited too long for the request (${why}). ${outcomeAdvice(changes)}`;
    case 409:
      return `The record was changed meanwhile or is in another state (${why}). Read it again before you try again.`;
    case 410:
      return `Gone for good (${why}). Do not try again; look for another record with a list tool.`;
    case 412:
    case 428:
      return `The record is not in the state that the request wants it in (${why}). Read it again before you try again.`;
    case 413:
      return `Too much for one request (${why}). Send less.`;
    case 422:
      return `Nothing was saved (422): ${words ?? 'the values were refused'}. Correct these and call again.`;
    case 423:
      return `The record is locked (${why}). ${wait ? retryAdvice(wait) : 'Try again later, or tell the person.'}`;
    case 429:
      return `Too many requests (${why}). ${retryAdvice(wait)}`;
    default:
      return status >= 500
        ? `The application failed (${why}). It is not the arguments' fault. ${waitAdvice(wait)}${outcomeAdvice(changes)} If it fails again, tell the person.`
        : `The application refused the call (${why}).`;
  }
}

/** What to do when the outcome of a call is unknown. */
export function outcomeAdvice(changes: boolean): string {
  return changes
    ? 'It may have done what was asked, or part of it: look before you repeat it.'
    : 'Nothing was changed: try once more later.';
}

/** `Not found` says no more than 404. */
function saysMore(words: string | undefined, status: number): boolean {
  return words !== undefined && words.toLowerCase() !== STATUS_CODES[status]?.toLowerCase();
}

function waitAdvice(retryAfter: string | undefined): string {
  return retryAfter ? `${retryAdvice(retryAfter)} ` : '';
}

/** Turns a Retry-After header (RFC 9110 §10.2.3: seconds or a date) into advice; without one, a minute. */
export function retryAdvice(retryAfter: string | undefined): string {
  if (retryAfter && /^\d{1,9}$/.test(retryAfter)) {
    return `Wait ${retryAfter} seconds before you try again.`;
  }
  const isDate = retryAfter && retryAfter.length < 40 && !Number.isNaN(Date.parse(retryAfter));
  return isDate ? `Try again after ${retryAfter}.` : 'Wait a minute before you try again.';
}
