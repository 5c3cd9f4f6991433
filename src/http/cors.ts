import type {
  CorsOptions,
  CorsOptionsDelegate,
} from '@nestjs/common/interfaces/external/cors-options.interface.js';
import type { Request } from 'express';
import { isAllowedOrigin } from '../config/allowed-origins.js';
import type { AppConfig } from '../config/app-config.js';

/** The endpoints for clients, which look at no cookie, and the public documents. */
const CLIENT_PATHS = /^\/(\.well-known\/.*|(oauth\/)?(token|register|revoke)\/?)$/i;
const MCP_PATHS = /^\/(mcp\/?)?$/i;

/** What an MCP client sends besides what every page may (Fetch, CORS-safelisted request headers). */
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
  // GET and DELETE are refused with 405, and clients in a browser have to be able to see that.
  methods: ['GET', 'POST', 'DELETE'],
  allowedHeaders: REQUEST_HEADERS,
  exposedHeaders: ['WWW-Authenticate', 'Retry-After', 'X-Request-Id', 'MCP-Protocol-Version'],
  maxAge: 3600,
};
const CLOSED: CorsOptions = { ...OPEN, origin: false };

/**
 * Which web pages may read answers: any page the public documents and the OAuth endpoints for clients; the
 * MCP endpoint only those that its origin guard lets through; and no other page anything else.
 */
export function corsFor({ server }: AppConfig): CorsOptionsDelegate<Request> {
  return (request, callback) => {
    const { path, headers } = request;
    const isOpen =
      CLIENT_PATHS.test(path) ||
      (MCP_PATHS.test(path) &&
        isAllowedOrigin(headers.origin, server.allowedHostnames, server.allowedOrigins));
    // Without the method that a page asks for it is no preflight, and the address answers itself.
    const isPlainOptions =
      request.method === 'OPTIONS' && headers['access-control-request-method'] === undefined;
    callback(null, isOpen && !isPlainOptions ? OPEN : CLOSED);
  };
}
