import { Injectable } from '@nestjs/common';
import { SharedRedis } from '../../redis/shared-redis.js';
import { ProcessMemory } from './process-memory.js';

const PREFIX = 'bullet-train-mcp:oauth:';

/**
 * Texts that the replicas keep together for a limited time: in Redis or, without REDIS_URL and while Redis does not
 * answer, each in its own process. Keys are hashes, and secrets in values are sealed before.
 */
@Injectable()
export class SharedMemory {
  private readonly own = new ProcessMemory();

  constructor(private readonly redis: SharedRedis) {}

  /**
   * Stores a value unless the key has one.
   * @returns the value that the key has already; undefined when this one is stored now
   */
  add(key: string, value: string, ttlMs: number): Promise<string | undefined> {
    return this.redis.use(
      async (redis) => {
        const added = await redis.set(PREFIX + key, value, 'PX', ttlMs, 'NX');
        return added === null ? ((await redis.get(PREFIX + key)) ?? undefined) : undefined;
      },
      () => this.own.add(key, value, ttlMs),
    );
  }

  /** @returns the value under the key, as far as that can be asked */
  get(key: string): Promise<string | undefined> {
    return this.redis.use(
      async (redis) => (await redis.get(PREFIX + key)) ?? undefined,
      () => this.own.get(key),
    );
  }

  /** Stores a value in place of any other. */
  async set(key: string, value: string, ttlMs: number): Promise<void> {
    await this.redis.use<unknown>(
      (redis) => redis.set(PREFIX + key, value, 'PX', ttlMs),
      () => this.own.set(key, value, ttlMs),
    );
  }

  /** Forgets a value. */
  async delete(key: string): Promise<void> {
    await this.redis.use<unknown>(
      (redis) => redis.del(PREFIX + key),
      () => this.own.delete(key),
    );
  }

  /** Whether no other replica has used the key; true while that cannot be asked. */
  async isFirst(key: string, ttlMs: number): Promise<boolean> {
    const known = await this.redis.use(
      (redis) => redis.set(PREFIX + key, '1', 'PX', ttlMs, 'NX'),
      () => 'OK' as const,
    );
    return known !== null;
  }
}
