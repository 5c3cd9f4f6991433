import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { appConfig, type AppConfig } from '../config/app-config.js';
import { addressBucket } from './address-bucket.js';
import { addressGroup } from './address-group.js';
import { LimitReached, type Limiter } from './limiter.js';
import { MemoryLimiter } from './memory-limiter.js';
import { RateLimitError } from './rate-limit-error.js';
import { RedisConnection, SharedLimiter } from './shared-limiter.js';

const WINDOW_SECONDS = 60;

/**
 * Counts requests: in this process or, with REDIS_URL, together with the other replicas. While Redis does
 * not answer every replica counts for itself.
 */
@Injectable()
export class RateLimits implements OnModuleInit, OnModuleDestroy {
  /** How many requests were too many, by what was counted. */
  readonly refused = { token: 0, address: 0 };
  private redis?: RedisConnection;
  private tokens?: Limiter | undefined;
  private addresses?: Limiter | undefined;
  private questions?: Limiter | undefined;

  constructor(@Inject(appConfig.KEY) private readonly config: AppConfig) {}

  async onModuleInit(): Promise<void> {
    const { redisUrl, perToken, perAddress } = this.config.limits;
    if (redisUrl !== undefined) this.redis = await this.connect(redisUrl);
    this.tokens = this.limiter('token', perToken);
    this.addresses = this.limiter('address', perAddress);
    this.questions = this.limiter('question', perAddress);
  }

  /**
   * Counts a request with a token that is known to be somebody's: strangers' would take memory.
   * @param digest the token's, which is all that is kept
   * @throws RateLimitError
   */
  async countToken(digest: string): Promise<void> {
    if (this.tokens) await this.count('token', this.tokens, digest);
  }

  /**
   * Counts a request of nobody in particular: to sign in, or with a token that is not good.
   * @throws RateLimitError
   */
  async countAddress(address: string | undefined): Promise<void> {
    await this.count('address', this.addresses, this.keyOf(address));
  }

  /**
   * Counts, before it is asked, a question to the application about a token that nobody knows. An address has as many
   * as it has requests of nobody, but apart from them: whoever has signed in too often can still show a good token.
   * @returns takes it back, when the token turns out to be good
   * @throws RateLimitError
   */
  async reserveQuestion(address: string | undefined): Promise<() => Promise<void>> {
    const key = this.keyOf(address);
    await this.count('address', this.questions, key);
    return async () => this.questions?.giveBack(key);
  }

  onModuleDestroy(): void {
    this.redis?.client.disconnect();
  }

  private keyOf(address: string | undefined): string {
    const group = addressGroup(address);
    const { redisUrl } = this.config.limits;
    return redisUrl === undefined ? group : addressBucket(group, redisUrl);
  }

  private async count(
    what: keyof RateLimits['refused'],
    limiter: Limiter | undefined,
    key: string,
  ): Promise<void> {
    try {
      await limiter?.consume(key);
    } catch (error) {
      if (!(error instanceof LimitReached)) throw error;
      this.refused[what] += 1;
      throw new RateLimitError(Math.ceil(error.msBeforeNext / 1000) || 1);
    }
  }

  private limiter(kind: string, points: number): Limiter | undefined {
    if (points === 0) return undefined;
    const options = {
      keyPrefix: `bullet-train-mcp:${kind}`,
      points,
      duration: WINDOW_SECONDS,
    };
    return this.redis ? new SharedLimiter(options, this.redis) : new MemoryLimiter(options);
  }

  private async connect(url: string): Promise<RedisConnection> {
    // Loaded only by those who use it.
    const { Redis } = await import('ioredis');
    // A request never waits for Redis to come back.
    const client = new Redis(url, {
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      connectTimeout: 2_000,
      commandTimeout: 500,
    });
    return new RedisConnection(client);
  }
}
