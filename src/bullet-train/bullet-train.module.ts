import { Module } from '@nestjs/common';
import { BulletTrainClient } from './bullet-train.client.js';
import { DocumentSource } from './document-source.js';
import { RedirectComparison } from './redirect-comparison.js';
import { TokenValidator } from './token-validator.js';

/** What speaks to the application. */
@Module({
  providers: [BulletTrainClient, DocumentSource, RedirectComparison, TokenValidator],
  exports: [BulletTrainClient, DocumentSource, RedirectComparison, TokenValidator],
})
export class BulletTrainModule {}
