import {
  Catch,
  HttpException,
  Inject,
  Logger,
  MethodNotAllowedException,
  NotFoundException,
  type ArgumentsHost,
  type ExceptionFilter,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import { allowedMethods } from './allowed-methods.js';
import { UpstreamError } from '../bullet-train/upstream-error.js';
import { RateLimitError } from '../limits/rate-limit-error.js';
import { BearerError } from '../mcp/auth/bearer-error.js';
import { appConfig, type AppConfig } from '../config/app-config.js';
import { BROWSER_PATHS, readLanguageCookie } from '../oauth/authorization/browser.js';
import { BASIC_CHALLENGE, BusyError, OAuthError } from '../oauth/protocol/oauth-error.js';
import { renderErrorPage } from '../pages/error-page.js';
import { sendPage } from '../pages/send-page.js';

interface WireForm {
  status: number;
  headers?: Record<string, string>;
  body: { error: string; error_description: string };
  /** This server is short of something, rather than the application. */
  isOurs?: boolean;
}

/**
 * The only place where an error becomes an answer: `{"error": …, "error_description": …}` for programs, a
 * page for people.
 */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('Error');

  constructor(@Inject(appConfig.KEY) private readonly config: AppConfig) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const methods = isUnrouted(error) ? allowedMethods(request) : [];
    if (methods.length > 0) response.set('Allow', methods.join(', '));
    if (methods.length > 0 && request.method === 'OPTIONS') {
      response.status(204).end();
      return;
    }
    const forPeople = BROWSER_PATHS.test(request.path);
    const { status, headers, body, isOurs } = this.wireForm(
      methods.length > 0
        ? new MethodNotAllowedException(forPeople ? NOT_THIS_WAY : NOT_THIS_METHOD)
        : error,
      forPeople,
    );
    response.status(status).set({ 'Cache-Control': 'no-store', ...headers });
    if (request.accepts(forPeople ? ['html', 'json'] : ['json', 'html']) === 'html') {
      const seconds = headers?.['Retry-After'];
      const page = renderErrorPage({
        status,
        code: body.error,
        message: body.error_description,
        isSignIn: forPeople,
        ...(seconds !== undefined && { seconds }),
        ...(isOurs && { isBusy: true }),
      });
      const { server, application: brand } = this.config;
      const kept = readLanguageCookie(request, server.publicUrl);
      sendPage(request, response, page, { brand, kept });
    } else {
      response.json(body);
    }
  }

  private wireForm(error: unknown, forPeople: boolean): WireForm {
    if (error instanceof BearerError) {
      return {
        status: error.status,
        headers: { 'WWW-Authenticate': error.challenge },
        body: error.toJSON(),
      };
    }
    if (error instanceof BusyError) {
      const headers = { 'Retry-After': String(error.retryAfterSeconds) };
      return { status: error.status, headers, body: error.toJSON(), isOurs: true };
    }
    if (error instanceof OAuthError) {
      const isClients = error.status === 401 && !forPeople;
      return {
        // At a 401 with a Basic challenge a browser would ask the person for a password.
        status: error.status === 401 && forPeople ? 400 : error.status,
        ...(isClients && { headers: BASIC_CHALLENGE }),
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
    if (error instanceof RateLimitError) {
      return {
        status: 429,
        headers: { 'Retry-After': String(error.retryAfterSeconds) },
        body: describe('temporarily_unavailable', error.message),
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

const NOT_THIS_METHOD = 'This address is not asked in this way: the Allow header says in which';
/** To a person a wrong method is a sign-in that has lost its way, as by reloading. */
const NOT_THIS_WAY = 'This page cannot be opened by its address alone';
const NAMES: Record<number, string> = { 403: 'forbidden', 404: 'not_found' };

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
  const message = error instanceof Error ? error.message : String(error);
  // Nest's own repeats the address, and with it whatever a stranger has put there.
  return isUnrouted(error) ? 'There is nothing at this address' : message;
}

/** Nest's own, for a method or an address that no controller has. */
function isUnrouted(error: unknown): boolean {
  return error instanceof NotFoundException && /^Cannot [A-Z-]+ /.test(error.message);
}
