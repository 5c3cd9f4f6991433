import { isRecord } from '../../values/is-record.js';
import { outcomeAdvice, errorAdvice, retryAdvice } from './error-advice.js';
import { listMember } from '../plan/envelope.js';
import { readListPage, type ListPage } from './list-page.js';
import type { ListPlace } from '../plan/next-page.js';
import { FileBody, readResponseBody, UNREADABLE, type ApiResponse } from './response-body.js';
import { sanitizeUrl } from './sanitize-url.js';

/** What a response is: a page of a list, a record, a file, or an error with advice. */
type ResponseOutcome =
  | { is: 'page'; page: ListPage }
  | { is: 'record'; record: Record<string, unknown> }
  | { is: 'file'; file: FileBody }
  | { is: 'refusal'; text: string };

/** What is known about the operation and the request. */
export interface ResponseContext {
  /** Whether the operation may have changed something. */
  changes: boolean;
  /** Whether the document describes JSON responses only. */
  onlyJson: boolean;
  /** Whether the document describes a redirect. */
  redirects?: boolean;
  /** Set where the operation responds with a list. */
  list?: ListPlace;
  /** The requested URL, as people reach it. */
  at?: string;
}

/**
 * Classifies a response: an array is a page, an empty body `{ done: true }`, a plain value `{ value }`. A `Location` or
 * `Retry-After` header becomes `location` and `note`.
 */
export function readResponse(response: ApiResponse, asked: ResponseContext): ResponseOutcome {
  const { changes, onlyJson } = asked;
  const { status, headers } = response;
  if (status >= 400) return refusal(errorAdvice(response, changes));
  if (status === 304)
    return refusal(`The application answered 304 and no record. ${outcomeAdvice(changes)}`);
  if (status >= 300) return readRedirect(response, asked);
  const value = readResponseBody(response, onlyJson);
  if (value === UNREADABLE) {
    const what = /html/i.test(headers['content-type'] ?? '')
      ? 'a page for people'
      : 'a body that is not the JSON that belongs there';
    return refusal(
      `The application answered ${status}, but with ${what}. ${outcomeAdvice(changes)}`,
    );
  }
  const isEmpty = value === undefined || value === null;
  const elsewhere = readElsewhere(response, asked);
  if (value === undefined && !changes && onlyJson && status === 200 && !elsewhere['location']) {
    return refusal(
      `The application answered ${status}, but with nothing. ${outcomeAdvice(changes)}`,
    );
  }
  if (value instanceof FileBody) return { is: 'file', file: value };
  if (Array.isArray(value)) return { is: 'page', page: readListPage(value, headers, asked.list) };
  if (isRecord(value)) {
    const record = withoutPrototype(value);
    const page = asked.list && readEnvelope(record, headers, asked.list);
    if (page) return { is: 'page', page };
    return { is: 'record', record: status === 202 ? { ...elsewhere, ...record } : record };
  }
  if (!isEmpty) return { is: 'record', record: { value } };
  return { is: 'record', record: { [status === 202 ? 'accepted' : 'done']: true, ...elsewhere } };
}

/** Without a member `__proto__`, which the SDK leaves out of `structuredContent` as well. */
function withoutPrototype(record: Record<string, unknown>): Record<string, unknown> {
  if (!Object.hasOwn(record, '__proto__')) return record;
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== '__proto__'));
}

/** A list in an object, with what is said of its pages beside it. */
function readEnvelope(
  value: Record<string, unknown>,
  headers: ApiResponse['headers'],
  place: ListPlace,
): ListPage | undefined {
  const members = Object.entries(value).map(
    ([name, inner]) => [name, Array.isArray(inner)] as const,
  );
  const name = listMember(members);
  if (name === undefined) return undefined;
  const { [name]: items, ...body } = value;
  return Array.isArray(items) ? readListPage(items, headers, place, body) : undefined;
}

/** What the headers say: where the record is, or will be (RFC 9110 §15.3.2 and §15.3.3), and when to look. */
function readElsewhere(
  { status, headers }: ApiResponse,
  { at }: ResponseContext,
): { location?: string; note?: string } {
  const location = at === undefined ? undefined : sanitizeUrl(headers['location'], at);
  const retryAfter = headers['retry-after'];
  const isUnderWay = status === 202 || retryAfter !== undefined;
  const when = retryAfter === undefined ? '' : ` ${retryAdvice(retryAfter).replace('try', 'look')}`;
  return {
    ...(location !== undefined && { location }),
    ...(isUnderWay && {
      note: `The application has accepted this and is not done with it.${when}`.trim(),
    }),
  };
}

function readRedirect(
  { status, headers }: ApiResponse,
  { changes, redirects, at }: ResponseContext,
): ResponseOutcome {
  const location = at === undefined ? undefined : sanitizeUrl(headers['location'], at);
  // RFC 9110 §15.4.4: what was asked for is done, and what came of it is over there.
  const isDone = status === 303 && changes;
  if ((redirects || isDone) && location !== undefined) {
    const note = 'The answer is at this address, which was not opened: it is for the person.';
    return { is: 'record', record: { ...(isDone && { done: true }), status, location, note } };
  }
  const doubt = changes ? `${outcomeAdvice(true)} ` : '';
  return refusal(
    `The application answered ${status}, a redirect, which is never followed. ${doubt}Do not try again; tell the person that it may want another kind of sign-in, or that its operator must correct its address.`,
  );
}

function refusal(text: string): ResponseOutcome {
  return { is: 'refusal', text };
}
