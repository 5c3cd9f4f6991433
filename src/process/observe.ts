import cluster from 'node:cluster';
import type { INestApplication } from '@nestjs/common';
import { AuditWriter } from '../audit/audit-writer.js';
import { BulletTrainClient } from '../bullet-train/bullet-train.client.js';
import { TokenValidator } from '../bullet-train/token-validator.js';
import { ToolCatalog } from '../catalog/tool-catalog.js';
import type { AppConfig } from '../config/app-config.js';
import type { RequestListener } from '../http/http-server.js';
import { RateLimits } from '../limits/rate-limits.js';
import { SignInFailures } from '../oauth/protocol/sign-in-failures.js';
import { Sealing } from '../oauth/sealing/sealing.js';
import { RequestContext } from '../request/request-context.js';
import type { Metrics } from '../telemetry/metrics.js';
import { serveMetrics } from '../telemetry/metrics-server.js';
import { observeUpstream } from '../telemetry/observe-upstream.js';
import { ServerLog } from '../telemetry/server-log.js';
import type { Traces } from '../telemetry/traces.js';

/** How requests reach the log, the metrics and the traces. */
interface Observation {
  onRequest: RequestListener;
  /** Sends the remaining traces. */
  close(): Promise<void>;
}

/**
 * Connects the log, and the metrics and traces if they are configured, to every request and to every request to the
 * application.
 */
export async function observe(app: INestApplication, config: AppConfig): Promise<Observation> {
  const context = app.get(RequestContext);
  const current = () => context.record;
  const log = new ServerLog(config.log, () => current()?.id);
  app.useLogger(log);
  const metrics = await startMetrics(app, config);
  const traces = await startTraces(config);
  app.get(BulletTrainClient).observe(observeUpstream(current, metrics, traces));
  return {
    onRequest: (summary, record) => {
      log.request(summary);
      metrics?.request(summary, record);
      traces?.request(summary, record);
    },
    close: async () => traces?.close(),
  };
}

async function startTraces({ traces, bulletTrain }: AppConfig): Promise<Traces | undefined> {
  if (!traces) return undefined;
  // Loaded only with a collector.
  const { Traces } = await import('../telemetry/opentelemetry.js');
  return new Traces(bulletTrain.baseUrl);
}

async function startMetrics(
  app: INestApplication,
  { metricsPort, server: { host } }: AppConfig,
): Promise<Metrics | undefined> {
  if (metricsPort === undefined) return undefined;
  // Loaded only with METRICS_PORT.
  const { Metrics } = await import('../telemetry/metrics.js');
  const metrics = new Metrics({
    client: app.get(BulletTrainClient),
    validator: app.get(TokenValidator),
    limits: app.get(RateLimits),
    catalog: app.get(ToolCatalog),
    audit: app.get(AuditWriter),
    signInFailures: () => [
      ...app.get(SignInFailures).counts,
      ['unknown_key', app.get(Sealing).unknownKeys],
    ],
  });
  // With several workers, Prometheus asks the process that started them: see src/process/server.ts.
  if (cluster.isPrimary) await serveMetrics(host, metricsPort, () => metrics.read());
  return metrics;
}
