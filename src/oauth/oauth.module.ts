import { Module, type MiddlewareConsumer, type NestModule } from '@nestjs/common';
import { urlencoded } from 'express';
import { BulletTrainModule } from '../bullet-train/bullet-train.module.js';
import { AuthorizeEndpoint } from './authorize.js';
import { MetadataController } from './metadata.controller.js';
import { OAuthController } from './oauth.controller.js';
import { RevokeEndpoint } from './revoke.js';
import { TokenEndpoint } from './token.js';

@Module({
  imports: [BulletTrainModule],
  controllers: [MetadataController, OAuthController],
  providers: [AuthorizeEndpoint, TokenEndpoint, RevokeEndpoint],
})
export class OAuthModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    // Forms alone (RFC 6749 §3.2): a JSON parser's errors would quote the secrets they stumble over.
    consumer.apply(urlencoded({ extended: false })).forRoutes(OAuthController);
  }
}
