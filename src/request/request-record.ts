import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { readTraceContext, type TraceContext } from './trace-context.js';

/** An operation that was carried out for a client, or a search among them. */
export interface ToolCall {
  /** From the catalogue, never a word of the client's. */
  tool: string;
  /** `GET /projects/{id}`; undefined for a search. */
  operation?: string;
  /** `refused`: the arguments or the application said no. `gone`: the client did not wait. */
  outcome: 'ok' | 'refused' | 'error' | 'gone';
}

/** What is asked of the application for one request, tokens and the pages of a list included. */
export interface UpstreamWork {
  calls: number;
  ms: number;
  /** Of the last answer. */
  status?: number;
  /** Why the last had none: an UpstreamError's code. */
  error?: string;
}

/** One HTTP request and its answer: what is to be known of it when it is over, and nothing of its contents. */
export class RequestRecord {
  readonly id = randomUUID();
  /** In the time of performance.now(). */
  readonly startedAt = performance.now();
  readonly calls: ToolCall[] = [];
  readonly upstream: UpstreamWork = { calls: 0, ms: 0 };
  era?: 'legacy' | 'modern';
  /** What the client calls itself in MCP. */
  client?: string;
  mcpMethod?: string;
  /** What it is a part of: from the header or, what comes first, from the message's `_meta`. */
  trace?: TraceContext;
  /** Of the connection, which has carried other answers before. */
  readonly bytesBefore: number;

  constructor({ socket, headers }: IncomingMessage) {
    this.bytesBefore = socket.bytesWritten;
    this.joinTrace(headers['traceparent'], headers['tracestate']);
  }

  /** What is no trace context (W3C) is not looked at. */
  joinTrace(traceparent: unknown, tracestate: unknown): void {
    const trace = readTraceContext(traceparent, tracestate);
    if (trace) this.trace = trace;
  }
}
