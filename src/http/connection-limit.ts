import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { NextFunction, Request, Response } from 'express';

/** How long those who find no place are asked to wait, in seconds. */
const RETRY_AFTER_SECONDS = 2;

/**
 * Bounds the connections of a server: whoever comes when all are taken is told so, with 503 and `Retry-After`, and
 * their connection ends. What comes when there are twice as many is closed without a word, so that nobody can take
 * all of the process's files with connections that say nothing.
 * @returns a middleware that goes before everything else
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
