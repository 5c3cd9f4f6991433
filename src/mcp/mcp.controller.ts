import { All, Controller, Req, Res, UseGuards } from '@nestjs/common';
import type { Request, Response } from 'express';
import { BearerGuard } from './auth/bearer.guard.js';
import { McpEndpoint } from './mcp-endpoint.js';
import { OriginGuard } from './auth/origin.guard.js';

/** `/mcp`, behind the guards of Origin, Host and bearer token; `ConnectController` serves it at the bare address. */
@Controller()
@UseGuards(OriginGuard, BearerGuard)
export class McpController {
  constructor(private readonly endpoint: McpEndpoint) {}

  @All('mcp')
  serve(@Req() request: Request, @Res() response: Response): Promise<void> {
    return this.endpoint.handle(request, response);
  }
}
