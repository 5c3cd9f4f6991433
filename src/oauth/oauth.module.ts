import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { BulletTrainModule } from '../bullet-train/bullet-train.module.js';
import { CatalogModule } from '../catalog/catalog.module.js';
import { RedisModule } from '../redis/redis.module.js';
import { LimitsModule } from '../limits/limits.module.js';
import { RequestModule } from '../request/request.module.js';
import { AccountEndpoint } from './endpoints/account.js';
import { AccessTokens } from './tokens/access-tokens.js';
import { AuthorizationCodes } from './authorization/authorization-codes.js';
import { AuthorizeEndpoint } from './endpoints/authorize.js';
import { Accounts } from './upstream/account.js';
import { BulletTrainApplication } from './upstream/bullet-train-application.js';
import { CallbackEndpoint } from './endpoints/callback.js';
import { ClientController } from './endpoints/client.controller.js';
import { ClientAssertion } from './clients/client-assertion.js';
import { ClientAuthentication } from './clients/client-authentication.js';
import { Clients } from './clients/clients.js';
import { PassthroughClients } from './clients/passthrough-clients.js';
import { MetadataDocumentClients } from './clients/metadata-document-clients.js';
import { RegisteredClients } from './clients/registered-clients.js';
import { ConsentEndpoint } from './endpoints/consent.js';
import { AuthorizationCodeGrant } from './grants/authorization-code-grant.js';
import { RefreshTokenGrant } from './grants/refresh-token-grant.js';
import { MetadataController } from './endpoints/metadata.controller.js';
import { PageForms } from './authorization/page-forms.js';
import { PendingSignIn } from './authorization/pending-sign-in.js';
import { RegisterEndpoint } from './endpoints/register.js';
import { RevokeEndpoint } from './endpoints/revoke.js';
import { Sealing } from './sealing/sealing.js';
import { CredentialsCheck } from './upstream/credentials-check.js';
import { SignInFailures } from './protocol/sign-in-failures.js';
import { OncePerKey } from './sharing/once-per-key.js';
import { ApprovalsCookie } from './authorization/approvals-cookie.js';
import { ConnectionsEndpoint } from './endpoints/connections.js';
import { Connections } from './tokens/connections.js';
import { SharedMemory } from './sharing/shared-memory.js';
import { SignInController } from './endpoints/sign-in.controller.js';
import { TokenEndpoint } from './endpoints/token.js';

const ENDPOINTS = [
  AccountEndpoint,
  AuthorizeEndpoint,
  ConsentEndpoint,
  ConnectionsEndpoint,
  CallbackEndpoint,
  RegisterEndpoint,
  TokenEndpoint,
  RevokeEndpoint,
];
const CLIENTS = [
  Clients,
  PassthroughClients,
  RegisteredClients,
  MetadataDocumentClients,
  ClientAuthentication,
  ClientAssertion,
];

/** Sign-in: the authorization server for MCP clients, and the client of Bullet Train's own OAuth. */
@Module({
  imports: [
    AuditModule,
    BulletTrainModule,
    CatalogModule,
    LimitsModule,
    RedisModule,
    RequestModule,
  ],
  controllers: [MetadataController, SignInController, ClientController],
  providers: [
    ...ENDPOINTS,
    ...CLIENTS,
    AuthorizationCodeGrant,
    RefreshTokenGrant,
    AccessTokens,
    Accounts,
    ApprovalsCookie,
    Connections,
    AuthorizationCodes,
    BulletTrainApplication,
    CredentialsCheck,
    OncePerKey,
    PageForms,
    PendingSignIn,
    Sealing,
    SharedMemory,
    SignInFailures,
  ],
  exports: [AccessTokens, Connections, CredentialsCheck, Sealing, SharedMemory, SignInFailures],
})
export class OAuthModule {}
