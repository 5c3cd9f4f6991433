import type {
  CorsOptions,
  CorsOptionsDelegate,
} from '@nestjs/common/interfaces/external/cors-options.interface.js';
import type { Request } from 'express';
import { isAllowedOrigin } from '../config/allowed-origins.js';
import type { AppConfig } from '../config/app-config.js';

/** The endpoints for clients, which read no cookies, and the public documents. */
const CLIENT_PATHS =
  /^\/(\.well-known\/.*|mcp\/server-card\/?|(oauth\/)?(token|register|revoke)\/?)$/i;
const MCP_PATHS = /^\/(mcp\/?)?$/i;

/** The headers of MCP clients beyond those that every page may send (Fetch, CORS-safelisted request headers). */
const REQUEST_HEADERS = [
  'Authorization',
  'Content-Type',
  'Last-Event-ID',
  'MCP-Protocol-Version',
  'Mcp-Method',
  'Mcp-Name',
  'Mcp-Session-Id',
  'traceparent',
  'tracestate',
];

const OPEN: CorsOptions = {
  origin: '*',
  // GET and DELETE get 405, which clients in a browser have to be able to read.
  methods: ['GET', 'POST', 'DELETE'],
  allowedHeaders: REQUEST_HEADERS,
  exposedHeaders: ['WWW-Authenticate', 'Retry-After', 'X-Request-Id', 'MCP-Protocol-Version'],
  maxAge: 3600,
};
const CLOSED: CorsOptions = { ...OPEN, origin: false };

/**
 * Which web pages may read responses: any page those of the public documents and of the OAuth endpoints for clients; of
 * the MCP endpoint, only the pages that its origin guard admits; no page any others. A POST without Origin comes from no
 * page (Fetch, `Origin` header), and no cache keeps its response for one.
 */
export function corsFor({ server }: AppConfig): CorsOptionsDelegate<Request> {
  return (request, callback) => {
    const { path, headers, method } = request;
    if (method === 'POST' && headers.origin === undefined) return callback(null, CLOSED);
    const isOpen =
      CLIENT_PATHS.test(path) ||
      (MCP_PATHS.test(path) &&
        isAllowedOrigin(headers.origin, server.allowedHostnames, server.allowedOrigins));
    // An OPTIONS without the header is not a preflight, so the address itself answers.
    const isPlainOptions =
      method === 'OPTIONS' && headers['access-control-request-method'] === undefined;
    callback(null, isOpen && !isPlainOptions ? OPEN : CLOSED);
  };
}
