import { Module } from '@nestjs/common';
import { BulletTrainModule } from '../bullet-train/bullet-train.module.js';
import { McpModule } from '../mcp/mcp.module.js';
import { HealthController } from './health.controller.js';
import { HealthService } from './health.service.js';

@Module({
  imports: [BulletTrainModule, McpModule],
  controllers: [HealthController],
  providers: [HealthService],
})
export class HealthModule {}
