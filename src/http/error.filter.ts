import {
  Catch,
  Inject,
  Logger,
  MethodNotAllowedException,
  type ArgumentsHost,
  type ExceptionFilter,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import { allowedMethods } from './allowed-methods.js';
import { AuditTrail } from '../audit/audit-trail.js';
import { appConfig, type AppConfig } from '../config/app-config.js';
import { isUnrouted, toWireError } from './foreign-error.js';
import { BROWSER_PATHS, readLanguageCookie } from '../oauth/authorization/browser.js';
import { OAuthError } from '../oauth/protocol/oauth-error.js';
import { SignInFailures } from '../oauth/protocol/sign-in-failures.js';
import { renderErrorPage } from '../pages/error-page.js';
import { sendPage } from '../pages/send-page.js';
import type { WireError } from '../values/wire-error.js';

/**
 * Writes every error of a controller or guard as a response: a page for people, the error's own JSON for programs.
 * docs/how-it-works.md lists what else writes responses.
 */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('Error');

  constructor(
    @Inject(appConfig.KEY) private readonly config: AppConfig,
    private readonly failures: SignInFailures,
    private readonly audit: AuditTrail,
  ) {}

  /** Writes the response for anything thrown; a response that has begun is cut off. */
  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const methods = isUnrouted(thrown) ? allowedMethods(request) : [];
    if (methods.length > 0) response.set('Allow', methods.join(', '));
    if (methods.length > 0 && request.method === 'OPTIONS') {
      response.status(204).end();
      return;
    }
    const forPeople = BROWSER_PATHS.test(request.path);
    if (thrown instanceof OAuthError) this.failures.note(thrown);
    const error = toWireError(methods.length > 0 ? wrongMethod(forPeople) : thrown, this.logger);
    if (error.status === 429) {
      this.audit.refuse('rate_limit', { outcome: 'refused', reason: 'too_many_requests' });
    }
    if (error.logLine !== undefined) this.logger.warn(error.logLine);
    this.write(request, response, error, forPeople);
  }

  private write(request: Request, response: Response, error: WireError, forPeople: boolean): void {
    const { 'WWW-Authenticate': challenge, ...headers } = error.headers;
    response.set({ 'Cache-Control': 'no-store', ...headers });
    // A browser would react to 401 with a password dialog, which leads nowhere.
    const status = error.status === 401 && forPeople ? 400 : error.status;
    if (challenge !== undefined && !forPeople) response.set('WWW-Authenticate', challenge);
    response.status(status);
    const body = error.toJSON();
    const { error: code, error_description: message } = body;
    const isPage = request.accepts(forPeople ? ['html', 'json'] : ['json', 'html']) === 'html';
    // JSON-RPC comes only from programs, whatever they accept.
    if (!isPage || typeof code !== 'string' || message === undefined) {
      response.json(body);
      return;
    }
    const seconds = headers['Retry-After'];
    const page = renderErrorPage({
      status,
      code,
      message,
      isSignIn: forPeople,
      isBusy: error.isBusy,
      ...(seconds !== undefined && { seconds }),
    });
    const { server, application: brand } = this.config;
    const kept = readLanguageCookie(request, server.publicUrl);
    sendPage(request, response, page, { brand, kept });
  }
}

/** A person meets a wrong method when a sign-in went off its way, for example after a reload. */
function wrongMethod(forPeople: boolean): MethodNotAllowedException {
  return new MethodNotAllowedException(
    forPeople
      ? 'This page cannot be opened by its address alone'
      : 'This address does not take this method: the Allow header lists those it takes',
  );
}
