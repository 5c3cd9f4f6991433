import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { AuditTrail } from '../../audit/audit-trail.js';
import { memoizeObject } from '../../values/memoize.js';
import { sha256 } from '../../values/sha256.js';
import { TokenValidator, type Verdict } from '../../bullet-train/token-validator.js';
import { appConfig, type AppConfig } from '../../config/app-config.js';
import { addressGroup } from '../../limits/address-group.js';
import { personKey } from '../../limits/person-key.js';
import { RateLimits } from '../../limits/rate-limits.js';
import { Connections } from '../../oauth/tokens/connections.js';
import { AccessTokens, type OpenedToken } from '../../oauth/tokens/access-tokens.js';
import { protectedResourceMetadataUrl } from '../../oauth/protocol/metadata.js';
import { identityIn, SCOPES, scopesIn } from '../../oauth/protocol/scope.js';
import { BearerError, type BearerErrorCode } from './bearer-error.js';
import { UNLIMITED, type Grant, type Refusal } from '../../request/grant.js';
import { RequestContext } from '../../request/request-context.js';

/**
 * Lets a request in only with a token that is meant for this server and that Bullet Train accepts (RFC 6750), and tells
 * the request context whose it is. The SDK's own check (`requireBearerAuth`) is not used: it refuses tokens without an
 * expiry, and Bullet Train's default access tokens have none (Doorkeeper, `expires_in` null).
 */
@Injectable()
export class BearerGuard implements CanActivate {
  constructor(
    private readonly accessTokens: AccessTokens,
    private readonly connections: Connections,
    private readonly validator: TokenValidator,
    private readonly limits: RateLimits,
    private readonly context: RequestContext,
    private readonly audit: AuditTrail,
    @Inject(appConfig.KEY) private readonly config: AppConfig,
  ) {}

  /**
   * @throws BearerError if the token is missing or not accepted
   * @throws UpstreamError when the application cannot be asked about the token
   * @throws RateLimitError when the person or the address has sent too many requests
   */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    try {
      const { token, grant, person } = await this.accept(request);
      await this.limits.countRequest(person);
      this.context.identify(token, { grant, person });
      return true;
    } catch (error) {
      if (error instanceof BearerError) {
        // A request without a token is how a client finds out where to sign in.
        if (error.code) this.audit.refuse('token', { outcome: 'refused', reason: error.code });
        await this.limits.countAddress(request.ip);
      }
      throw error;
    }
  }

  private async accept(request: Request): Promise<Caller> {
    const token = this.readToken(request);
    const accepted = AccessTokens.claims(token)
      ? await this.openOwn(token)
      : await this.acceptBulletTrains(token, request.ip);
    if (accepted === undefined) throw this.error(request, 'invalid_token');
    return accepted;
  }

  /** A token that this server issued, with Bullet Train's sealed in it. */
  private async openOwn(sealed: string): Promise<Caller | undefined> {
    const opened = await this.accessTokens.openAccessToken(sealed);
    if (opened === undefined) return undefined;
    const { client: clientId, clientName, person, teams, scope = SCOPES.join(' ') } = opened;
    this.context.describeCaller({ clientId, scope, teams, clientName, person });
    if (await this.connections.isEnded(opened)) return undefined;
    const { bulletTrainToken: token, digest } = opened;
    const { valid, owner } = await this.validator.check(token, digest);
    if (owner !== person) this.context.describeCaller({ person: owner });
    return valid ? { token, grant: grantOf(opened), person: personKey(owner, digest) } : undefined;
  }

  /** Bullet Train's own token, of an application that BULLET_TRAIN_TOKENS allows. */
  private async acceptBulletTrains(token: string, address?: string): Promise<Caller | undefined> {
    const { acceptBulletTrainTokens, allowedApplications } = this.config.oauth;
    if (!acceptBulletTrainTokens) return undefined;
    const digest = sha256(token);
    const { valid, application, owner } = await this.look(token, digest, address);
    const scope = valid ? SCOPES.join(' ') : undefined;
    this.context.describeCaller({ scope, clientId: application, person: owner });
    const isAllowed =
      allowedApplications.length === 0 || allowedApplications.includes(application ?? '');
    if (!valid || !isAllowed) return undefined;
    return { token, grant: UNLIMITED, person: personKey(owner, digest) };
  }

  /** Each made-up token costs the application a request, so the number for each address is limited. */
  private async look(token: string, digest: string, address?: string): Promise<Verdict> {
    if (this.validator.isKnown(digest)) return this.validator.check(token, digest);
    const group = addressGroup(address);
    return this.limits.ask(address, () => this.validator.check(token, digest, group));
  }

  /**
   * The error for the resource of this request: `/mcp` and `/` have different metadata.
   * @param scope what the client should ask the person for
   */
  error(
    { path }: Pick<Request, 'path'>,
    code?: BearerErrorCode,
    scope = SCOPES.join(' '),
  ): BearerError {
    const resource = path === '/' ? path : '/mcp';
    const metadata = protectedResourceMetadataUrl(this.config.server.publicUrl, resource);
    return new BearerError(MESSAGES[code ?? 'missing'], metadata, scope, code);
  }

  /** What takes the place of a result: clients sign in again on HTTP 401, ask for more on 403, and on nothing else. */
  refusal(request: Pick<Request, 'path'>, refusal: Refusal): BearerError {
    const scope = refusal.code === 'insufficient_scope' ? refusal.scope : undefined;
    return this.error(request, refusal.code, scope);
  }

  /** RFC 6750 §2.1; a token in the body or the URL is ignored. */
  private readToken(request: Request): string {
    const header = request.headers.authorization;
    if (header === undefined || !/^bearer\b/i.test(header)) throw this.error(request);
    const token = /^bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(header)?.[1];
    if (token === undefined) throw this.error(request, 'invalid_request');
    return token;
  }
}

/** The caller, with Bullet Train's token. */
interface Caller {
  token: string;
  grant: Grant;
  /** Whose requests theirs are counted among. */
  person: string;
}

/** A token that has all scopes and teams is not limited, and costs nothing at a call. Read once for each opened token. */
const grantOf = memoizeObject(({ scope, teams }: OpenedToken): Grant => {
  const kinds = scopesIn(scope);
  const isWhole = kinds.length === SCOPES.length;
  const identity = identityIn(scope);
  if (isWhole && !teams && identity.length === 0) return UNLIMITED;
  return {
    ...(!isWhole && { kinds }),
    ...(teams && { teams }),
    ...(identity.length > 0 && { identity }),
  };
});

const MESSAGES: Record<BearerErrorCode | 'missing', string> = {
  missing:
    'Sign in first: the client signs the person in by OAuth, and sends its access token in the Authorization header',
  invalid_request: 'The Authorization header must be: Bearer, a space and one token',
  invalid_token: 'The access token has expired or was revoked: sign in again',
  insufficient_scope:
    'The person has not granted this connection as much: ask them for the scope named here',
};
