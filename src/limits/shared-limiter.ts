import { Logger } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { LimitReached, type Limiter, type LimiterOptions } from './limiter.js';
import { MemoryLimiter } from './memory-limiter.js';

/** How long nobody is made to wait for a Redis that has not answered. */
const PAUSE_MS = 5_000;

/** Whether the replicas' Redis answers; says so once whenever that changes. */
export class RedisConnection {
  private readonly logger = new Logger('RateLimits');
  private isUp = true;
  private askAgainAt = 0;

  constructor(readonly client: Redis) {
    client.on('ready', () => this.found());
    client.on('error', (error: NodeJS.ErrnoException) => this.lost(error));
  }

  /** Whether to ask it now. While it does not answer, one request in five seconds tries. */
  isToBeAsked(): boolean {
    if (this.isUp) return true;
    if (this.client.status !== 'ready' || Date.now() < this.askAgainAt) return false;
    this.askAgainAt = Date.now() + PAUSE_MS;
    return true;
  }

  found(): void {
    if (this.isUp) return;
    this.isUp = true;
    this.logger.log('Redis is there again: the replicas count requests together');
  }

  lost(error: NodeJS.ErrnoException): void {
    if (!this.isUp) return;
    this.isUp = false;
    this.askAgainAt = Date.now() + PAUSE_MS;
    this.logger.warn(
      `Redis does not answer (${error.code ?? error.message}): every replica counts requests for itself`,
    );
  }
}

/** Counts together with the other replicas and, while Redis does not answer, alone. */
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
      this.redis.lost(error as Error);
      return this.alone[what](key);
    }
  }
}
