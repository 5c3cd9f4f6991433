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

/**
 * The parameters that Bullet Train's Doorkeeper understands; `new_installation` and `team_id` are Bullet Train's own.
 */
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
 * People's own Platform Applications. The browser goes straight to Bullet Train and from there to the client, and
 * requests to the token endpoint are passed on unchanged.
 *
 * Bullet Train leaves two things undone for them: its response names no issuer (RFC 9207), and a stock application
 * accepts any PKCE verifier. This server puts both into the query of the redirect URI. Doorkeeper accepts that, and
 * returns them to the client, who reads `iss` and ignores the rest (RFC 6749 §4.1.2). At the token endpoint Doorkeeper
 * insists on the same redirect URI, and so on the same challenge.
 *
 * Doorkeeper 6 accepts only registered redirect URIs. Nothing is added then: the response does not name this server as
 * issuer, and the application alone decides whether to check the verifier (SECURITY.md).
 */
@Injectable()
export class PassthroughClients {
  constructor(
    private readonly client: BulletTrainClient,
    private readonly comparison: RedirectComparison,
    @Inject(appConfig.KEY) private readonly config: AppConfig,
  ) {}

  /**
   * @returns the address in Bullet Train to which the browser goes on
   * @throws OAuthError when a parameter is missing, repeated or not supported; never as a redirect, because only Bullet
   *   Train can check the redirect URI; UpstreamError when Bullet Train does not tell how it compares redirect URIs
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
   * @param authorization the client's Basic credentials, if they are in the header
   * @returns Bullet Train's response: a token or a refusal
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
   * @returns Bullet Train's response
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

/** Doorkeeper refuses every unknown scope, with a page that leads nowhere. */
function pickKnown<Name extends string>(given: unknown, names: readonly (Name | 'scope')[]) {
  const { scope, ...parameters } = pickParameters(given, names);
  const known = applicationScope(scope);
  return { ...parameters, ...(known !== undefined && { scope: known }) };
}
