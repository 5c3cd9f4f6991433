import { createHash } from 'node:crypto';
import {
  Inject,
  Injectable,
  Logger,
  type OnModuleDestroy,
  type OnModuleInit,
} from '@nestjs/common';
import type { Redis } from 'ioredis';
import {
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
  type RateLimiterAbstract,
} from 'rate-limiter-flexible';
import { appConfig, type AppConfig } from '../config/app-config.js';
import { RateLimitError } from './rate-limit-error.js';

const WINDOW_SECONDS = 60;

/**
 * Counts requests: in this process or, with REDIS_URL, together with the other replicas. While Redis does
 * not answer every replica counts for itself.
 */
@Injectable()
export class RateLimits implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(RateLimits.name);
  private redis?: Redis;
  private tokens?: RateLimiterAbstract | undefined;
  private addresses?: RateLimiterAbstract | undefined;

  constructor(@Inject(appConfig.KEY) private readonly config: AppConfig) {}

  async onModuleInit(): Promise<void> {
    const { redisUrl, perToken, perAddress } = this.config.limits;
    if (redisUrl !== undefined) this.redis = await this.connect(redisUrl);
    this.tokens = this.limiter('token', perToken);
    this.addresses = this.limiter('address', perAddress);
  }

  /**
   * Counts a request with a token; what is kept is the token's SHA-256.
   * @throws RateLimitError
   */
  async countToken(token: string): Promise<void> {
    await count(this.tokens, createHash('sha256').update(token).digest('base64url'));
  }

  /**
   * Counts a request of nobody in particular: to sign in, or with a token that is not good.
   * @throws RateLimitError
   */
  async countAddress(address: string | undefined): Promise<void> {
    await count(this.addresses, address ?? 'unknown');
  }

  onModuleDestroy(): void {
    this.redis?.disconnect();
  }

  private limiter(keyPrefix: string, points: number): RateLimiterAbstract | undefined {
    if (points === 0) return undefined;
    const options = {
      keyPrefix: `bullet-train-mcp:${keyPrefix}`,
      points,
      duration: WINDOW_SECONDS,
    };
    const alone = new RateLimiterMemory(options);
    if (!this.redis) return alone;
    return new RateLimiterRedis({ ...options, storeClient: this.redis, insuranceLimiter: alone });
  }

  private async connect(url: string): Promise<Redis> {
    // Loaded only by those who use it.
    const { Redis } = await import('ioredis');
    // A request never waits for Redis to come back.
    const redis = new Redis(url, {
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      connectTimeout: 2_000,
      commandTimeout: 500,
    });
    let isUp = true;
    redis.on('ready', () => {
      if (!isUp) this.logger.log('Redis is there again: the replicas count requests together');
      isUp = true;
    });
    redis.on('error', (error: NodeJS.ErrnoException) => {
      if (!isUp) return;
      isUp = false;
      this.logger.warn(
        `Redis does not answer (${error.code ?? error.name}): every replica counts requests for itself`,
      );
    });
    return redis;
  }
}

async function count(limiter: RateLimiterAbstract | undefined, key: string): Promise<void> {
  try {
    await limiter?.consume(key);
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    throw new RateLimitError(Math.ceil(error.msBeforeNext / 1000) || 1);
  }
}
