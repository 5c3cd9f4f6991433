import type { UpstreamObserver } from '../bullet-train/upstream-observer.js';
import type { Exchange } from '../request/request-record.js';
import type { Metrics } from './metrics.js';
import type { Traces } from './traces.js';

/** @returns adds what is asked of the application to the request for which it is asked, to the metrics and the traces */
export function observeUpstream(
  current: () => Exchange | undefined,
  metrics?: Metrics,
  traces?: Traces,
): UpstreamObserver {
  return (request, waitedMs) => {
    const startedAt = performance.now();
    const exchange = current();
    const traced = exchange && traces?.upstream(request, exchange);
    const headers = traced ? traced.headers : exchange?.trace;
    return {
      ...(headers && { headers }),
      end: (end) => {
        const ms = performance.now() - startedAt;
        traced?.end(end);
        metrics?.upstream(request.method, end, ms, waitedMs);
        if (!exchange) return;
        exchange.upstream.calls += 1;
        exchange.upstream.ms += ms;
        Object.assign(exchange.upstream, end);
      },
    };
  };
}
