import { ConsoleLogger, type LogLevel } from '@nestjs/common';
import type { AppConfig } from '../config/app-config.js';
import { showUnseen } from '../values/unseen.js';
import { JsonLog } from './json-log.js';
import { describeRequest } from './describe-request.js';
import type { RequestSummary } from './request-summary.js';

/** The contexts in which Nest logs its own wiring at every start. */
const FRAMEWORK = [
  'InstanceLoader',
  'NestApplication',
  'NestFactory',
  'RouterExplorer',
  'RoutesResolver',
];

/** From the fewest lines to the most: the name in JSON and in LOG_LEVEL, and Nest's. */
const LEVELS = [
  ['fatal', 'fatal'],
  ['error', 'error'],
  ['warn', 'warn'],
  ['info', 'log'],
  ['debug', 'debug'],
  ['trace', 'verbose'],
] as const;
const NAMES = new Map<LogLevel, string>(LEVELS.map(([name, nest]) => [nest, name]));

/**
 * Nest's logger, which adds the request's id to what is logged during a request: lines for people or, in production,
 * JSON for programs.
 */
export class ServerLog extends ConsoleLogger {
  private readonly json?: JsonLog;

  /** @param requestId returns the id of the current request; undefined outside of one */
  constructor(
    { level, isJson }: AppConfig['log'],
    private readonly requestId: () => string | undefined = () => undefined,
  ) {
    const most = LEVELS.findIndex(([name]) => name === level);
    super({
      logLevels: LEVELS.slice(0, most + 1).map(([, nest]) => nest),
      colors: process.stdout.isTTY === true,
    });
    if (isJson) this.json = new JsonLog();
  }

  /** Writes one line for a finished request. */
  request(summary: RequestSummary): void {
    const level = levelOf(summary);
    if (!this.isLevelEnabled(level)) return;
    const { method, path, status } = summary;
    if (this.json) {
      const members = { context: 'Request', ...summary };
      this.json.write(nameOf(level), members, `${method} ${path} ${status}`);
    } else {
      const said = `[${summary.requestId}] ${describeRequest(summary)}`;
      super.printMessages([said], 'Request', level, 'stdout');
    }
  }

  protected override printMessages(
    messages: unknown[],
    context?: string,
    logLevel: LogLevel = 'log',
    stream?: 'stdout' | 'stderr',
    stack?: unknown,
  ): void {
    if (FRAMEWORK.includes(context ?? '')) return;
    const requestId = this.requestId();
    if (this.json) {
      for (const message of messages) {
        const isError = message instanceof Error;
        this.json.write(
          nameOf(logLevel),
          { context, requestId, stack: isError ? message.stack : stack },
          showUnseen(isError ? message.message : String(message)),
        );
      }
      return;
    }
    const said = messages.map((message) => {
      if (typeof message !== 'string' && !requestId) return message;
      const text = showUnseen(String(message));
      return requestId ? `[${requestId}] ${text}` : text;
    });
    super.printMessages(said, context, logLevel, stream);
  }

  /** In JSON, the stack is part of the line. */
  protected override printStackTrace(stack: string): void {
    if (!this.json) super.printStackTrace(stack);
  }
}

function nameOf(level: LogLevel): string {
  return NAMES.get(level) ?? 'info';
}

/** Health probes come every few seconds; a success is logged only on debug. */
function levelOf({ status, path }: RequestSummary): LogLevel {
  if (status >= 500) return 'warn';
  return path === '/health' || path.startsWith('/health/') ? 'debug' : 'log';
}
