import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { readTraceContext, type TraceContext } from './trace-context.js';

/** An operation that was carried out for a client, or a search among them. */
export interface ToolCall {
  /** From the catalogue, never the client's own text. */
  tool: string;
  /** `GET /projects/{id}`; undefined for a search. */
  operation?: string;
  /** `refused`: by the check of the arguments, or by the application. `gone`: the client went away. */
  outcome: 'ok' | 'refused' | 'error' | 'gone';
}

/** All requests to the application for one client's request, including token checks and further pages of a list. */
interface UpstreamWork {
  calls: number;
  ms: number;
  /** Of the last response. */
  status?: number;
  /** Why the last request got no response: an UpstreamError's code. */
  error?: string;
}

/** One HTTP request and its response, as telemetry needs them at the end: nothing of their contents. */
export class RequestRecord {
  readonly id = randomUUID();
  /** In milliseconds of performance.now(). */
  readonly startedAt = performance.now();
  readonly calls: ToolCall[] = [];
  readonly upstream: UpstreamWork = { calls: 0, ms: 0 };
  era?: 'legacy' | 'modern';
  /** What the client calls itself in MCP. */
  client?: string;
  /** What the client behind the token has registered as; a stranger's text. */
  registeredClient?: string;
  mcpMethod?: string;
  /** The trace that it belongs to: from the message's `_meta`, else from the header. */
  trace?: TraceContext;
  /** Bytes that the connection had sent before this request. */
  readonly bytesBefore: number;

  constructor({ socket, headers }: IncomingMessage) {
    this.bytesBefore = socket.bytesWritten;
    this.joinTrace(headers['traceparent'], headers['tracestate']);
  }

  /** Joins a trace (W3C Trace Context); ignores invalid values. */
  joinTrace(traceparent: unknown, tracestate: unknown): void {
    const trace = readTraceContext(traceparent, tracestate);
    if (trace) this.trace = trace;
  }
}
