import type { UpstreamObserver } from '../bullet-train/upstream-observer.js';
import type { Exchange } from './exchange.js';

/** @returns adds what is asked of the application to the request for which it is asked */
export function observeUpstream(current: () => Exchange | undefined): UpstreamObserver {
  return () => {
    const startedAt = performance.now();
    const work = current()?.upstream;
    return {
      end: ({ status, error }) => {
        if (!work) return;
        work.calls += 1;
        work.ms += performance.now() - startedAt;
        if (status !== undefined) work.status = status;
        if (error !== undefined) work.error = error;
      },
    };
  };
}
