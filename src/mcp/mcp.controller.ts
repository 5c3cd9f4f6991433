import { All, Controller, Req, Res, UseGuards } from '@nestjs/common';
import type { Request, Response } from 'express';
import { BearerGuard } from './auth/bearer.guard.js';
import { McpEndpoint } from './mcp-endpoint.js';
import { OriginGuard } from './auth/origin.guard.js';

/** `/mcp`, behind the guards of Origin, Host and bearer token. */
@Controller()
@UseGuards(OriginGuard, BearerGuard)
export class McpController {
  constructor(private readonly endpoint: McpEndpoint) {}

  /** Also answers at the bare address, because people paste PUBLIC_URL. */
  @All(['mcp', ''])
  serve(@Req() request: Request, @Res() response: Response): Promise<void> {
    return this.endpoint.handle(request, response);
  }
}
