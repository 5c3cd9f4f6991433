import { once } from 'node:events';
import type { Server, ServerResponse } from 'node:http';
import { Server as NetServer } from 'node:net';

/** How long an idle connection is kept for a request that is already on its way. */
const LINGER_MS = 1_000;
const LOOK_MS = 50;

/**
 * Prepares a server to end without losing a request.
 * @returns ends it: nothing new is accepted, what runs is finished, what has not finished after the grace
 * (ms) is cut off
 */
export function prepareDrain(server: Server): (graceMs: number) => Promise<void> {
  const running = new Set<ServerResponse>();
  let isDraining = false;
  server.prependListener('request', (_request, response: ServerResponse) => {
    running.add(response);
    response.once('close', () => running.delete(response));
    if (isDraining) closeAfter(response);
  });

  return async (graceMs) => {
    isDraining = true;
    for (const response of running) closeAfter(response);
    const startedAt = Date.now();
    const closed = once(server, 'close');
    // Not http's own close(): it would cut idle connections on which a proxy is just sending a request.
    NetServer.prototype.close.call(server);
    const looking = setInterval(() => {
      const waited = Date.now() - startedAt;
      if (waited >= graceMs) server.closeAllConnections();
      else if (waited >= LINGER_MS) server.closeIdleConnections();
    }, LOOK_MS);
    await closed;
    clearInterval(looking);
  };
}

function closeAfter(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
}
