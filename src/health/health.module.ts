import { Module } from '@nestjs/common';
import { BulletTrainModule } from '../bullet-train/bullet-train.module.js';
import { CatalogModule } from '../catalog/catalog.module.js';
import { OAuthModule } from '../oauth/oauth.module.js';
import { HealthController } from './health.controller.js';
import { HealthService } from './health.service.js';

/** Health, liveness and readiness. */
@Module({
  imports: [BulletTrainModule, CatalogModule, OAuthModule],
  controllers: [HealthController],
  providers: [HealthService],
  exports: [HealthService],
})
export class HealthModule {}
