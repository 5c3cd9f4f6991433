import { oneLine } from '../values/one-line.js';

/** The event that a line records. */
export type AuditEvent =
  /** A tool, a resource or a prompt was called. */
  | 'call'
  /** The steps of a sign-in, in their order. */
  | 'register'
  | 'authorize'
  | 'consent'
  | 'sign_in'
  | 'account'
  | 'grant'
  | 'refresh'
  | 'revoke'
  /** A token was refused, or a rate limit, before there was a call. */
  | 'token'
  | 'rate_limit'
  /** Lines are missing before this one. */
  | 'gap';

export type AuditOutcome =
  'ok' | 'partial' | 'refused' | 'failed' | 'cancelled' | 'approval_asked' | 'suppressed';

/** One line of the audit trail, as docs/audit-log.schema.json describes it. */
export interface AuditLine {
  type: 'audit';
  /** ISO 8601, UTC, milliseconds. */
  time: string;
  request_id?: string;
  event: AuditEvent;
  outcome: AuditOutcome;
  /** Why, in one word; not for `ok`. */
  reason?: string;
  /** The HTTP status with which the application refused or failed. */
  status?: number;
  ms?: number;
  person?: { id?: string; email?: string };
  client?: { id?: string; name?: string; address?: string };
  /** What the connection may do; separated by spaces. */
  scopes?: string;
  teams?: readonly string[];
  tool?: string;
  /** The method and the path's template. */
  operation?: string;
  via?: 'resource' | 'prompt' | 'completion';
  /** Ids of the records that the call named, by argument. */
  ids_in?: Record<string, string[]>;
  /** Ids of the records in the response. */
  ids_out?: string[];
  /** How many ids did not fit. */
  ids_more?: number;
  /** How many items of a batch were done, failed or not tried. */
  items?: { done: number; failed: number; not_tried: number };
  /** The response is that of an earlier call with the same idempotency_key: nothing was done again. */
  repeated?: true;
  /** Arguments that AUDIT_FIELDS names. */
  values?: Record<string, string | number | boolean | null>;
  /** How many lines this one replaces, or how many are missing. */
  count?: number;
}

/** PIPE_BUF on Linux: one write of at most this many bytes to a pipe is atomic. */
export const MAX_LINE_BYTES = 4_096;
const MAX_TEXT_CHARS = 200;

/**
 * @returns one line of JSON with its line end. No text in it can end the line or hide a part of it. Ids and values are
 *   left out if the line would be longer than MAX_LINE_BYTES
 */
export function writeAuditLine(line: AuditLine): string {
  const text = JSON.stringify(line, cleaned);
  if (Buffer.byteLength(text) < MAX_LINE_BYTES) return `${text}\n`;
  const {
    values: _values,
    ids_in: idsIn,
    ids_out: idsOut = [],
    ids_more: more = 0,
    ...rest
  } = line;
  const left = idsOut.length + Object.values(idsIn ?? {}).flat().length;
  return `${JSON.stringify({ ...rest, ids_more: more + left }, cleaned)}\n`;
}

function cleaned(_name: string, value: unknown): unknown {
  return typeof value === 'string' ? oneLine(value).slice(0, MAX_TEXT_CHARS) : value;
}
