import { Module } from '@nestjs/common';
import { BulletTrainModule } from '../bullet-train/bullet-train.module.js';
import { BearerGuard } from './bearer.guard.js';
import { Caller } from './caller.js';
import { McpController } from './mcp.controller.js';
import { McpEndpoint } from './mcp-endpoint.js';
import { ServerFactory } from './server-factory.js';
import { ToolCatalog } from './tool-catalog.js';
import { ToolRunner } from './tool-runner.js';

@Module({
  imports: [BulletTrainModule],
  controllers: [McpController],
  providers: [BearerGuard, Caller, McpEndpoint, ServerFactory, ToolCatalog, ToolRunner],
  exports: [Caller, ToolCatalog],
})
export class McpModule {}
