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
import { MCP_METHODS } from './mcp-methods.js';
import type { RequestSummary } from './request-summary.js';

/** What is read when somebody looks, and costs nothing before. */
export interface MetricSources {
  client: Pick<BulletTrainClient, 'breakerState' | 'queueState'>;
  validator: Pick<TokenValidator, 'lookups' | 'cached'>;
  limits: Pick<RateLimits, 'refused'>;
  catalog: Pick<ToolCatalog, 'current'>;
  /** Why sign-ins have failed, and how often. */
  signInFailures: () => Iterable<[reason: string, count: number]>;
}

const PREFIX = 'bullet_train_mcp_';
const SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Strangers may send any method: what is not one of these is `other`. */
const HTTP_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Counts for Prometheus. Loaded only with METRICS_PORT: see `import()` in src/process/observe.ts. */
export class Metrics {
  private readonly requests = new Counter({
    name: `${PREFIX}requests_total`,
    help: 'HTTP requests that are over, by HTTP method, MCP method and HTTP status.',
    labelNames: ['method', 'mcp_method', 'status'],
  });
  private readonly requestSeconds = new Histogram({
    name: `${PREFIX}request_seconds`,
    help: 'How long requests took, waiting for the application included.',
    labelNames: ['mcp_method'],
    buckets: SECONDS,
  });
  private readonly toolCalls = new Counter({
    name: `${PREFIX}tool_calls_total`,
    help: 'Operations carried out for clients, by tool and outcome: ok, refused, error or gone.',
    labelNames: ['tool', 'outcome'],
  });
  private readonly upstreamSeconds = new Histogram({
    name: `${PREFIX}upstream_seconds`,
    help: 'How long the application took, by HTTP method and its status, or why there was none.',
    labelNames: ['method', 'status'],
    buckets: SECONDS,
  });

  private readonly queueSeconds = new Histogram({
    name: `${PREFIX}upstream_queue_seconds`,
    help: 'How long requests waited for their turn before the application was asked.',
    buckets: SECONDS,
  });

  constructor(sources: MetricSources) {
    collectDefaultMetrics();
    addSources(sources);
    // In a worker it answers the first process, which is the one that is asked.
    void new AggregatorRegistry();
  }

  request({ method, mcpMethod, status, ms }: RequestSummary, { calls }: RequestRecord): void {
    const labels = {
      method: HTTP_METHODS.includes(method) ? method : 'other',
      mcp_method: mcpMethod === undefined ? '' : knownMcpMethod(mcpMethod),
    };
    this.requests.inc({ ...labels, status });
    this.requestSeconds.observe({ mcp_method: labels.mcp_method }, ms / 1000);
    for (const { tool, outcome } of calls) this.toolCalls.inc({ tool, outcome });
  }

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
  counter('token_cache_hits_total', 'Tokens that were not asked about again.', () => [
    [{}, validator.lookups.hits],
  ]);
  counter('token_cache_misses_total', 'Tokens that the application was asked about.', () => [
    [{}, validator.lookups.misses],
  ]);
  gauge('token_cache_size', 'Verdicts that are remembered.', 'sum', () => [[{}, validator.cached]]);
  counter('rate_limited_total', 'Requests too many, by what was counted.', () => [
    [{ by: 'token' }, limits.refused.token],
    [{ by: 'address' }, limits.refused.address],
  ]);
  gauge('upstream_in_flight', 'Calls that the application is carrying out.', 'sum', () => [
    [{}, client.queueState.running],
  ]);
  gauge('upstream_queue_length', 'Calls that wait for their turn.', 'sum', () => [
    [{}, client.queueState.waiting],
  ]);
  counter('upstream_queue_refused_total', 'Calls refused without a turn, by why.', () =>
    Object.entries(client.queueState.refused).map(([why, count]) => [{ by: why }, count]),
  );
  gauge('breaker_open', '1 while the application is not asked.', 'max', () => [
    [{}, client.breakerState === 'open' ? 1 : 0],
  ]);
  gauge('catalog_tools', 'Tools of the newest good document.', 'max', () => [
    [{}, catalog.current?.tools.length ?? 0],
  ]);
  gauge('catalog_info', 'The version of the tools, a hash of the document.', 'max', () =>
    catalog.current ? [[{ version: catalog.current.version }, 1]] : [],
  );
  gauge('catalog_age_seconds', 'Since the tools last changed.', 'max', () =>
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

/** @param aggregator what several workers' values make together */
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
