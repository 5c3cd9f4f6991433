import { Module } from '@nestjs/common';
import { ConfigModule } from '@nestjs/config';
import { APP_FILTER } from '@nestjs/core';
import { AuditModule } from './audit/audit.module.js';
import { BulletTrainModule } from './bullet-train/bullet-train.module.js';
import { appConfig } from './config/app-config.js';
import { ConnectModule } from './connect/connect.module.js';
import { ErrorFilter } from './http/error.filter.js';
import { HealthModule } from './health/health.module.js';
import { McpModule } from './mcp/mcp.module.js';
import { OAuthModule } from './oauth/oauth.module.js';

/** Wires the modules. */
@Module({
  imports: [
    ConfigModule.forRoot({ isGlobal: true, load: [appConfig] }),
    AuditModule,
    BulletTrainModule,
    // Express tries routes in this order, and nearly every request is for /mcp.
    McpModule,
    ConnectModule,
    OAuthModule,
    HealthModule,
  ],
  providers: [{ provide: APP_FILTER, useClass: ErrorFilter }],
})
export class AppModule {}
