import type { AppConfig } from '../config/app-config.js';

/** How many requests to the application one process may have under way at once. */
export interface ConnectionShares {
  /** Of people: their calls. */
  calls: number;
  /** Of the server itself: tokens, the document, sign-in. */
  own: number;
}

export function connectionShares({ upstreamConnections, workers }: AppConfig): ConnectionShares {
  const calls = Math.ceil(upstreamConnections / workers);
  return { calls, own: Math.max(4, Math.ceil(calls / 4)) };
}
