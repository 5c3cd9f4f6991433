import { HttpException, NotFoundException, type LoggerService } from '@nestjs/common';
import { ServerFault, WireError, type ErrorBody } from '../values/wire-error.js';

const CODES: Record<number, string> = { 403: 'forbidden', 404: 'not_found' };

/** A refusal by Nest or a body parser, which has only a status and a message. */
class RefusedRequest extends WireError {
  override readonly name = 'RefusedRequest';
  readonly headers = {};

  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }

  /** OAuth's form, which programs read at every endpoint. */
  toJSON(): ErrorBody {
    return { error: CODES[this.status] ?? 'invalid_request', error_description: this.message };
  }
}

/**
 * @param thrown anything
 * @param logger gets what a client may not read: a fault's message and stack
 * @returns the error to write; without a status below 500 it is a fault of this server
 */
export function toWireError(thrown: unknown, logger: Pick<LoggerService, 'error'>): WireError {
  if (thrown instanceof WireError) return thrown;
  const status = statusOf(thrown);
  if (status < 500) return new RefusedRequest(status, messageOf(thrown));
  logger.error(messageOf(thrown), thrown instanceof Error ? thrown.stack : undefined);
  return new ServerFault(status);
}

/** Whether it is Nest's own error for a method or an address without a route. */
export function isUnrouted(thrown: unknown): boolean {
  return thrown instanceof NotFoundException && /^Cannot [A-Z-]+ /.test(thrown.message);
}

/** Nest's exceptions and the body parsers' errors carry a status. */
function statusOf(thrown: unknown): number {
  if (thrown instanceof HttpException) return thrown.getStatus();
  const status = thrown instanceof Error && 'status' in thrown ? thrown.status : 500;
  return typeof status === 'number' && status >= 400 && status < 600 ? status : 500;
}

function messageOf(thrown: unknown): string {
  // Nest's own message repeats the address, which may hold anything.
  if (isUnrouted(thrown)) return 'There is nothing at this address';
  return thrown instanceof Error ? thrown.message : String(thrown);
}
