import type { ServerResponse } from 'node:http';
import { Logger } from '@nestjs/common';
import { ServerFault } from '../values/wire-error.js';

/**
 * Keeps a fault of ours in one request from the others: it is answered with 500 there.
 * @param failed the response of the request that the fault happened in, if it was in one
 * @param end called when it was in none, because then nobody knows what is broken
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

/** Whoever read the log has gone, or its disk is full: that is no reason to stop working, or not to begin. */
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
