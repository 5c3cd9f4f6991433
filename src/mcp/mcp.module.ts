import { Module } from '@nestjs/common';
import { ClsModule } from 'nestjs-cls';
import { BulletTrainModule } from '../bullet-train/bullet-train.module.js';
import { CatalogModule } from '../catalog/catalog.module.js';
import { LimitsModule } from '../limits/limits.module.js';
import { OAuthModule } from '../oauth/oauth.module.js';
import { BearerGuard } from './bearer.guard.js';
import { Caller } from './caller.js';
import { DirectAnswers } from './direct-answers.js';
import { McpController } from './mcp.controller.js';
import { McpEndpoint } from './mcp-endpoint.js';
import { Prompts } from './prompts.js';
import { Resources } from './resources.js';
import { SearchRunner } from './search-runner.js';
import { SdkAnswers } from './sdk-answers.js';
import { ServerFactory } from './server-factory.js';
import { ToolCalls } from './tool-calls.js';
import { ToolRunner } from './tool-runner.js';

@Module({
  // Without forRoot, whose guard and interceptor would be passed on every request although they do nothing.
  imports: [BulletTrainModule, CatalogModule, LimitsModule, OAuthModule, ClsModule],
  controllers: [McpController],
  providers: [
    BearerGuard,
    Caller,
    DirectAnswers,
    McpEndpoint,
    Prompts,
    Resources,
    SdkAnswers,
    SearchRunner,
    ServerFactory,
    ToolCalls,
    ToolRunner,
  ],
  exports: [Caller],
})
export class McpModule {}
