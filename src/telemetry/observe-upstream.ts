import type { UpstreamObserver } from '../bullet-train/upstream-observer.js';
import type { Exchange } from './exchange.js';
import type { Metrics } from './metrics.js';

/** @returns adds what is asked of the application to the request for which it is asked, and to the metrics */
export function observeUpstream(
  current: () => Exchange | undefined,
  metrics?: Metrics,
): UpstreamObserver {
  return ({ method }) => {
    const startedAt = performance.now();
    const exchange = current();
    return {
      end: (end) => {
        const ms = performance.now() - startedAt;
        metrics?.upstream(method, end, ms);
        if (!exchange) return;
        exchange.upstream.calls += 1;
        exchange.upstream.ms += ms;
        Object.assign(exchange.upstream, end);
      },
    };
  };
}
