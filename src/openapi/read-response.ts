import { isRecord } from './document.js';
import { advice, explainRefusal } from './explain-refusal.js';
import { readPage, type Page } from './list-page.js';
import { readBody, UNREADABLE, type ApiResponse } from './response-body.js';

/** What an answer is: a page of a list, a record, or a refusal that says what to do next. */
export type Answer =
  | { is: 'page'; page: Page }
  | { is: 'record'; record: Record<string, unknown> }
  | { is: 'refusal'; text: string };

/** What is known of the operation that is answered. */
export interface Asked {
  /** It may have changed something. */
  changes: boolean;
  /** It answers nothing but JSON. */
  onlyJson: boolean;
}

/** Reads an answer: an array is a page, nothing is `{ done: true }`, a plain value `{ value }`. */
export function readResponse(response: ApiResponse, { changes, onlyJson }: Asked): Answer {
  const { status, headers } = response;
  if (status >= 400) return refusal(explainRefusal(response, changes));
  if (status === 304)
    return refusal(`The application answered 304 and no record. ${advice(changes)}`);
  if (status >= 300) {
    const doubt = changes ? `${advice(true)} ` : '';
    return refusal(
      `The application answered ${status}, a redirect, which is never followed. ${doubt}Do not try again; tell the person that it may want another kind of sign-in, or that its operator must correct its address.`,
    );
  }
  const value = readBody(response, onlyJson);
  if (value === UNREADABLE) {
    const what = /html/i.test(headers['content-type'] ?? '')
      ? 'a page for people'
      : 'a body that is not the JSON that belongs there';
    return refusal(`The application answered ${status}, but with ${what}. ${advice(changes)}`);
  }
  if (value === undefined && !changes && onlyJson && status !== 204) {
    return refusal(`The application answered ${status}, but with nothing. ${advice(changes)}`);
  }
  if (Array.isArray(value)) return { is: 'page', page: readPage(value, headers) };
  if (isRecord(value)) return { is: 'record', record: value };
  const record = value === undefined || value === null ? { done: true } : { value };
  return { is: 'record', record };
}

function refusal(text: string): Answer {
  return { is: 'refusal', text };
}
