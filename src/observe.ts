import cluster from 'node:cluster';
import type { INestApplication } from '@nestjs/common';
import { BulletTrainClient } from './bullet-train/bullet-train.client.js';
import { TokenValidator } from './bullet-train/token-validator.js';
import { ToolCatalog } from './catalog/tool-catalog.js';
import type { AppConfig } from './config/app-config.js';
import { RateLimits } from './limits/rate-limits.js';
import { Caller } from './mcp/caller.js';
import type { Exchange } from './telemetry/exchange.js';
import type { Metrics } from './telemetry/metrics.js';
import { serveMetrics } from './telemetry/metrics-server.js';
import { observeUpstream } from './telemetry/observe-upstream.js';
import type { RequestSummary } from './telemetry/request-summary.js';
import { ServerLog } from './telemetry/server-log.js';

/** Told of every request that is over. */
export type RequestListener = (summary: RequestSummary, exchange: Exchange) => void;

/**
 * Lets the log know of every request and of what it asks the application for, and the metrics where they are
 * wanted.
 * @returns to be told of every request that is over
 */
export async function observe(app: INestApplication, config: AppConfig): Promise<RequestListener> {
  const caller = app.get(Caller);
  const current = () => caller.exchange;
  const log = new ServerLog(config.log, () => current()?.id);
  app.useLogger(log);
  const metrics = await startMetrics(app, config);
  app.get(BulletTrainClient).observe(observeUpstream(current, metrics));
  return (summary, exchange) => {
    log.request(summary);
    metrics?.request(summary, exchange);
  };
}

async function startMetrics(
  app: INestApplication,
  { metricsPort, server: { host } }: AppConfig,
): Promise<Metrics | undefined> {
  if (metricsPort === undefined) return undefined;
  // Loaded only by those who use it.
  const { Metrics } = await import('./telemetry/metrics.js');
  const metrics = new Metrics({
    client: app.get(BulletTrainClient),
    validator: app.get(TokenValidator),
    limits: app.get(RateLimits),
    catalog: app.get(ToolCatalog),
  });
  // Of several workers the process that has started them is asked: see src/main.ts.
  if (cluster.isPrimary) await serveMetrics(host, metricsPort, () => metrics.read());
  return metrics;
}
