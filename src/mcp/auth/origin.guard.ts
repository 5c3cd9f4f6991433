import {
  ForbiddenException,
  Inject,
  Injectable,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { validateHostHeader } from '@modelcontextprotocol/server';
import type { Request } from 'express';
import { isAllowedOrigin } from '../../config/allowed-origins.js';
import { appConfig, type AppConfig } from '../../config/app-config.js';
import { memoize } from '../../values/memoize.js';

/** RFC 9110 §7.2: without the user information that a URL may have, and nothing behind the port. */
const HOST = /^[^@/?#\\\s]+$/;

/**
 * Refuses requests that a foreign web page made a browser send, and host names that an attacker points to this address
 * (DNS rebinding; MCP 2025-11-25, transports, security warning).
 */
@Injectable()
export class OriginGuard implements CanActivate {
  /** Clients send the same host with each request. */
  private readonly isAllowedHost = memoize(
    (host) => validateHostHeader(host, this.config.server.allowedHostnames).ok && HOST.test(host),
    255,
  );

  constructor(@Inject(appConfig.KEY) private readonly config: AppConfig) {}

  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<Request>();
    const { allowedHostnames, allowedOrigins } = this.config.server;
    const { host = '', origin } = headers;
    if (!this.isAllowedHost(host)) {
      throw forbidden('Host', host, 'sets PUBLIC_URL, or adds the host to ALLOWED_HOSTS');
    }
    if (!isAllowedOrigin(origin, allowedHostnames, allowedOrigins)) {
      throw forbidden('Origin', origin, 'adds it to ALLOWED_ORIGINS');
    }
    return true;
  }
}

/** @param remedy what the operator does to allow the value */
function forbidden(header: string, value: string | undefined, remedy: string): ForbiddenException {
  return new ForbiddenException(
    `The ${header} ${JSON.stringify(value ?? '')} is not allowed here: its operator ${remedy}`,
  );
}
