import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { appConfig, type AppConfig } from '../../config/app-config.js';
import type { UpstreamTokens } from '../upstream/bullet-train-application.js';
import { OAuthError } from '../protocol/oauth-error.js';
import { resourcesOf } from '../protocol/resource.js';
import { withOffline } from '../protocol/scope.js';
import { isSealed, now, Sealing } from '../sealing/sealing.js';
import { sha256 } from '../../values/sha256.js';

/** Whom a token was issued to, and for what. */
interface TokenHolder {
  /** The client's thumbprint. */
  client: string;
  resource: string;
  /** What the person has granted; undefined in tokens from before there were scopes: everything. */
  scope?: string;
  /** The ids of the teams that the person has chosen; undefined for all of theirs. */
  teams?: readonly string[];
  /** The sign-in that it comes from; undefined in what was sealed before connections could be ended. */
  connection?: string;
  /** What the client has registered as, for the audit trail; undefined in what was sealed before. */
  clientName?: string;
  /** The person's id, where it is known, for the audit trail. */
  person?: string;
}

/** The sealed content of a token; the names are those of RFC 9068 §2.2. */
interface TokenContent {
  iss: string;
  aud: string;
  client_id: string;
  scope?: string;
  teams?: readonly string[];
  connection?: string;
  client_name?: string;
  sub?: string;
  /** Bullet Train's own token. */
  token: string;
}

/** An opened token of this server. */
export interface OpenedToken extends TokenHolder {
  bulletTrainToken: string;
  /** Its SHA-256. */
  digest: string;
}

/** How long an opened access token is kept, and how much memory they take: about 1.4 KB each. */
const KEPT_SECONDS = 60;
const KEPT_BYTES = 16 * 1024 * 1024;
/** An entry without its texts, which are no longer than the sealed form that they are in. */
const ENTRY_BYTES = 500;

interface KeptToken {
  token: OpenedToken;
  /** In seconds since 1970, never later than the token's own end. */
  until: number;
}

/** The response of the token endpoint (RFC 6749 §5.1). */
export interface TokenAnswer {
  access_token: string;
  token_type: 'Bearer';
  expires_in?: number;
  refresh_token?: string;
  scope: string;
}

/**
 * Issues and opens the tokens of this server's clients: Bullet Train's tokens, sealed, so that they are valid only
 * here.
 */
@Injectable()
export class AccessTokens {
  /**
   * Recently opened access tokens, by their sealed form: opening one costs a quarter of a call. Only tokens that this
   * server sealed get in. The cache has no time to live, because that would set timers.
   */
  private readonly opened = new LRUCache<string, KeptToken>({
    maxSize: KEPT_BYTES,
    sizeCalculation: (_token, sealed) => ENTRY_BYTES + 2 * sealed.length,
  });

  constructor(
    private readonly sealing: Sealing,
    @Inject(appConfig.KEY) private readonly config: AppConfig,
  ) {}

  /** Whether a bearer token has the form of this server's tokens. */
  static claims(token: string): boolean {
    return isSealed(token);
  }

  /**
   * @param scope of the access token, if narrower than what was granted; the refresh token keeps the whole grant
   *   (RFC 6749 §6)
   * @returns the token endpoint's response; its access token expires with Bullet Train's, not later
   */
  async issue(
    upstream: UpstreamTokens,
    holder: TokenHolder,
    scope = holder.scope,
  ): Promise<TokenAnswer> {
    const { accessToken, refreshToken, expiresAt } = upstream;
    const granted = withOffline(scope, refreshToken !== undefined);
    const common = {
      iss: this.config.server.publicUrl,
      aud: holder.resource,
      client_id: holder.client,
      ...(holder.teams && { teams: holder.teams }),
      ...(holder.connection !== undefined && { connection: holder.connection }),
      ...(holder.clientName !== undefined && { client_name: holder.clientName }),
      ...(holder.person !== undefined && { sub: holder.person }),
    };
    return {
      access_token: await this.seal(
        'access_token',
        { ...common, scope: granted, token: accessToken },
        expiresAt,
      ),
      token_type: 'Bearer',
      ...(expiresAt !== undefined && { expires_in: Math.max(expiresAt - now(), 0) }),
      ...(refreshToken !== undefined && {
        refresh_token: await this.seal('refresh_token', {
          ...common,
          ...(holder.scope !== undefined && { scope: holder.scope }),
          token: refreshToken,
        }),
      }),
      scope: granted,
    };
  }

  /** @returns undefined when it is not an access token for this server, or has expired */
  async openAccessToken(token: string): Promise<OpenedToken | undefined> {
    const kept = this.opened.get(token);
    if (kept !== undefined && now() < kept.until) return kept.token;
    const opened = await this.open('access_token', token);
    if (opened === undefined) return undefined;
    const { expiresAt = Infinity, ...content } = opened;
    this.opened.set(token, { token: content, until: Math.min(now() + KEPT_SECONDS, expiresAt) });
    return content;
  }

  /** Bullet Train's tokens of a connection that were used here within the minute. */
  seenOf(connection: string): string[] {
    const seen = [...this.opened.values()].filter(({ token }) => token.connection === connection);
    return [...new Set(seen.map(({ token }) => token.bulletTrainToken))];
  }

  /** @throws OAuthError `invalid_grant` when it is not a refresh token of this server */
  async openRefreshToken(token: string): Promise<OpenedToken> {
    const opened = await this.open('refresh_token', token);
    if (opened) return opened;
    throw new OAuthError('invalid_grant', 'The refresh token was not issued by this server');
  }

  /** @returns a token of either kind, or undefined */
  async openAny(token: string): Promise<OpenedToken | undefined> {
    return (await this.openAccessToken(token)) ?? (await this.open('refresh_token', token));
  }

  private seal(
    purpose: 'access_token' | 'refresh_token',
    content: TokenContent,
    expiresAt?: number,
  ): Promise<string> {
    return this.sealing.seal(purpose, content, expiresAt);
  }

  private async open(
    purpose: 'access_token' | 'refresh_token',
    sealed: string,
  ): Promise<(OpenedToken & { expiresAt?: number }) | undefined> {
    const content = await this.sealing.open<TokenContent>(purpose, sealed);
    const { publicUrl } = this.config.server;
    if (content?.iss !== publicUrl || !resourcesOf(publicUrl).includes(content.aud)) {
      return undefined;
    }
    const { scope, teams, connection, client_name: clientName, sub: person, expiresAt } = content;
    return {
      client: content.client_id,
      resource: content.aud,
      ...(scope !== undefined && { scope }),
      ...(teams && { teams }),
      ...(connection !== undefined && { connection }),
      ...(clientName !== undefined && { clientName }),
      ...(person !== undefined && { person }),
      ...(expiresAt !== undefined && { expiresAt }),
      bulletTrainToken: content.token,
      digest: sha256(content.token),
    };
  }
}
