import { once } from 'node:events';
import { createServer } from 'node:http';
import { Logger } from '@nestjs/common';
import { ConfigError } from '../config/app-config.js';

/** Prometheus' text format, version 0.0.4. */
const CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/**
 * Serves `/metrics` on a port of its own, which is not for the public.
 * @throws ConfigError when nobody can listen there
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
      logger.warn(`A worker does not say its metrics: ${String(error)}`);
      response.writeHead(503).end();
    }
  });
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    throw new ConfigError(
      code === 'EADDRINUSE'
        ? `METRICS_PORT ${port} is taken: stop what listens there, or choose another`
        : `METRICS_PORT ${port} cannot be listened on: ${code}`,
      { cause: error },
    );
  }
  logger.log(`http://${host}:${port}/metrics`);
}

/** @returns the metrics of all workers together; for the process that has started them */
export async function workersMetrics(): Promise<() => Promise<string>> {
  const { AggregatorRegistry } = await import('prom-client');
  const registry = new AggregatorRegistry();
  return () => registry.clusterMetrics();
}
