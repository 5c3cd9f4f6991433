import {
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { UpstreamRequest } from '../bullet-train/upstream.js';
import type { UpstreamEnd } from '../bullet-train/upstream-observer.js';
import { SERVER_VERSION } from '../config/version.js';
import type { RequestRecord } from '../request/request-record.js';
import { createResource, reportExportProblems } from './otel.js';
import type { RequestSummary } from './request-summary.js';
import type { TraceContext } from '../request/trace-context.js';

/** The longest that a shutdown waits for a collector. */
const LAST_EXPORT_MS = 2_000;

interface Traced {
  span?: Span;
  /** Requests to the application that ended before the message told which trace they belong to. */
  held: { request: UpstreamRequest; startedAt: number; endedAt: number; end: UpstreamEnd }[];
}

/**
 * A span for every MCP request and for every request to the application, named by OpenTelemetry's semantic conventions
 * and sent to the collector that OpenTelemetry's own variables name. Loaded only with a collector: see `import()` in
 * src/process/observe.ts.
 */
export class Traces {
  private readonly provider = createProvider();
  private readonly tracer: Tracer = this.provider.getTracer('bullet-train-mcp', SERVER_VERSION);
  private readonly traced = new WeakMap<RequestRecord, Traced>();
  private readonly application: Attributes;

  /** @param applicationUrl the URL where this server reaches the application */
  constructor(applicationUrl: string) {
    const { hostname, port, protocol } = new URL(applicationUrl);
    this.application = {
      'server.address': hostname,
      'server.port': Number(port) || (protocol === 'https:' ? 443 : 80),
    };
  }

  /** Begins the span of a request to the application. @returns its headers, and what ends the span */
  upstream(
    request: UpstreamRequest,
    record: RequestRecord,
  ): { headers?: TraceContext; end: (end: UpstreamEnd) => void } {
    const startedAt = performance.now();
    if (record.mcpMethod === undefined) {
      const { held } = this.of(record);
      return {
        ...(record.trace && { headers: record.trace }),
        end: (end) => held.push({ request, startedAt, endedAt: performance.now(), end }),
      };
    }
    const span = this.startCall(request, this.begin(record), startedAt);
    const headers = contextOf(span, record.trace?.tracestate);
    return { headers, end: (end) => endCall(span, end) };
  }

  /** Ends the span of a finished request. */
  request(summary: RequestSummary, record: RequestRecord): void {
    const { held } = this.of(record);
    if (record.mcpMethod === undefined && held.length === 0) return;
    const span = this.begin(record);
    for (const { request, startedAt, endedAt, end } of held) {
      endCall(this.startCall(request, span, startedAt), end, endedAt);
    }
    const { mcpMethod, tool, method, path, status, outcome, requestId } = summary;
    span.updateName([mcpMethod ?? `${method} ${path}`, tool].filter(Boolean).join(' '));
    span.setAttributes({
      ...(mcpMethod !== undefined && { 'mcp.method.name': mcpMethod }),
      ...(tool !== undefined && { 'gen_ai.tool.name': tool }),
      'http.request.method': method,
      'http.response.status_code': status,
      'url.path': path,
      'bullet_train_mcp.request_id': requestId,
    });
    if (status >= 500) fail(span, String(status));
    else if (outcome === 'error') fail(span, 'tool_error');
    span.end();
  }

  /** Sends the remaining spans, and waits for at most two seconds. */
  async close(): Promise<void> {
    const waited = new Promise((resolve) => setTimeout(resolve, LAST_EXPORT_MS).unref());
    await Promise.race([this.provider.shutdown().catch(() => undefined), waited]);
  }

  private of(record: RequestRecord): Traced {
    const known = this.traced.get(record) ?? { held: [] };
    this.traced.set(record, known);
    return known;
  }

  private begin(record: RequestRecord): Span {
    const traced = this.of(record);
    traced.span ??= this.tracer.startSpan(
      record.mcpMethod ?? 'HTTP',
      { kind: SpanKind.SERVER, startTime: record.startedAt },
      parentOf(record.trace),
    );
    return traced.span;
  }

  private startCall({ method, path, template }: UpstreamRequest, parent: Span, startTime: number) {
    // The query is left out: it may hold a client's values.
    const shown = template ?? path.replace(/\?.*$/s, '');
    const attributes = {
      ...this.application,
      'http.request.method': method,
      'url.template': shown,
    };
    return this.tracer.startSpan(
      `${method} ${shown}`,
      { kind: SpanKind.CLIENT, startTime, attributes },
      trace.setSpan(ROOT_CONTEXT, parent),
    );
  }
}

function createProvider(): BasicTracerProvider {
  reportExportProblems();
  const spanProcessors = [new BatchSpanProcessor(new OTLPTraceExporter())];
  return new BasicTracerProvider({ resource: createResource(), spanProcessors });
}

function parentOf(context: TraceContext | undefined): Context {
  if (!context) return ROOT_CONTEXT;
  const [, traceId = '', spanId = '', flags = '0'] = context.traceparent.split('-');
  return trace.setSpanContext(ROOT_CONTEXT, {
    traceId,
    spanId,
    traceFlags: Number.parseInt(flags, 16),
    isRemote: true,
  });
}

/** @param tracestate passed on, but not sent to the collector: a client may write anything into it */
function contextOf(span: Span, tracestate: string | undefined): TraceContext {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return {
    traceparent: `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`,
    ...(tracestate && { tracestate }),
  };
}

function endCall(span: Span, { status, error }: UpstreamEnd, endedAt?: number): void {
  if (status !== undefined) span.setAttribute('http.response.status_code', status);
  const problem = error ?? (status !== undefined && status >= 400 ? String(status) : undefined);
  if (problem !== undefined) fail(span, problem);
  span.end(endedAt);
}

function fail(span: Span, type: string): void {
  span.setAttribute('error.type', type).setStatus({ code: SpanStatusCode.ERROR });
}
