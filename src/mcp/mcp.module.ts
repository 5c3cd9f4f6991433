import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { BulletTrainModule } from '../bullet-train/bullet-train.module.js';
import { CatalogModule } from '../catalog/catalog.module.js';
import { LimitsModule } from '../limits/limits.module.js';
import { OAuthModule } from '../oauth/oauth.module.js';
import { Permission } from './access/permission.js';
import { RecordTeams } from './access/record-teams.js';
import { TeamAccess } from './access/team-access.js';
import { TeamAnswers } from './access/team-answers.js';
import { BearerGuard } from './auth/bearer.guard.js';
import { RequestModule } from '../request/request.module.js';
import { FastPath } from './fast-path/fast-path.js';
import { KnowledgeRunner } from './knowledge/knowledge-runner.js';
import { ProfileReader } from './knowledge/profile-reader.js';
import { RecordOpener } from './knowledge/record-opener.js';
import { RecordReader } from './knowledge/record-reader.js';
import { Completer } from './completion/completer.js';
import { McpController } from './mcp.controller.js';
import { McpEndpoint } from './mcp-endpoint.js';
import { Prompts } from './resources/prompts.js';
import { Resources } from './resources/resources.js';
import { SearchRunner } from './tools/search-runner.js';
import { SdkResponder } from './sdk/sdk-responder.js';
import { ServerFactory } from './sdk/server-factory.js';
import { ToolDispatcher } from './dispatch/tool-dispatcher.js';
import { Approvals } from './tools/approvals.js';
import { TargetReader } from './tools/target-reader.js';
import { RepeatableCalls } from './tools/repeatable-calls.js';
import { CallLimits } from './tools/call-limits.js';
import { ToolCaller } from './tools/tool-caller.js';
import { Skills } from '../skills/skills.js';
import { ToolRunner } from './tools/tool-runner.js';
import { ServerCardController } from './server-card.controller.js';
import { UserinfoController } from './userinfo.controller.js';

/** The MCP endpoint with its guards, tools, resources, prompts and completion. */
@Module({
  imports: [
    AuditModule,
    BulletTrainModule,
    CatalogModule,
    LimitsModule,
    OAuthModule,
    RequestModule,
  ],
  // For the bare address, which has the same guards.
  exports: [AuditModule, BulletTrainModule, LimitsModule, McpEndpoint, OAuthModule, RequestModule],
  controllers: [McpController, ServerCardController, UserinfoController],
  providers: [
    BearerGuard,
    Completer,
    FastPath,
    KnowledgeRunner,
    ProfileReader,
    RecordOpener,
    RecordReader,
    McpEndpoint,
    Permission,
    Prompts,
    RecordTeams,
    Resources,
    SdkResponder,
    SearchRunner,
    ServerFactory,
    Skills,
    Approvals,
    RepeatableCalls,
    TargetReader,
    TeamAccess,
    CallLimits,
    TeamAnswers,
    ToolCaller,
    ToolDispatcher,
    ToolRunner,
  ],
})
export class McpModule {}
