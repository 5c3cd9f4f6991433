import { All, Controller, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { Request, Response } from 'express';
import { BearerGuard } from './bearer.guard.js';
import { McpEndpoint } from './mcp-endpoint.js';
import { OriginGuard } from './origin.guard.js';

@Controller()
@UseGuards(OriginGuard, BearerGuard)
export class McpController {
  constructor(private readonly endpoint: McpEndpoint) {}

  @All('mcp')
  mcp(@Req() request: Request, @Res() response: Response): Promise<void> {
    return this.endpoint.handle(request, response);
  }

  /** People paste the bare PUBLIC_URL. */
  @Post()
  root(@Req() request: Request, @Res() response: Response): Promise<void> {
    return this.endpoint.handle(request, response);
  }
}
