import { All, Controller, Get, Inject, Next, Req, Res, UseGuards } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { appConfig, type AppConfig } from '../config/app-config.js';
import { SERVER_VERSION } from '../config/version.js';
import { BearerGuard } from '../mcp/auth/bearer.guard.js';
import { OriginGuard } from '../mcp/auth/origin.guard.js';
import { McpEndpoint } from '../mcp/mcp-endpoint.js';
import { sendPage } from '../pages/send-page.js';
import { ConnectService } from './connect.service.js';

/** The bare address: a page for a person, JSON for a program, the MCP endpoint for a client. */
@Controller()
export class ConnectController {
  constructor(
    private readonly connect: ConnectService,
    private readonly endpoint: McpEndpoint,
    @Inject(appConfig.KEY) private readonly config: AppConfig,
  ) {}

  /** Answers with the connect page or JSON, or passes an MCP request on. */
  @Get()
  async root(
    @Req() request: Request,
    @Res() response: Response,
    @Next() next: NextFunction,
  ): Promise<void> {
    if (isMcpClient(request)) return next();
    response.vary('Accept');
    if (request.accepts(['json', 'html']) === 'html') {
      const page = await this.connect.page(readsOnly(request) ? 'read only' : 'full');
      sendPage(request, response, page, { brand: this.config.application });
      return;
    }
    const { publicUrl } = this.config.server;
    response.json({
      name: 'bullet-train-mcp',
      version: SERVER_VERSION,
      mcp: `${publicUrl}/mcp`,
      protected_resource_metadata: `${publicUrl}/.well-known/oauth-protected-resource/mcp`,
      health: `${publicUrl}/health`,
    });
  }

  /** The MCP endpoint, as at `/mcp`: people paste PUBLIC_URL into their clients. */
  @All()
  @UseGuards(OriginGuard, BearerGuard)
  serve(@Req() request: Request, @Res() response: Response): Promise<void> {
    return this.endpoint.handle(request, response);
  }
}

/** The page's address has the query of the one that it shows. */
function readsOnly({ query }: Request): boolean {
  return query['readonly'] === 'true';
}

/**
 * People paste the bare address into their clients, and the server treats it like /mcp. A browser sends an
 * Authorization header too, if a proxy in front asks for a password.
 */
function isMcpClient({ headers: { authorization, accept = '' } }: Request): boolean {
  const hasToken = authorization !== undefined && !/^basic /i.test(authorization);
  return hasToken || /text\/event-stream/i.test(accept);
}
