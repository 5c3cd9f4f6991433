import { Inject, Injectable } from '@nestjs/common';
import { People } from '../../audit/people.js';
import { TokenValidator } from '../../bullet-train/token-validator.js';
import { appConfig, type AppConfig } from '../../config/app-config.js';
import { RequestContext } from '../../request/request-context.js';
import { AccessTokens, type TokenAnswer } from '../tokens/access-tokens.js';
import { AuthorizationCodes, CODE_OPENS_SECONDS } from '../authorization/authorization-codes.js';
import { BulletTrainApplication } from '../upstream/bullet-train-application.js';
import { thumbprintOf, type Client } from '../clients/client.js';
import { sha256 } from '../../values/sha256.js';
import { OAuthError } from '../protocol/oauth-error.js';
import { requireParameter } from '../protocol/parameters.js';
import { checkVerifier } from '../protocol/pkce.js';
import { checkResource } from '../protocol/resource.js';
import { OncePerKey } from '../sharing/once-per-key.js';
import type { TokenRequest } from './token-request.js';

/** `grant_type=authorization_code` (RFC 6749 §4.1.3, RFC 7636 §4.5). */
@Injectable()
export class AuthorizationCodeGrant {
  constructor(
    private readonly codes: AuthorizationCodes,
    private readonly application: BulletTrainApplication,
    private readonly tokens: AccessTokens,
    private readonly validator: TokenValidator,
    private readonly once: OncePerKey,
    private readonly people: People,
    private readonly context: RequestContext,
    @Inject(appConfig.KEY) private readonly config: AppConfig,
  ) {}

  /**
   * Redeems Bullet Train's code last, when everything else is right, so that a wrong request does not use it up.
   * @throws OAuthError, UpstreamError
   */
  async exchange(client: Client, asked: TokenRequest): Promise<TokenAnswer> {
    const code = requireParameter(asked, 'code');
    const verifier = requireParameter(asked, 'code_verifier');
    const redirectUri = requireParameter(asked, 'redirect_uri');

    const { request, person, upstreamCode, upstreamVerifier } = await this.codes.open(code);
    const { scope, teams } = request;
    this.context.describeCaller({ scope, teams, person });
    if (request.client !== thumbprintOf(client.id)) {
      throw new OAuthError('invalid_grant', 'The code was issued to another client');
    }
    if (request.redirectUri !== redirectUri) {
      throw new OAuthError(
        'invalid_grant',
        'redirect_uri is not that of the authorization request',
      );
    }
    checkVerifier(verifier, request.codeChallenge);
    checkResource(asked.resource, request.resource, this.config.server.publicUrl);

    const { result: upstream, isFirst } = await this.once.run(
      `code:${sha256(upstreamCode)}`,
      CODE_OPENS_SECONDS,
      () => this.application.redeem(upstreamCode, upstreamVerifier),
    );
    if (isFirst) {
      if (person !== undefined) await this.checkPerson(upstream.accessToken, person);
      const owner = person ?? (await this.people.idOf(upstream.accessToken));
      this.context.describeCaller({ person: owner });
      const holder = { ...request, clientName: client.name };
      return this.tokens.issue(
        upstream,
        owner === undefined ? holder : { ...holder, person: owner },
      );
    }
    await this.revoke(upstream.accessToken);
    throw codeUsedBefore();
  }

  /** Somebody else may have signed in to the application in another tab after the page named the account. */
  private async checkPerson(accessToken: string, person: string): Promise<void> {
    const { valid, owner } = await this.validator.check(accessToken);
    // A second request with the code came in between and revoked the token.
    if (!valid) throw codeUsedBefore();
    if (owner === person) return;
    await this.revoke(accessToken);
    throw new OAuthError(
      'invalid_grant',
      'Another person has since signed in to the application: connect again',
    );
  }

  /**
   * Of two holders of the code and its verifier, one is a thief, and nobody knows which (RFC 6749 §4.1.2). A thief who
   * has only the code does not get this far.
   */
  private async revoke(accessToken: string): Promise<void> {
    await this.application.revoke(accessToken);
    this.validator.forget(accessToken);
  }
}

function codeUsedBefore(): OAuthError {
  return new OAuthError(
    'invalid_grant',
    'The code was used before, so the tokens that it gave are revoked',
  );
}
