import { randomUUID } from 'node:crypto';
import { Module } from '@nestjs/common';
import { ConfigModule } from '@nestjs/config';
import { APP_FILTER } from '@nestjs/core';
import type { Response } from 'express';
import { ClsModule } from 'nestjs-cls';
import { BulletTrainModule } from './bullet-train/bullet-train.module.js';
import { appConfig } from './config/app-config.js';
import { ConnectModule } from './connect/connect.module.js';
import { ErrorFilter } from './error.filter.js';
import { HealthModule } from './health/health.module.js';
import { McpModule } from './mcp/mcp.module.js';
import { OAuthModule } from './oauth/oauth.module.js';
import { RequestLogger } from './request-logger.js';

@Module({
  imports: [
    ConfigModule.forRoot({ isGlobal: true, load: [appConfig] }),
    ClsModule.forRoot({
      global: true,
      middleware: {
        mount: true,
        generateId: true,
        idGenerator: () => randomUUID(),
        setup: (cls, _request, response: Response) => {
          response.setHeader('X-Request-Id', cls.getId());
          cls.set('response', response);
        },
      },
    }),
    BulletTrainModule,
    OAuthModule,
    // Before the MCP endpoint, which is at the bare address too.
    ConnectModule,
    McpModule,
    HealthModule,
  ],
  providers: [RequestLogger, { provide: APP_FILTER, useClass: ErrorFilter }],
})
export class AppModule {}
