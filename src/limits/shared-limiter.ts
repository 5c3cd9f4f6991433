import type { Redis } from 'ioredis';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { SharedRedis } from '../redis/shared-redis.js';
import { LimitReached, type Counted, type Limiter, type LimiterOptions } from './limiter.js';
import { MemoryLimiter } from './memory-limiter.js';

/** Counts together with the other replicas and, while Redis does not answer, in this process. */
export class SharedLimiter implements Limiter {
  private readonly alone: MemoryLimiter;
  private readonly shared: RateLimiterRedis;

  /** @param storeClient the client of `redis` */
  constructor(
    options: LimiterOptions,
    private readonly redis: SharedRedis,
    storeClient: Redis,
  ) {
    this.alone = new MemoryLimiter(options);
    this.shared = new RateLimiterRedis({ ...options, storeClient });
  }

  /** As `Limiter` has it. */
  get points(): number {
    return this.alone.points;
  }

  /** As `Limiter` has it. */
  async consume(key: string): Promise<void> {
    const reached = await this.redis.use(
      () => this.shared.consume(key).then(() => undefined, limitReached),
      async () => void (await this.alone.consume(key)),
    );
    if (reached) throw reached;
  }

  /** As `Limiter` has it. */
  async read(key: string): Promise<Counted | undefined> {
    return this.redis.use(
      async () => {
        const counted = await this.shared.get(key);
        if (counted === null) return undefined;
        return { requests: counted.consumedPoints, msBeforeNext: counted.msBeforeNext };
      },
      () => this.alone.read(key),
    );
  }
}

/** A refusal is an answer of Redis; anything else is a failure. */
function limitReached(reason: unknown): LimitReached {
  if (reason instanceof RateLimiterRes) return new LimitReached(reason.msBeforeNext);
  throw reason;
}
