import { ConsoleLogger, Injectable, type LogLevel } from '@nestjs/common';
import { Caller } from './mcp/caller.js';

/** What Nest says of its own wiring at every start. */
const FRAMEWORK = [
  'InstanceLoader',
  'NestApplication',
  'NestFactory',
  'RouterExplorer',
  'RoutesResolver',
];

/** Nest's logger, with the request's id in front of what is said during a request. */
@Injectable()
export class RequestLogger extends ConsoleLogger {
  constructor(private readonly caller: Caller) {
    super({ logLevels: ['log', 'warn', 'error', 'fatal'], colors: process.stdout.isTTY === true });
  }

  protected override printMessages(
    messages: unknown[],
    context?: string,
    logLevel?: LogLevel,
    stream?: 'stdout' | 'stderr',
  ): void {
    if (FRAMEWORK.includes(context ?? '')) return;
    const { requestId } = this.caller;
    const said = requestId
      ? messages.map((message) => `[${requestId}] ${String(message)}`)
      : messages;
    super.printMessages(said, context, logLevel, stream);
  }
}
