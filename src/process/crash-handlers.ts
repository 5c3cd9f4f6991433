import type { ServerResponse } from 'node:http';
import { Logger } from '@nestjs/common';
import { ServerFault } from '../values/wire-error.js';

/**
 * Handles faults that nothing catches. A fault within a request is answered with 500 and leaves other requests alone.
 * @param failed returns the response of the request in which the fault happened; undefined outside of a request
 * @param end shuts the process down: after a fault outside of a request nobody knows what is broken
 */
export function installCrashHandlers(
  failed: () => ServerResponse | undefined,
  end: () => void,
): void {
  const logger = new Logger('Fault');
  process.on('unhandledRejection', (reason) => {
    logger.error(reason);
    answer(failed());
  });
  process.on('uncaughtException', (error) => {
    const response = failed();
    if (response) logger.error(error);
    else logger.fatal(error);
    answer(response);
    if (!response) end();
  });
}

/** Keeps the server running when nothing reads its log any more, or the disk is full. */
export function ignoreLogErrors(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}

function answer(response: ServerResponse | undefined): void {
  if (!response || response.writableEnded) return;
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const fault = new ServerFault();
  response
    .writeHead(fault.status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' })
    .end(JSON.stringify(fault));
}
