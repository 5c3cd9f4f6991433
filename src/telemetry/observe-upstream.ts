import type { UpstreamObserver } from '../bullet-train/upstream-observer.js';
import type { RequestRecord } from '../request/request-record.js';
import type { Metrics } from './metrics.js';
import type { Traces } from './traces.js';

/**
 * @param current returns the record of the current request; undefined outside of one
 * @returns an observer that adds each request to the application to that record, the metrics and the traces
 */
export function observeUpstream(
  current: () => RequestRecord | undefined,
  metrics?: Metrics,
  traces?: Traces,
): UpstreamObserver {
  return (request, waitedMs) => {
    const startedAt = performance.now();
    const record = current();
    const traced = record && traces?.upstream(request, record);
    const headers = traced ? traced.headers : record?.trace;
    return {
      ...(headers && { headers }),
      end: (end) => {
        const ms = performance.now() - startedAt;
        traced?.end(end);
        metrics?.upstream(request.method, end, ms, waitedMs);
        if (!record) return;
        record.upstream.calls += 1;
        record.upstream.ms += ms;
        Object.assign(record.upstream, end);
      },
    };
  };
}
