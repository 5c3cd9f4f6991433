import { Logger } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { LimitReached, type Limiter, type LimiterOptions } from './limiter.js';
import { detailsOf } from '../values/error-details.js';
import { MemoryLimiter } from './memory-limiter.js';

/** How long the replica counts alone after Redis has not answered. */
const PAUSE_MS = 5_000;

/** Knows whether the replicas' Redis answers, and logs each change. */
export class RedisConnection {
  private readonly logger = new Logger('RateLimits');
  private isUp = true;
  private askAgainAt = 0;

  constructor(readonly client: Redis) {
    client.on('ready', () => this.found());
    client.on('error', (error) => this.lost(error));
  }

  /** Whether to use Redis now. While it does not answer, one request every five seconds tries it. */
  isToBeAsked(): boolean {
    if (this.isUp) return true;
    if (this.client.status !== 'ready' || Date.now() < this.askAgainAt) return false;
    this.askAgainAt = Date.now() + PAUSE_MS;
    return true;
  }

  /** Redis has answered. */
  found(): void {
    if (this.isUp) return;
    this.isUp = true;
    this.logger.log('Redis answers again: the replicas count requests together');
  }

  /** Redis has not answered. */
  lost(error: unknown): void {
    if (!this.isUp) return;
    this.isUp = false;
    this.askAgainAt = Date.now() + PAUSE_MS;
    const { code, message } = detailsOf(error);
    this.logger.warn(
      `Redis does not answer (${code ?? message}): every replica counts requests alone`,
    );
  }
}

/** Counts together with the other replicas and, while Redis does not answer, in this process. */
export class SharedLimiter implements Limiter {
  private readonly alone: MemoryLimiter;
  private readonly shared: RateLimiterRedis;

  constructor(
    options: LimiterOptions,
    private readonly redis: RedisConnection,
  ) {
    this.alone = new MemoryLimiter(options);
    this.shared = new RateLimiterRedis({ ...options, storeClient: redis.client });
  }

  consume(key: string): Promise<void> {
    return this.ask('consume', key);
  }

  giveBack(key: string): Promise<void> {
    return this.ask('giveBack', key);
  }

  private async ask(what: keyof Limiter, key: string): Promise<void> {
    if (!this.redis.isToBeAsked()) return this.alone[what](key);
    try {
      await (what === 'consume' ? this.shared.consume(key) : this.shared.reward(key));
      this.redis.found();
    } catch (error) {
      if (error instanceof RateLimiterRes) throw new LimitReached(error.msBeforeNext);
      this.redis.lost(error);
      return this.alone[what](key);
    }
  }
}
