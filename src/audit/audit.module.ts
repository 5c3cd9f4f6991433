import { Module } from '@nestjs/common';
import { BulletTrainModule } from '../bullet-train/bullet-train.module.js';
import { RequestModule } from '../request/request.module.js';
import { AuditTrail } from './audit-trail.js';
import { AuditWriter } from './audit-writer.js';
import { People } from './people.js';

@Module({
  imports: [BulletTrainModule, RequestModule],
  providers: [AuditTrail, AuditWriter, People],
  exports: [AuditTrail, AuditWriter, People],
})
export class AuditModule {}
