import { Inject, Injectable } from '@nestjs/common';
import { BulletTrainClient } from '../../bullet-train/bullet-train.client.js';
import { RedirectComparison } from '../../bullet-train/redirect-comparison.js';
import { appConfig, type AppConfig } from '../../config/app-config.js';
import {
  basicCredentials,
  postToDoorkeeper,
  type OAuthAnswer,
} from '../upstream/doorkeeper-client.js';
import { OAuthError } from '../protocol/oauth-error.js';
import { pickParameters, requireParameter } from '../protocol/parameters.js';
import { challengeOf, readChallenge } from '../protocol/pkce.js';
import { applicationScope } from '../protocol/scope.js';

/** What Bullet Train's Doorkeeper understands; `new_installation` and `team_id` are Bullet Train's own. */
const AUTHORIZE = [
  'client_id',
  'redirect_uri',
  'response_type',
  'state',
  'scope',
  'code_challenge',
  'code_challenge_method',
  'new_installation',
  'team_id',
] as const;
const TOKEN = [
  'grant_type',
  'code',
  'redirect_uri',
  'code_verifier',
  'refresh_token',
  'scope',
  'client_id',
  'client_secret',
] as const;
const REVOKE = ['token', 'token_type_hint', 'client_id', 'client_secret'] as const;

/**
 * People's own applications in Bullet Train: the browser goes straight on to Bullet Train and from
 * there to the client, and what the client sends to the token endpoint is passed on as it is.
 *
 * Two things Bullet Train does not do for them: it names no issuer in its answer (RFC 9207), and a stock
 * one accepts any PKCE verifier. Both travel as query parameters of the redirect URI. Doorkeeper lets
 * them pass, gives them back to the client, who finds `iss` and ignores the rest (RFC 6749 §4.1.2), and
 * insists at the token endpoint on the same redirect URI, thus on the same challenge.
 *
 * Doorkeeper 6 lets nothing pass that is not registered. Nothing is added then: the answer names no issuer of ours, and
 * whether the verifier is looked at is the application's doing (SECURITY.md).
 */
@Injectable()
export class PassthroughClients {
  constructor(
    private readonly client: BulletTrainClient,
    private readonly comparison: RedirectComparison,
    @Inject(appConfig.KEY) private readonly config: AppConfig,
  ) {}

  /**
   * @returns the address in Bullet Train at which the browser goes on
   * @throws OAuthError when a parameter is missing, doubled or not supported; never a redirect,
   * because the redirect URI is Bullet Train's to check; UpstreamError when it is not to be told how it checks
   */
  async authorizeUrl(query: unknown): Promise<string> {
    const parameters = pickKnown(query, AUTHORIZE);
    const redirectUri = requireParameter(parameters, 'redirect_uri');
    if (requireParameter(parameters, 'response_type') !== 'code') {
      throw new OAuthError('unsupported_response_type', 'response_type must be code');
    }
    const { code_challenge: challenge, code_challenge_method: method } = parameters;
    if (challenge !== undefined) readChallenge(challenge, method);
    const url = new URL('/oauth/authorize', this.config.bulletTrain.publicUrl);
    url.search = new URLSearchParams({
      ...parameters,
      redirect_uri: await this.bind(redirectUri, challenge),
    }).toString();
    return url.href;
  }

  /**
   * @param authorization the client's Basic credentials, when it has put them in the header
   * @returns Bullet Train's answer: a token, or its refusal
   * @throws OAuthError, UpstreamError
   */
  async exchange(form: unknown, authorization?: string): Promise<OAuthAnswer> {
    const parameters = pickKnown(form, TOKEN);
    const { redirect_uri: redirectUri, code_verifier: verifier } = parameters;
    const challenge = verifier === undefined ? undefined : challengeOf(verifier);
    return postToDoorkeeper(
      this.client,
      '/oauth/token',
      {
        ...parameters,
        ...(redirectUri !== undefined && { redirect_uri: await this.bind(redirectUri, challenge) }),
      },
      basicCredentials(authorization),
    );
  }

  /**
   * @returns Bullet Train's answer
   * @throws OAuthError, UpstreamError
   */
  revoke(form: unknown, authorization?: string): Promise<OAuthAnswer> {
    const parameters = pickParameters(form, REVOKE);
    return postToDoorkeeper(
      this.client,
      '/oauth/revoke',
      parameters,
      basicCredentials(authorization),
    );
  }

  private async bind(redirectUri: string, challenge: string | undefined): Promise<string> {
    if (await this.comparison.isExact()) return redirectUri;
    const url = URL.canParse(redirectUri) ? new URL(redirectUri) : undefined;
    if (!url || url.search || url.hash) {
      throw new OAuthError(
        'invalid_request',
        'redirect_uri must be an address without a query or a fragment',
      );
    }
    const query = new URLSearchParams({
      iss: this.config.server.publicUrl,
      ...(challenge !== undefined && { code_challenge: challenge }),
    });
    return `${redirectUri}?${query}`;
  }
}

/** Doorkeeper refuses every scope that it does not know, with a page that leads nowhere. */
function pickKnown<Name extends string>(given: unknown, names: readonly (Name | 'scope')[]) {
  const { scope, ...parameters } = pickParameters(given, names);
  const known = applicationScope(scope);
  return { ...parameters, ...(known !== undefined && { scope: known }) };
}
