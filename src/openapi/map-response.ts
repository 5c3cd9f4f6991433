import { isRecord } from './document.js';

/** The application's answer as it came in. */
export interface ApiResponse {
  status: number;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  body: Buffer;
}

/** A tool's result as MCP wants it: the structured content and the same JSON as text. */
export interface ToolResult {
  content: { type: 'text'; text: string }[];
  structuredContent?: Record<string, unknown>;
  isError?: true;
  [key: string]: unknown;
}

/**
 * The result that a model sees of an answer: a record as it is, a list as
 * `{ items, next_after }` (`next_after` is what to pass as `after` for the next page, null on the
 * last one), a refusal as an error that says what to do next.
 */
export function mapResponse(response: ApiResponse): ToolResult {
  const { status } = response;
  if (status >= 400) return errorResult(explainRefusal(response));
  if (status >= 300) {
    return errorResult(
      `The application answered ${status}, a redirect, which is never followed. Nothing can be done about it here: tell the person that the application's address must be corrected by its operator.`,
    );
  }
  const value = readBody(response);
  return value === UNREADABLE
    ? errorResult(
        `The application answered ${status}, but with a body that is not the JSON it announced. It may have done what was asked: look before you repeat it.`,
      )
    : structuredResult(structure(value, response));
}

export function errorResult(text: string): ToolResult {
  return { content: [{ type: 'text', text }], isError: true };
}

function structuredResult(structuredContent: Record<string, unknown>): ToolResult {
  return {
    content: [{ type: 'text', text: JSON.stringify(structuredContent) }],
    structuredContent,
  };
}

const UNREADABLE = Symbol('unreadable');

function readBody({ headers, body }: ApiResponse): unknown {
  const contentType = headers['content-type'] ?? '';
  if (body.length === 0) return undefined;
  if (/[/+]json\b/i.test(contentType)) return parseJson(body);
  const isText = contentType === '' || /^text\/|[/+](xml|yaml|csv)\b/i.test(contentType);
  return isText
    ? { content_type: contentType, text: body.toString('utf8') }
    : { content_type: contentType, bytes: body.length, base64: body.toString('base64') };
}

function parseJson(body: Buffer): unknown {
  try {
    const text = body.toString('utf8').trim();
    return text === '' ? null : (JSON.parse(text) as unknown);
  } catch {
    return UNREADABLE;
  }
}

function structure(value: unknown, { headers }: ApiResponse): Record<string, unknown> {
  if (Array.isArray(value)) return { items: value, next_after: nextAfter(headers) };
  if (isRecord(value)) return value;
  return value === undefined || value === null ? { done: true } : { value };
}

/** Bullet Train sends `Pagination-Next`, the last id of the page, only when there is more. */
function nextAfter(headers: ApiResponse['headers']): number | string | null {
  const next = headers['pagination-next']?.trim();
  if (!next) return null;
  const id = Number(next);
  return Number.isSafeInteger(id) && String(id) === next ? id : next;
}

function explainRefusal(response: ApiResponse): string {
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
        ? `The application failed (${status}${detail}). It is not the arguments' fault: try once more later, and if it fails again tell the person.`
        : `The application refused the call (${status}${detail}).`;
  }
}

/** The application's own sentence, where it is one and not an HTML page. */
function detailOf({ headers, body }: ApiResponse): string {
  if (!/[/+]json\b/i.test(headers['content-type'] ?? '')) return '';
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

/** RFC 9110 §10.2.3: seconds or a date. */
function retryAdvice(retryAfter: string | undefined): string {
  if (!retryAfter) return 'Wait a minute before you try again.';
  return /^\d+$/.test(retryAfter)
    ? `Wait ${retryAfter} seconds before you try again.`
    : `Try again after ${retryAfter}.`;
}
