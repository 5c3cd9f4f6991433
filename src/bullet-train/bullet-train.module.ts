import { Module } from '@nestjs/common';
import { BulletTrainClient } from './bullet-train.client.js';
import { DocumentSource } from './document-source.js';
import { TokenValidator } from './token-validator.js';

@Module({
  providers: [BulletTrainClient, DocumentSource, TokenValidator],
  exports: [BulletTrainClient, DocumentSource, TokenValidator],
})
export class BulletTrainModule {}
