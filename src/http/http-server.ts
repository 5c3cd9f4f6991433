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

/** Told of every request that is over. */
export type RequestListener = (summary: RequestSummary, record: RequestRecord) => void;

/** How long a client may take for its headers, and for the whole request. */
const HEADERS_MS = 10_000;
const REQUEST_MS = 30_000;
/** How often Node looks for those that take longer. */
const CHECK_MS = 1_000;
/** Longer than a proxy keeps an idle connection (nginx: 60 s), so that it is the one to close it. */
const KEEP_ALIVE_MS = 65_000;

/** What goes for every request, before any route. */
export function configureHttp(
  app: NestExpressApplication,
  config: AppConfig,
  listener: RequestListener,
): void {
  const { trustProxy, publicUrl, maxConnections } = config.server;
  app.disable('x-powered-by').disable('etag').set('trust proxy', trustProxy);
  const headers = headersOf(
    helmet({
      // Pages bring their own.
      contentSecurityPolicy: {
        useDefaults: false,
        directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
      },
      // Clients sign in in a popup that has to find its opener again.
      crossOriginOpenerPolicy: false,
      // Web pages may read what CORS lets them read.
      crossOriginResourcePolicy: { policy: 'cross-origin' },
      strictTransportSecurity: publicUrl.startsWith('https:'),
    }),
  );
  const server = app.getHttpServer() as Server;
  app.use(limitConnections(server, maxConnections));
  app.use(beginRecord(app.get(RequestContext), headers, listener));
  app.enableCors(corsFor(config));
  app.use(refuseAmbiguity);
  // Read when the server begins to listen; Node's own 30 s would let slow clients stay as long on top.
  Object.assign(server, { connectionsCheckingInterval: CHECK_MS });
  server.headersTimeout = HEADERS_MS;
  server.requestTimeout = REQUEST_MS;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
}

type Header = readonly [name: string, value: string];

/** What belongs to a request is kept from here to its last asynchronous step. */
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

/** What a middleware sets, which is the same for every answer: asked once instead of every time. */
function headersOf(middleware: ReturnType<typeof helmet>): Header[] {
  const headers: Header[] = [];
  const recorder = {
    setHeader: (...header: Header) => headers.push(header),
    removeHeader: () => undefined,
  };
  middleware({} as Request, recorder as unknown as Response, (error?: unknown) => {
    if (error instanceof Error) throw error;
  });
  return headers;
}
