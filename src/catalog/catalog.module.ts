import { Module } from '@nestjs/common';
import { BulletTrainModule } from '../bullet-train/bullet-train.module.js';
import { ToolCatalog } from './tool-catalog.js';

@Module({
  imports: [BulletTrainModule],
  providers: [ToolCatalog],
  exports: [ToolCatalog],
})
export class CatalogModule {}
