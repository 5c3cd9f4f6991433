import { isRecord } from './document.js';
import { explainRefusal } from './explain-refusal.js';
import { readPage, type Page } from './list-page.js';
import { readBody, UNREADABLE, type ApiResponse } from './response-body.js';

/** What an answer is: a page of a list, a record, or a refusal that says what to do next. */
export type Answer =
  | { is: 'page'; page: Page }
  | { is: 'record'; record: Record<string, unknown> }
  | { is: 'refusal'; text: string };

/** Reads an answer: an array is a page, nothing is `{ done: true }`, a plain value `{ value }`. */
export function readResponse(response: ApiResponse): Answer {
  const { status, headers } = response;
  if (status >= 400) return refusal(explainRefusal(response));
  if (status >= 300) {
    return refusal(
      `The application answered ${status}, a redirect, which is never followed. Nothing can be done about it here: tell the person that the application's address must be corrected by its operator.`,
    );
  }
  const value = readBody(response);
  if (value === UNREADABLE) {
    return refusal(
      `The application answered ${status}, but with a body that is not the JSON it announced. It may have done what was asked: look before you repeat it.`,
    );
  }
  if (Array.isArray(value)) return { is: 'page', page: readPage(value, headers) };
  if (isRecord(value)) return { is: 'record', record: value };
  const record = value === undefined || value === null ? { done: true } : { value };
  return { is: 'record', record };
}

function refusal(text: string): Answer {
  return { is: 'refusal', text };
}
