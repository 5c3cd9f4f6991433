import { STATUS_CODES } from 'node:http';
import type { NextFunction, Request, Response } from 'express';
import { page } from './pages.js';

/**
 * Any response that is not a success. An object body is sent as JSON, a string as HTML;
 * without a body, Rails' own error form is sent as JSON or HTML, as the request's Accept asks.
 */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly body?: object | string,
    readonly headers: Record<string, string> = {},
  ) {
    super(STATUS_CODES[status]);
  }
}

/** Rails' Cache-Control for what it renders, when nothing else is said. */
export const FRESH = 'max-age=0, private, must-revalidate';

/** A record that is missing, or that the user may not see: Bullet Train has no 403. */
export function notFound(): Problem {
  return new Problem(404, { error: 'Not found' });
}

/** An HTML page, whatever the request accepts. */
export function pageProblem(status: number): Problem {
  return new Problem(status, errorPage(status));
}

/** A Doorkeeper error; its WWW-Authenticate comes with every status, not only 401. */
export function oauthProblem(status: number, error: string, description: string): Problem {
  return new Problem(
    status,
    { error, error_description: description },
    { 'WWW-Authenticate': authenticateHeader(error, description) },
  );
}

/** @returns the `WWW-Authenticate` header as Doorkeeper writes it */
export function authenticateHeader(error: string, description: string): string {
  return `Bearer realm="Doorkeeper", error="${error}", error_description="${description}"`;
}

/** Sends the Rails error form. */
export function sendRailsError(req: Request, res: Response, status: number): void {
  res.status(status);
  if (asksForJson(req)) res.json({ status, error: STATUS_CODES[status] ?? 'Error' });
  else res.send(errorPage(status));
}

function errorPage(status: number): string {
  const error = STATUS_CODES[status] ?? 'Error';
  return page(`${error} (${status})`, `<p>${error}</p>`);
}

/** Express error handler: the only place where problems become responses. */
export function answerProblem(error: unknown, req: Request, res: Response, _next: NextFunction) {
  res.removeHeader('Cache-Control');
  if (error instanceof Problem) {
    res.set(error.headers);
    if (typeof error.body === 'object') {
      res.set('Cache-Control', 'WWW-Authenticate' in error.headers ? 'no-store' : 'no-cache');
    }
    if (error.body === undefined) sendRailsError(req, res, error.status);
    else res.status(error.status).send(error.body);
    return;
  }
  // Express's own errors (an unreadable path or body) have a status.
  const status = error instanceof Error && 'status' in error ? Number(error.status) : 500;
  if (status >= 500) console.error(error);
  sendRailsError(req, res, status);
}

/** Rails takes an Accept with a wildcard beside another type for a browser's and answers HTML. */
function asksForJson(req: Request): boolean {
  const accept = req.headers.accept ?? '';
  return accept.includes('application/json') && !/,\s*\*\/\*|\*\/\*\s*,/.test(accept);
}
