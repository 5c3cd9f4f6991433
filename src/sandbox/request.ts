import { isRecord } from '../values/is-record.js';
import type { Request } from 'express';
import { Problem } from './http-error.js';

/** The request's whole URL. */
export function requestUrl(req: Request): URL {
  return new URL(req.originalUrl, `http://${req.headers.host ?? 'localhost'}`);
}

/**
 * The body's parameters, from JSON or a form.
 * @throws {Problem} 400 when the JSON cannot be parsed
 */
export function bodyParameters(req: Request): Record<string, unknown> {
  const text = bodyText(req);
  if (req.is('application/x-www-form-urlencoded')) {
    return Object.fromEntries(new URLSearchParams(text));
  }
  if (!req.is('json') || text === '') return {};
  try {
    const parameters: unknown = JSON.parse(text);
    return isRecord(parameters) ? parameters : {};
  } catch {
    throw new Problem(400);
  }
}

/** The body as it came; empty when there is none. */
export function bodyText(req: Request): string {
  const body: unknown = req.body;
  return typeof body === 'string' ? body : '';
}
