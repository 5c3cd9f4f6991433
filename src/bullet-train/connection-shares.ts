import type { AppConfig } from '../config/app-config.js';

/** How many requests one process may send to the application at once. */
interface ConnectionShares {
  /** People's calls. */
  calls: number;
  /** The server's own requests: token checks, the document, sign-in. */
  own: number;
}

/** Divides UPSTREAM_CONNECTIONS among the workers; the server's own requests get a quarter on top, at least four. */
export function connectionShares({ upstreamConnections, workers }: AppConfig): ConnectionShares {
  const calls = Math.ceil(upstreamConnections / workers);
  return { calls, own: Math.max(4, Math.ceil(calls / 4)) };
}
