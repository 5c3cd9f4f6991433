import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';

/** Idle connections stay open until none was used for this long: a proxy may be sending a request on one. */
const LINGER_MS = 1_000;
const LOOK_MS = 50;

/**
 * Prepares a graceful shutdown, which loses no request.
 * @returns a function that shuts the server down: it accepts nothing new, finishes running requests, and cuts off those
 *   that last longer than the grace, in ms
 */
export function prepareDrain(server: Server): (graceMs: number) => Promise<void> {
  /**
   * The newest response of each connection. Not a set of running responses: V8 moves a set to a new table every few
   * changes, and keeps each old table with its content until the next full collection.
   */
  const newest = new Map<Socket, ServerResponse>();
  let isDraining = false;
  let lastRequestAt = 0;
  server.on('connection', (socket: Socket) => socket.once('close', () => newest.delete(socket)));
  server.prependListener('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    newest.set(socket, response);
    if (!isDraining) return;
    lastRequestAt = performance.now();
    closeAfter(response);
  });

  return async (graceMs) => {
    const begun = performance.now();
    const closed = once(server, 'close');
    // The other half of the grace is for their requests.
    await readWhatHasArrived(server, 'connection', begun + graceMs / 2);
    // Not http's own close(): it would cut idle connections on which a proxy may be sending a request.
    NetServer.prototype.close.call(server);
    // Only now: a client that is told to close its connection opens another.
    isDraining = true;
    lastRequestAt = performance.now();
    for (const response of newest.values()) closeAfter(response);
    const left = begun + graceMs - performance.now();
    const cutOff = setTimeout(() => server.closeAllConnections(), left);
    void closeIdle(server, begun + graceMs, () => lastRequestAt + LINGER_MS);
    await closed;
    clearTimeout(cutOff);
  };
}

async function closeIdle(server: Server, until: number, quietAt: () => number): Promise<void> {
  while (performance.now() < until) {
    await delay(LOOK_MS, undefined, { ref: false });
    if (performance.now() < quietAt()) continue;
    await readWhatHasArrived(server, 'request', until);
    if (performance.now() >= quietAt()) server.closeIdleConnections();
  }
}

/**
 * The system resets connections that a closed server has not accepted yet, and connections that are closed with unread
 * data. So the event loop turns until nothing new arrives in a turn: Node accepts one connection a turn, and the turns
 * of a busy server are long.
 */
async function readWhatHasArrived(
  server: Server,
  what: 'connection' | 'request',
  until: number,
): Promise<void> {
  let arrived = 0;
  const count = () => arrived++;
  server.on(what, count);
  // The current turn may already have looked at the sockets.
  await nextTurn();
  do {
    arrived = 0;
    await nextTurn();
  } while (arrived > 0 && performance.now() < until);
  server.off(what, count);
}

function closeAfter(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
}
