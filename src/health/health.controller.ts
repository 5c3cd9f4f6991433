import { Controller, Get, Header, Res } from '@nestjs/common';
import type { Response } from 'express';
import { HealthService, type Health } from './health.service.js';

/** Health for people and monitoring, and probes for orchestrators. */
@Controller('health')
export class HealthController {
  constructor(private readonly health: HealthService) {}

  /** The state of the server and of what it needs; always 200. */
  @Get()
  @Header('Cache-Control', 'no-store')
  check(): Promise<Health> {
    return this.health.check();
  }

  /** Liveness: the process answers. */
  @Get('live')
  @Header('Cache-Control', 'no-store')
  live() {
    return { status: 'live' };
  }

  /** Readiness: 503 until the tools are loaded. */
  @Get('ready')
  @Header('Cache-Control', 'no-store')
  ready(@Res({ passthrough: true }) response: Response) {
    const ready = this.health.isReady();
    response.status(ready ? 200 : 503);
    return { status: ready ? 'ready' : 'not ready' };
  }
}
