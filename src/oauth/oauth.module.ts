import { Module, type MiddlewareConsumer, type NestModule } from '@nestjs/common';
import { json, urlencoded } from 'express';
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
    // RFC 6749 wants a form; clients that send JSON are understood as well.
    consumer.apply(urlencoded({ extended: false }), json()).forRoutes(OAuthController);
  }
}
