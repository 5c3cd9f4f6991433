import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestRecord, ToolCall } from '../request/request-record.js';
import { memoize } from '../values/memoize.js';
import { clientName, isPathWord } from './stranger-names.js';

/** A finished request, as the log, the metrics and the traces get it. */
export interface RequestSummary {
  requestId: string;
  method: string;
  /** Without the query. */
  path: string;
  /** 499 when the client went away before the response began. */
  status: number;
  /** From the request's headers to the last byte of the response, in ms. */
  ms: number;
  /** Of the response, including its headers. */
  bytes: number;
  /** The connection ended before the response was complete. */
  aborted?: true;
  era?: RequestRecord['era'];
  client?: string;
  mcpMethod?: string;
  tool?: string;
  operation?: string;
  outcome?: ToolCall['outcome'];
  /** The number of tool calls, if a batch has several. */
  calls?: number;
  upstreamStatus?: number;
  upstreamError?: string;
  upstreamCalls?: number;
  upstreamMs?: number;
  /** The time in this server alone, without the application's. */
  ownMs: number;
}

/** The client closed the request (nginx's number). */
const CLIENT_GONE = 499;
const MOST_CHARS = 200;

/** Summarises a request. Call it when the response is written or the connection has ended. */
export function summarize(
  record: RequestRecord,
  request: IncomingMessage & { originalUrl?: string },
  response: ServerResponse,
): RequestSummary {
  const { calls, upstream, era, mcpMethod } = record;
  const ms = performance.now() - record.startedAt;
  const isAborted = !response.writableFinished;
  const client = record.client ?? firstToken(request.headers['user-agent'] ?? '').name;
  const summary: RequestSummary = {
    requestId: record.id,
    method: request.method ?? '',
    path: pathOf(request.originalUrl ?? request.url ?? ''),
    status: isAborted && !response.headersSent ? CLIENT_GONE : response.statusCode,
    ms: round(ms),
    // The messages of a batch wait for the application in parallel, so its times may add up to more than `ms`.
    ownMs: round(Math.max(0, ms - upstream.ms)),
    bytes: request.socket.bytesWritten - record.bytesBefore,
  };
  if (isAborted) summary.aborted = true;
  if (era) summary.era = era;
  if (client) summary.client = client;
  if (mcpMethod !== undefined) summary.mcpMethod = mcpMethod;
  if (calls[0]) Object.assign(summary, calls[0]);
  if (calls.length > 1) summary.calls = calls.length;
  if (upstream.calls > 0) {
    if (upstream.status !== undefined) summary.upstreamStatus = upstream.status;
    if (upstream.error !== undefined) summary.upstreamError = upstream.error;
    summary.upstreamCalls = upstream.calls;
    summary.upstreamMs = round(upstream.ms);
  }
  return summary;
}

/** Nearly all requests have one of a few. */
const firstToken = memoize(
  (userAgent): { name?: string | undefined } => ({
    name: clientName(userAgent.split(/\s/, 1)[0] ?? ''),
  }),
  MOST_CHARS,
);

/** A request's target may be a whole URL (RFC 9112 §3.2.2), with a password in it. */
const pathOf = memoize((target) => {
  const end = target.search(/[?#]/);
  const path = end < 0 ? target : target.slice(0, end);
  if (path.startsWith('/')) return onlyWords(path);
  return URL.canParse(path) ? onlyWords(new URL(path).pathname) : '*';
}, MOST_CHARS);

/** Shows words only: anything else in a path may be a token. */
function onlyWords(path: string): string {
  const parts = path.slice(0, MOST_CHARS).split('/');
  return parts.map((part) => (isPathWord(part) ? part : '…')).join('/');
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100;
}
