import type { Server } from 'node:http';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import helmet from 'helmet';
import type { AppConfig } from '../config/app-config.js';
import { limitConnections } from './connection-limit.js';
import { corsFor } from './cors.js';
import { RequestContext } from '../request/request-context.js';
import { refuseAmbiguity } from './message-framing.js';
import { RequestRecord } from '../request/request-record.js';
import { summarize, type RequestSummary } from '../telemetry/request-summary.js';

/** Called for every finished request. */
export type RequestListener = (summary: RequestSummary, record: RequestRecord) => void;

/** How long a client may take to send the headers, and the whole request. */
const HEADERS_MS = 10_000;
const REQUEST_MS = 30_000;
/** How often Node looks for requests that take longer. */
const CHECK_MS = 1_000;
/** Longer than a proxy keeps an idle connection (nginx: 60 s), so that the proxy closes it. */
const KEEP_ALIVE_MS = 65_000;

/** Sets up what applies to every request before its route: limits, headers, the request context, CORS, framing. */
export function configureHttp(
  app: NestExpressApplication,
  config: AppConfig,
  listener: RequestListener,
): void {
  const { trustProxy, publicUrl, maxConnections } = config.server;
  app.disable('x-powered-by').disable('etag').set('trust proxy', trustProxy);
  const headers = headersOf(
    helmet({
      // Pages set their own policy.
      contentSecurityPolicy: {
        useDefaults: false,
        directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
      },
      // Clients sign in in a popup, which needs its opener.
      crossOriginOpenerPolicy: false,
      // CORS decides what web pages may read.
      crossOriginResourcePolicy: { policy: 'cross-origin' },
      strictTransportSecurity: publicUrl.startsWith('https:'),
      // Only browsers of the past, and pages with subdomains, read these; each costs half a percent of a call.
      originAgentCluster: false,
      xDnsPrefetchControl: false,
      xDownloadOptions: false,
      xXssProtection: false,
    }),
  );
  // Nest types it as any.
  const server: Server = app.getHttpServer();
  app.use(limitConnections(server, maxConnections));
  app.use(beginRecord(app.get(RequestContext), headers, listener));
  app.enableCors(corsFor(config));
  app.use(refuseAmbiguity);
  // Takes effect when the server begins to listen; with Node's own 30 s, slow clients could stay that much longer.
  Object.assign(server, { connectionsCheckingInterval: CHECK_MS });
  server.headersTimeout = HEADERS_MS;
  server.requestTimeout = REQUEST_MS;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
}

type Header = readonly [name: string, value: string];

/** Makes the request context, which lasts to the request's last asynchronous step. */
function beginRecord(
  context: RequestContext,
  headers: readonly Header[],
  listener: RequestListener,
) {
  return (request: Request, response: Response, next: NextFunction) => {
    const record = new RequestRecord(request);
    for (const [name, value] of headers) response.setHeader(name, value);
    response.setHeader('X-Request-Id', record.id);
    response.once('close', () => listener(summarize(record, request, response), record));
    context.begin(record, response, next);
  };
}

/** @returns the headers that a middleware sets, which are the same for every response, so that it runs only once */
function headersOf(middleware: ReturnType<typeof helmet>): Header[] {
  const headers: Header[] = [];
  const recorder = {
    setHeader: (...header: Header) => headers.push(header),
    removeHeader: () => undefined,
  };
  // Helmet reads nothing of the request, and of the response only what the recorder has.
  middleware({} as Request, recorder as unknown as Response, (error?: unknown) => {
    if (error instanceof Error) throw error;
  });
  return headers;
}
