import { validateOriginHeader } from '@modelcontextprotocol/server';
import type {
  CorsOptions,
  CorsOptionsDelegate,
} from '@nestjs/common/interfaces/external/cors-options.interface.js';
import type { Request } from 'express';
import type { AppConfig } from './config/app-config.js';
import { BROWSER_PATHS } from './oauth/browser.js';

const MCP_PATHS = ['/', '/mcp'];

/**
 * Which web pages may read answers: any page the public documents and the OAuth endpoints for clients,
 * which look at no cookie; the MCP endpoint only those that its origin guard lets through.
 */
export function corsFor({ server }: AppConfig): CorsOptionsDelegate<Request> {
  return (request, callback) => {
    const foreign =
      BROWSER_PATHS.test(request.path) ||
      (MCP_PATHS.includes(request.path) &&
        !validateOriginHeader(request.headers.origin, server.allowedHostnames).ok);
    const options: CorsOptions = {
      origin: foreign ? false : '*',
      methods: ['GET', 'POST', 'DELETE'],
      exposedHeaders: ['WWW-Authenticate', 'Retry-After', 'X-Request-Id', 'MCP-Protocol-Version'],
      maxAge: 3600,
    };
    callback(null, options);
  };
}
