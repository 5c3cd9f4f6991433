import type { UpstreamRequest } from './upstream.js';
import type { UpstreamErrorCode } from './upstream-error.js';

/** How a request to the application ended: with a status, or without a complete answer. */
export interface UpstreamEnd {
  status?: number;
  error?: UpstreamErrorCode;
}

/** Told of every request to the application as it leaves, a retry being one of its own, and of its end. */
export type UpstreamObserver = (
  request: UpstreamRequest,
  /** How long it has waited for its turn, in ms. */
  waitedMs: number,
) => {
  /** Sent with it. */
  headers?: Record<string, string>;
  end: (end: UpstreamEnd) => void;
};
