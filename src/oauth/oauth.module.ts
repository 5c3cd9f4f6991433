import { Module, type MiddlewareConsumer, type NestModule } from '@nestjs/common';
import { text, urlencoded } from 'express';
import { BulletTrainModule } from '../bullet-train/bullet-train.module.js';
import { CatalogModule } from '../catalog/catalog.module.js';
import { LimitsModule } from '../limits/limits.module.js';
import { AccessTokens } from './access-tokens.js';
import { AuthorizationCodes } from './authorization-codes.js';
import { AuthorizeEndpoint } from './authorize.js';
import { BulletTrainApplication } from './bullet-train-application.js';
import { CallbackEndpoint } from './callback.js';
import { ClientController } from './client.controller.js';
import { ClientAssertion } from './clients/client-assertion.js';
import { ClientAuthentication } from './clients/client-authentication.js';
import { Clients } from './clients/clients.js';
import { DirectClients } from './clients/direct-clients.js';
import { DocumentClients } from './clients/document-clients.js';
import { RegisteredClients } from './clients/registered-clients.js';
import { ConsentEndpoint } from './consent.js';
import { requireContentType } from './content-type.js';
import { AuthorizationCodeGrant } from './grants/authorization-code-grant.js';
import { RefreshTokenGrant } from './grants/refresh-token-grant.js';
import { MetadataController } from './metadata.controller.js';
import { PendingSignIn } from './pending-sign-in.js';
import { RegisterEndpoint } from './register.js';
import { RevokeEndpoint } from './revoke.js';
import { Sealing } from './sealing/sealing.js';
import { OncePerKey } from './sharing/once-per-key.js';
import { SharedMemory } from './sharing/shared-memory.js';
import { SignInController } from './sign-in.controller.js';
import { TokenEndpoint } from './token.js';

const ENDPOINTS = [
  AuthorizeEndpoint,
  ConsentEndpoint,
  CallbackEndpoint,
  RegisterEndpoint,
  TokenEndpoint,
  RevokeEndpoint,
];
const CLIENTS = [
  Clients,
  DirectClients,
  RegisteredClients,
  DocumentClients,
  ClientAuthentication,
  ClientAssertion,
];

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

@Module({
  imports: [BulletTrainModule, CatalogModule, LimitsModule],
  controllers: [MetadataController, SignInController, ClientController],
  providers: [
    ...ENDPOINTS,
    ...CLIENTS,
    AuthorizationCodeGrant,
    RefreshTokenGrant,
    AccessTokens,
    AuthorizationCodes,
    BulletTrainApplication,
    OncePerKey,
    PendingSignIn,
    Sealing,
    SharedMemory,
  ],
  exports: [AccessTokens],
})
export class OAuthModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    const registration = ['oauth/register', 'register'];
    // Forms alone (RFC 6749 §3.2): a JSON parser's errors would quote the secrets they stumble over.
    consumer
      .apply(requireContentType(FORM), urlencoded({ extended: false, limit: '64kb' }))
      .exclude(...registration)
      .forRoutes(SignInController, ClientController);
    consumer
      .apply(requireContentType(JSON_TYPE), text({ type: JSON_TYPE, limit: '64kb' }))
      .forRoutes(...registration);
  }
}
