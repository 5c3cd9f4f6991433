import { once } from 'node:events';
import { createServer } from 'node:http';
import { Logger } from '@nestjs/common';
import { ConfigError } from '../config/app-config.js';
import { detailsOf } from '../values/error-details.js';

/** Prometheus' text format, version 0.0.4. */
const CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/**
 * Serves `/metrics` on a separate port, which should not be public.
 * @throws ConfigError when the port cannot be opened
 */
export async function serveMetrics(
  host: string,
  port: number,
  read: () => Promise<string>,
): Promise<void> {
  const logger = new Logger('Metrics');
  const server = createServer(async ({ method = '', url }, response) => {
    if (url !== '/metrics') return void response.writeHead(404).end();
    if (!['GET', 'HEAD'].includes(method)) {
      return void response.writeHead(405, { Allow: 'GET, HEAD' }).end();
    }
    try {
      const text = await read();
      response.writeHead(200, { 'Content-Type': CONTENT_TYPE }).end(text);
    } catch (error) {
      logger.warn(`A worker does not report its metrics: ${String(error)}`);
      response.writeHead(503).end();
    }
  });
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    const { code = '' } = detailsOf(error);
    throw new ConfigError(
      code === 'EADDRINUSE'
        ? `METRICS_PORT ${port} is taken: stop the program that uses it, or choose another port`
        : `METRICS_PORT ${port} cannot be opened: ${code}`,
      { cause: error },
    );
  }
  logger.log(`http://${host}:${port}/metrics`);
}

/** @returns a function that collects the metrics of all workers; it works in the process that started them */
export async function workersMetrics(): Promise<() => Promise<string>> {
  const { AggregatorRegistry } = await import('prom-client');
  const registry = new AggregatorRegistry();
  return () => registry.clusterMetrics();
}
