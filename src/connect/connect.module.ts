import { Module } from '@nestjs/common';
import { CatalogModule } from '../catalog/catalog.module.js';
import { HealthModule } from '../health/health.module.js';
import { McpModule } from '../mcp/mcp.module.js';
import { ChallengeController } from './challenge.controller.js';
import { ConnectController } from './connect.controller.js';
import { ConnectService } from './connect.service.js';
import { IconController } from './icon.controller.js';

/** The bare address, and the icon. */
@Module({
  imports: [CatalogModule, HealthModule, McpModule],
  controllers: [ChallengeController, ConnectController, IconController],
  providers: [ConnectService],
})
export class ConnectModule {}
