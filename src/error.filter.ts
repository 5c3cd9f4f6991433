import {
  Catch,
  HttpException,
  Logger,
  type ArgumentsHost,
  type ExceptionFilter,
} from '@nestjs/common';
import type { Response } from 'express';
import { UpstreamError } from './bullet-train/upstream-error.js';
import { BearerError } from './mcp/bearer-error.js';
import { BASIC_CHALLENGE, OAuthError } from './oauth/oauth-error.js';

interface WireForm {
  status: number;
  headers?: Record<string, string>;
  body: { error: string; error_description: string };
}

/** The only place where an error becomes an answer: `{"error": …, "error_description": …}` throughout. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('Error');

  catch(error: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const { status, headers, body } = this.wireForm(error);
    response
      .status(status)
      .set({ 'Cache-Control': 'no-store', ...headers })
      .json(body);
  }

  private wireForm(error: unknown): WireForm {
    if (error instanceof BearerError) {
      return {
        status: error.status,
        headers: { 'WWW-Authenticate': error.challenge },
        body: error.toJSON(),
      };
    }
    if (error instanceof OAuthError) {
      return {
        status: error.status,
        ...(error.status === 401 && { headers: BASIC_CHALLENGE }),
        body: error.toJSON(),
      };
    }
    if (error instanceof UpstreamError) {
      // Never 401: clients would throw good tokens away.
      this.logger.warn(error.message);
      return {
        status: 503,
        headers: { 'Retry-After': String(error.retryAfterSeconds) },
        body: describe(
          'temporarily_unavailable',
          'The Bullet Train application does not answer: try again later',
        ),
      };
    }
    const status = statusOf(error);
    if (status < 500)
      return { status, body: describe(NAMES[status] ?? 'invalid_request', messageOf(error)) };
    this.logger.error(messageOf(error), error instanceof Error ? error.stack : undefined);
    return {
      status,
      body: describe('server_error', 'Something went wrong here; the log says what'),
    };
  }
}

const NAMES: Record<number, string> = { 403: 'forbidden', 404: 'not_found', 413: 'too_large' };

function describe(error: string, description: string): WireForm['body'] {
  return { error, error_description: description };
}

/** Nest's exceptions and the body parsers' errors carry a status; anything else is a fault of ours. */
function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const status = error instanceof Error && 'status' in error ? error.status : 500;
  return typeof status === 'number' && status >= 400 && status < 600 ? status : 500;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
