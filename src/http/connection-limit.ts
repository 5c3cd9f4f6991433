import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { NextFunction, Request, Response } from 'express';

/** The `Retry-After` of refused requests. */
const RETRY_AFTER_SECONDS = 2;

/**
 * Limits the connections of a server. Requests on connections beyond the limit get 503 with `Retry-After`, and the
 * connection is closed. Beyond twice the limit, connections are closed without an answer, so that silent connections
 * cannot use up the process's file descriptors.
 * @param max the limit
 * @returns a middleware, which has to be the first
 */
export function limitConnections(server: Server, max: number) {
  const refused = new WeakSet<Socket>();
  let open = 0;
  server.maxConnections = max * 2;
  server.on('connection', (socket: Socket) => {
    open += 1;
    if (open > max) refused.add(socket);
    socket.once('close', () => (open -= 1));
  });
  return ({ socket }: Request, response: Response, next: NextFunction) => {
    if (!refused.has(socket)) return next();
    response.setHeader('Connection', 'close').setHeader('Retry-After', RETRY_AFTER_SECONDS);
    response.status(503).json({ error: 'This server has too many connections: try again' });
  };
}
