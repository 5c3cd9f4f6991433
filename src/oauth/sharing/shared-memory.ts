import {
  Inject,
  Injectable,
  Logger,
  type OnModuleDestroy,
  type OnModuleInit,
} from '@nestjs/common';
import type { Redis } from 'ioredis';
import { appConfig, type AppConfig } from '../../config/app-config.js';
import { ProcessMemory } from './process-memory.js';

const PREFIX = 'bullet-train-mcp:oauth:';
/** How long nobody is made to wait for a Redis that has not answered. */
const PAUSE_MS = 5_000;

/**
 * Texts that the replicas keep together for a while: in Redis with REDIS_URL and, without it or while it does
 * not answer, each process for itself. Keys are hashes, and what is secret in a value is sealed before.
 */
@Injectable()
export class SharedMemory implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(SharedMemory.name);
  private readonly own = new ProcessMemory();
  private redis: Redis | undefined;
  private isUp = true;
  private askAgainAt = 0;

  constructor(@Inject(appConfig.KEY) private readonly config: AppConfig) {}

  async onModuleInit(): Promise<void> {
    const { redisUrl } = this.config.limits;
    if (redisUrl === undefined) return;
    // Loaded only by those who use it.
    const { Redis } = await import('ioredis');
    // A request never waits for Redis to come back.
    this.redis = new Redis(redisUrl, {
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      connectTimeout: 2_000,
      commandTimeout: 500,
    });
    // Each request that needs it finds out; without a listener the error would end the process.
    this.redis.on('error', () => undefined);
  }

  onModuleDestroy(): void {
    this.redis?.disconnect();
  }

  /**
   * Keeps a value unless there is one under the key.
   * @returns the one that there is; undefined when this one is kept now
   */
  add(key: string, value: string, ttlMs: number): Promise<string | undefined> {
    return this.ask(
      async (redis) => {
        const added = await redis.set(PREFIX + key, value, 'PX', ttlMs, 'NX');
        return added === null ? ((await redis.get(PREFIX + key)) ?? undefined) : undefined;
      },
      (own) => own.add(key, value, ttlMs),
    );
  }

  async set(key: string, value: string, ttlMs: number): Promise<void> {
    await this.ask<unknown>(
      (redis) => redis.set(PREFIX + key, value, 'PX', ttlMs),
      (own) => own.set(key, value, ttlMs),
    );
  }

  async delete(key: string): Promise<void> {
    await this.ask<unknown>(
      (redis) => redis.del(PREFIX + key),
      (own) => own.delete(key),
    );
  }

  /** Whether no other replica has said so before, as far as that can be asked. */
  async isFirst(key: string, ttlMs: number): Promise<boolean> {
    const known = await this.ask(
      (redis) => redis.set(PREFIX + key, '1', 'PX', ttlMs, 'NX'),
      () => 'OK',
    );
    return known !== null;
  }

  private async ask<Result>(
    shared: (redis: Redis) => Promise<Result>,
    alone: (own: ProcessMemory) => Result,
  ): Promise<Result> {
    const { redis } = this;
    if (!redis || (!this.isUp && Date.now() < this.askAgainAt)) return alone(this.own);
    try {
      const result = await shared(redis);
      if (!this.isUp)
        this.logger.log('The replicas know again of each other’s refreshes and codes');
      this.isUp = true;
      return result;
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (this.isUp) {
        this.logger.warn(
          `Redis is not there (${code ?? message}): no replica knows of the others’ refreshes and codes`,
        );
      }
      this.isUp = false;
      this.askAgainAt = Date.now() + PAUSE_MS;
      return alone(this.own);
    }
  }
}
