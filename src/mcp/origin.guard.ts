import {
  ForbiddenException,
  Inject,
  Injectable,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { validateHostHeader, validateOriginHeader } from '@modelcontextprotocol/server';
import type { Request } from 'express';
import { appConfig, type AppConfig } from '../config/app-config.js';

/** RFC 9110 §7.2: without the user information that a URL may have, and nothing behind the port. */
const HOST = /^[^@/?#\\\s]+$/;

/**
 * Refuses requests that a foreign web page made a browser send, and names that were rebound to this
 * address (MCP 2025-11-25, transports, security warning).
 */
@Injectable()
export class OriginGuard implements CanActivate {
  constructor(@Inject(appConfig.KEY) private readonly config: AppConfig) {}

  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<Request>();
    const { allowedHostnames } = this.config.server;
    const host = validateHostHeader(headers.host, allowedHostnames);
    if (!host.ok || !HOST.test(headers.host!)) throw forbidden('Host', headers.host);
    const origin = validateOriginHeader(headers.origin, allowedHostnames);
    if (!origin.ok) throw forbidden('Origin', headers.origin);
    return true;
  }
}

function forbidden(header: string, value: string | undefined): ForbiddenException {
  return new ForbiddenException(
    `The ${header} ${JSON.stringify(value ?? '')} is not this server's: its operator sets PUBLIC_URL, or adds the host to ALLOWED_HOSTS`,
  );
}
