import { hash } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { appConfig, type AppConfig } from '../config/app-config.js';
import { BulletTrainClient } from './bullet-train.client.js';
import type { UpstreamResponse } from './upstream.js';
import { UpstreamError } from './upstream-error.js';

/** What Bullet Train says of a token. */
export interface Verdict {
  valid: boolean;
  /** The client ID of the application that it was issued to, where token info names it. */
  application?: string;
}

const MAX_CACHED_TOKENS = 10_000;
const REFUSED_SECONDS = 5;

/**
 * Asks Bullet Train whether a token is alive (`GET /oauth/token/info`, Doorkeeper), because its API
 * looks at neither expiry nor revocation. Keeps only the token's SHA-256 and the verdict.
 */
@Injectable()
export class TokenValidator {
  private readonly logger = new Logger(TokenValidator.name);
  /** How often a verdict was remembered, and how often not. */
  readonly lookups = { hits: 0, misses: 0 };
  private readonly verdicts = new LRUCache<string, Verdict>({ max: MAX_CACHED_TOKENS });
  private readonly underWay = new Map<string, Promise<Verdict>>();
  private trustedWithoutAsking = false;

  constructor(
    private readonly client: BulletTrainClient,
    @Inject(appConfig.KEY) private readonly config: AppConfig,
  ) {}

  /**
   * @returns whether the application accepts the token, and whose it is
   * @throws UpstreamError when it cannot say; the token may be good
   */
  async check(token: string): Promise<Verdict> {
    const key = digest(token);
    const known = this.verdicts.get(key);
    if (known !== undefined) {
      this.lookups.hits += 1;
      return known;
    }
    this.lookups.misses += 1;
    const running = this.underWay.get(key) ?? this.ask(token, key);
    return running;
  }

  /** How many verdicts are remembered. */
  get cached(): number {
    return this.verdicts.size;
  }

  /** The application has just refused the token: the next request asks again. */
  forget(token: string): void {
    this.verdicts.delete(digest(token));
  }

  private ask(token: string, key: string): Promise<Verdict> {
    const asking = this.client
      .send({ method: 'GET', path: '/oauth/token/info', token })
      .then((response) => this.keep(key, this.judge(response)))
      .finally(() => this.underWay.delete(key));
    this.underWay.set(key, asking);
    return asking;
  }

  private judge(response: UpstreamResponse): { verdict: Verdict; seconds: number } {
    const { status } = response;
    if (status === 401) return { verdict: { valid: false }, seconds: REFUSED_SECONDS };
    if (status === 404) {
      this.warnOnce();
      return { verdict: { valid: true }, seconds: this.config.tokenCacheSeconds };
    }
    if (status !== 200) throw unexpected(`${status}`, response);
    const info = parseInfo(response);
    const left = typeof info['expires_in'] === 'number' ? info['expires_in'] : Infinity;
    const { uid } = (info['application'] ?? {}) as { uid?: unknown };
    return {
      verdict: { valid: true, ...(typeof uid === 'string' && { application: uid }) },
      seconds: Math.min(this.config.tokenCacheSeconds, left),
    };
  }

  private keep(key: string, { verdict, seconds }: { verdict: Verdict; seconds: number }): Verdict {
    if (seconds > 0) this.verdicts.set(key, verdict, { ttl: seconds * 1000 });
    return verdict;
  }

  private warnOnce(): void {
    if (this.trustedWithoutAsking) return;
    this.trustedWithoutAsking = true;
    this.logger.warn(
      'The application has no /oauth/token/info (404): tokens are taken on trust and only its API checks them',
    );
  }
}

function digest(token: string): string {
  return hash('sha256', token, 'base64url');
}

function parseInfo(response: UpstreamResponse): Record<string, unknown> {
  try {
    const info: unknown = JSON.parse(response.body.toString('utf8'));
    if (typeof info === 'object' && info !== null) return info as Record<string, unknown>;
  } catch {
    // Falls through to the same error as any other answer that is no token info.
  }
  throw unexpected('200, but not with JSON', response);
}

function unexpected(what: string, { headers }: UpstreamResponse): UpstreamError {
  const retryAfter = Number(headers['retry-after']);
  return new UpstreamError(
    'unexpected',
    `The application cannot say whether the token is valid: /oauth/token/info answered ${what}`,
    retryAfter > 0 ? { retryAfterSeconds: retryAfter } : {},
  );
}
