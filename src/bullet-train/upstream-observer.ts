import type { UpstreamRequest } from './upstream.js';
import type { UpstreamErrorCode } from './upstream-error.js';

/** How a request to the application ended: with a status, or without a complete answer. */
export interface UpstreamEnd {
  status?: number;
  error?: UpstreamErrorCode;
}

/** Called for every request to the application, each retry included, as it leaves; `end` is called when it is over. */
export type UpstreamObserver = (
  request: UpstreamRequest,
  /** How long the request waited for its turn, in ms. */
  waitedMs: number,
) => {
  /** Added to the request. */
  headers?: Record<string, string>;
  end: (end: UpstreamEnd) => void;
};
