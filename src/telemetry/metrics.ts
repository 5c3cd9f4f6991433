import {
  AggregatorRegistry,
  collectDefaultMetrics,
  Counter,
  Gauge,
  Histogram,
  register,
} from 'prom-client';
import type { BulletTrainClient } from '../bullet-train/bullet-train.client.js';
import type { TokenValidator } from '../bullet-train/token-validator.js';
import type { UpstreamEnd } from '../bullet-train/upstream-observer.js';
import type { ToolCatalog } from '../catalog/tool-catalog.js';
import type { RateLimits } from '../limits/rate-limits.js';
import type { RequestRecord } from '../request/request-record.js';
import { clientLabel } from './known-clients.js';
import { MCP_METHODS } from './mcp-methods.js';
import type { RequestSummary } from './request-summary.js';

/** What the metrics read only when Prometheus asks; in between it costs nothing. */
interface MetricSources {
  client: Pick<BulletTrainClient, 'breakerState' | 'queueState'>;
  validator: Pick<TokenValidator, 'lookups' | 'cached'>;
  limits: Pick<RateLimits, 'refused'>;
  catalog: Pick<ToolCatalog, 'current'>;
  /** Failed sign-ins, counted by reason. */
  signInFailures: () => Iterable<[reason: string, count: number]>;
  audit: { readonly counts: Readonly<Record<'written' | 'lost', number>> };
}

const PREFIX = 'bullet_train_mcp_';
const SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** A client may send any method; one that is not in this list counts as `other`. */
const HTTP_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Metrics for Prometheus. Loaded only with METRICS_PORT: see `import()` in src/process/observe.ts. */
export class Metrics {
  private readonly requests = new Counter({
    name: `${PREFIX}requests_total`,
    help: 'Finished HTTP requests, by HTTP method, MCP method and HTTP status.',
    labelNames: ['method', 'mcp_method', 'status'],
  });
  private readonly requestSeconds = new Histogram({
    name: `${PREFIX}request_seconds`,
    help: 'How long requests took, including the wait for the application.',
    labelNames: ['mcp_method'],
    buckets: SECONDS,
  });
  private readonly toolCalls = new Counter({
    name: `${PREFIX}tool_calls_total`,
    help: 'Operations carried out for clients, by tool and outcome: ok, refused, error or gone.',
    labelNames: ['tool', 'outcome'],
  });
  private readonly clientCalls = new Counter({
    name: `${PREFIX}client_calls_total`,
    help: 'The same by the registered name of the client, where many people use it, and outcome.',
    labelNames: ['client', 'outcome'],
  });
  private readonly upstreamSeconds = new Histogram({
    name: `${PREFIX}upstream_seconds`,
    help: 'How long the application took, by HTTP method and status, or by the reason for no response.',
    labelNames: ['method', 'status'],
    buckets: SECONDS,
  });

  private readonly queueSeconds = new Histogram({
    name: `${PREFIX}upstream_queue_seconds`,
    help: 'How long requests waited for their turn before they were sent to the application.',
    buckets: SECONDS,
  });

  constructor(sources: MetricSources) {
    collectDefaultMetrics();
    addSources(sources);
    // In a worker, this answers the first process, which Prometheus asks.
    void new AggregatorRegistry();
  }

  /** Counts a finished request and its tool calls. */
  request({ method, mcpMethod, status, ms }: RequestSummary, record: RequestRecord): void {
    const labels = {
      method: HTTP_METHODS.includes(method) ? method : 'other',
      mcp_method: mcpMethod === undefined ? '' : knownMcpMethod(mcpMethod),
    };
    this.requests.inc({ ...labels, status });
    this.requestSeconds.observe({ mcp_method: labels.mcp_method }, ms / 1000);
    const { calls, registeredClient } = record;
    if (calls.length === 0) return;
    const client = clientLabel(registeredClient);
    for (const { tool, outcome } of calls) {
      this.toolCalls.inc({ tool, outcome });
      this.clientCalls.inc({ client, outcome });
    }
  }

  /** Counts one request to the application; both times are in ms. */
  upstream(method: string, { status, error }: UpstreamEnd, ms: number, waitedMs: number): void {
    this.queueSeconds.observe(waitedMs / 1000);
    this.upstreamSeconds.observe({ method, status: status ?? error ?? 'none' }, ms / 1000);
  }

  /** @returns Prometheus' text format */
  read(): Promise<string> {
    return register.metrics();
  }
}

function knownMcpMethod(method: string): string {
  return MCP_METHODS.includes(method) ? method : 'other';
}

function addSources(sources: MetricSources): void {
  const { client, validator, limits, catalog } = sources;
  counter('sign_in_failures_total', 'Refused or failed sign-ins, by reason.', () =>
    [...sources.signInFailures()].map(([reason, count]) => [{ reason }, count]),
  );
  counter('audit_lines_total', 'Lines of the audit trail, by what became of them.', () =>
    Object.entries(sources.audit.counts).map(([by, count]) => [{ by }, count]),
  );
  counter('token_cache_hits_total', 'Tokens whose verdict was in the cache.', () => [
    [{}, validator.lookups.hits],
  ]);
  counter('token_cache_misses_total', 'Tokens that the application was asked about.', () => [
    [{}, validator.lookups.misses],
  ]);
  gauge('token_cache_size', 'Verdicts in the token cache.', 'sum', () => [[{}, validator.cached]]);
  counter('rate_limited_total', 'Requests refused by a rate limit, by what was counted.', () => [
    [{ by: 'person' }, limits.refused.person],
    [{ by: 'change' }, limits.refused.change],
    [{ by: 'address' }, limits.refused.address],
  ]);
  gauge('upstream_in_flight', 'Requests that the application is working on.', 'sum', () => [
    [{}, client.queueState.running],
  ]);
  gauge('upstream_queue_length', 'Requests that wait for their turn.', 'sum', () => [
    [{}, client.queueState.waiting],
  ]);
  counter('upstream_queue_refused_total', 'Requests that were refused a turn, by reason.', () =>
    Object.entries(client.queueState.refused).map(([why, count]) => [{ by: why }, count]),
  );
  gauge('breaker_open', '1 while the circuit breaker is open.', 'max', () => [
    [{}, client.breakerState === 'open' ? 1 : 0],
  ]);
  gauge('catalog_tools', 'Tools of the newest valid document.', 'max', () => [
    [{}, catalog.current?.tools.length ?? 0],
  ]);
  gauge('catalog_info', 'The version of the tools, a hash of the document.', 'max', () =>
    catalog.current ? [[{ version: catalog.current.version }, 1]] : [],
  );
  gauge('catalog_age_seconds', 'Time since the tools last changed.', 'max', () =>
    catalog.current ? [[{}, (Date.now() - catalog.current.loadedAt.getTime()) / 1000]] : [],
  );
}

type Reading = [labels: Record<string, string>, value: number][];

function counter(name: string, help: string, read: () => Reading): Counter {
  return new Counter({
    name: PREFIX + name,
    help,
    labelNames: ['by', 'reason'],
    collect() {
      this.reset();
      for (const [labels, value] of read()) this.inc(labels, value);
    },
  });
}

/** @param aggregator how the values of several workers make one */
function gauge(name: string, help: string, aggregator: 'sum' | 'max', read: () => Reading): Gauge {
  return new Gauge({
    name: PREFIX + name,
    help,
    aggregator,
    labelNames: ['version'],
    collect() {
      this.reset();
      for (const [labels, value] of read()) this.set(labels, value);
    },
  });
}
