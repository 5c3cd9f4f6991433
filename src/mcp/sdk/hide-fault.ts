import type { LoggerService } from '@nestjs/common';
import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import type { RequestContext } from '../../request/request-context.js';
import { FAULT } from '../../values/wire-error.js';

/**
 * Carries out the work of a message. An error other than the protocol's own is a fault of this server: it goes to the
 * log, the HTTP status becomes 500 (`McpEndpoint`), and the client reads one sentence. The SDK would send it the
 * error's own message.
 * @throws ProtocolError and nothing else
 */
export async function hideFault<Result>(
  { context, logger }: { context: RequestContext; logger: Pick<LoggerService, 'error'> },
  carryOut: () => Result | Promise<Result>,
): Promise<Result> {
  try {
    return await carryOut();
  } catch (error) {
    if (error instanceof ProtocolError) throw error;
    logger.error(error);
    context.fail();
    throw new ProtocolError(ProtocolErrorCode.InternalError, FAULT);
  }
}
