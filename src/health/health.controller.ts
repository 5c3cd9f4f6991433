import { Controller, Get, Header, Res } from '@nestjs/common';
import type { Response } from 'express';
import { HealthService, type Health } from './health.service.js';

@Controller('health')
export class HealthController {
  constructor(private readonly health: HealthService) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  check(): Promise<Health> {
    return this.health.check();
  }

  /** The process answers. */
  @Get('live')
  @Header('Cache-Control', 'no-store')
  live() {
    return { status: 'live' };
  }

  /** Send it requests: 503 until the tools are there. */
  @Get('ready')
  @Header('Cache-Control', 'no-store')
  ready(@Res({ passthrough: true }) response: Response) {
    const ready = this.health.isReady();
    response.status(ready ? 200 : 503);
    return { status: ready ? 'ready' : 'not ready' };
  }
}
