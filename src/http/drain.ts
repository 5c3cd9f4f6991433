import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';

/** How long an idle connection is kept for a request that is already on its way. */
const LINGER_MS = 1_000;
const LOOK_MS = 50;

/**
 * Prepares a server to end without losing a request.
 * @returns ends it: nothing new is accepted, what runs is finished, what has not finished after the grace
 * (ms) is cut off
 */
export function prepareDrain(server: Server): (graceMs: number) => Promise<void> {
  /**
   * The newest response of each connection. Not a set of those that run: V8 moves a set to a new table every few
   * changes and keeps every table, with all that was in it, until its next full collection.
   */
  const newest = new Map<Socket, ServerResponse>();
  let isDraining = false;
  server.on('connection', (socket: Socket) => socket.once('close', () => newest.delete(socket)));
  server.prependListener('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    newest.set(socket, response);
    if (isDraining) closeAfter(response);
  });

  return async (graceMs) => {
    const cutOffAt = Date.now() + graceMs;
    const closed = once(server, 'close');
    await readWhatHasArrived(server, 'connection');
    // Not http's own close(): it would cut idle connections on which a proxy is just sending a request.
    NetServer.prototype.close.call(server);
    // Not before: whoever is told to close a connection opens another.
    isDraining = true;
    for (const response of newest.values()) closeAfter(response);
    const cutOff = setTimeout(() => server.closeAllConnections(), graceMs);
    void closeIdle(server, cutOffAt);
    await closed;
    clearTimeout(cutOff);
  };
}

async function closeIdle(server: Server, until: number): Promise<void> {
  await delay(LINGER_MS);
  while (Date.now() < until) {
    await readWhatHasArrived(server, 'request');
    server.closeIdleConnections();
    await delay(LOOK_MS);
  }
}

/**
 * The system resets connections that a closed server has not accepted yet, and those that are closed with
 * something unread in them. So the event loop turns until a turn has brought none, for a second at most.
 */
async function readWhatHasArrived(server: Server, what: 'connection' | 'request'): Promise<void> {
  let arrived = 0;
  const count = () => arrived++;
  server.on(what, count);
  const deadline = performance.now() + LINGER_MS;
  // The first turn may have been in its middle: it has looked at the sockets already.
  await nextTurn();
  do {
    arrived = 0;
    await nextTurn();
  } while (arrived > 0 && performance.now() < deadline);
  server.off(what, count);
}

function closeAfter(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
}
