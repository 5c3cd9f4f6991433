import { setTimeout as delay } from 'node:timers/promises';
import type { Request, RequestHandler, Response } from 'express';
import type { Fault, SandboxFlags } from './flags.js';
import { page } from './pages.js';
import { sendRailsError } from './http-error.js';
import { bodyText } from './request.js';

export interface RecordedRequest {
  method: string;
  path: string;
  /** With the query. */
  url: string;
  headers: Record<string, string | string[] | undefined>;
  body: string;
  /** The client disconnected before it had the whole response. */
  abandoned: boolean;
}

const RECORDED_REQUESTS = 1000;
const DRIP_MS = 50;

/** Records each request into `requests`, oldest first, and forgets the oldest beyond 1,000. */
export function record(requests: RecordedRequest[]): RequestHandler {
  return (req, res, next) => {
    const { method, path, originalUrl: url, headers } = req;
    const body = bodyText(req);
    const request = { method, path, url, headers: { ...headers }, body, abandoned: false };
    res.on('close', () => (request.abandoned = !res.writableFinished));
    requests.push(request);
    if (requests.length > RECORDED_REQUESTS) requests.shift();
    next();
  };
}

/** Waits for the latency and its jitter, then applies the first matching fault. */
export function misbehave(flags: SandboxFlags): RequestHandler {
  return async (req, res, next) => {
    const latencyMs = flags.latencyMs + Math.random() * flags.jitterMs;
    if (latencyMs > 0) await delay(latencyMs, undefined, { ref: false });
    const fault = flags.faults.find((candidate) => matches(candidate, req));
    if (fault?.skip) {
      fault.skip -= 1;
      return next();
    }
    if (!fault) return next();
    if (fault.times !== undefined) fault.times -= 1;
    happen(fault, req, res);
  };
}

function matches({ path, method, times }: Fault, req: Request): boolean {
  return (
    times !== 0 &&
    req.path.startsWith(path) &&
    (method === undefined || method.toUpperCase() === req.method)
  );
}

function happen(fault: Fault, req: Request, res: Response): void {
  switch (fault.kind) {
    case 'hang':
      return;
    case 'reset':
      req.socket.resetAndDestroy();
      return;
    case 'drip': {
      res.status(200).type('json');
      const drops = setInterval(() => res.write(' '), DRIP_MS);
      res.on('close', () => clearInterval(drops));
      return;
    }
    case 'half':
      res.status(200).type('json').set('Content-Length', '1000').write('{"id":1,');
      setTimeout(() => res.destroy(), DRIP_MS);
      return;
    case 'html':
      res
        .set(fault.headers ?? {})
        .send(page('Sandbox Application', '<p>Down for maintenance.</p>'));
      return;
    case 'status':
      res.status(fault.status ?? 503).set(fault.headers ?? {});
      if (fault.body === undefined) sendRailsError(req, res, res.statusCode);
      else sendBody(res, fault.body);
  }
}

function sendBody(res: Response, body: string | Buffer): void {
  if (Buffer.isBuffer(body)) {
    res.end(body);
    return;
  }
  if (!res.hasHeader('Content-Type')) res.type(/^\s*[[{]/.test(body) ? 'json' : 'html');
  res.send(body);
}
