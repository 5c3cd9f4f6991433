import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { appConfig, type AppConfig } from '../config/app-config.js';
import { SharedRedis } from '../redis/shared-redis.js';
import { addressBucket } from './address-bucket.js';
import { addressGroup } from './address-group.js';
import { LimitReached, type Limiter } from './limiter.js';
import { MemoryLimiter } from './memory-limiter.js';
import { QuestionLimit } from './question-limit.js';
import { RateLimitError } from './rate-limit-error.js';
import { SharedLimiter } from './shared-limiter.js';

const WINDOW_SECONDS = 60;

/**
 * Counts requests: in this process or, with REDIS_URL, together with the other replicas. While Redis does not answer,
 * every replica counts alone.
 */
@Injectable()
export class RateLimits implements OnModuleInit {
  /** How many requests were refused, by what was counted. */
  readonly refused = { person: 0, change: 0, address: 0 };
  private people?: Limiter | undefined;
  private changes?: Limiter | undefined;
  private addresses?: Limiter | undefined;
  private questions?: QuestionLimit | undefined;

  constructor(
    @Inject(appConfig.KEY) private readonly config: AppConfig,
    private readonly redis: SharedRedis,
  ) {}

  /** Makes the limiters, in Redis with REDIS_URL. */
  async onModuleInit(): Promise<void> {
    const { perPerson, changes, perAddress } = this.config.limits;
    const client = await this.redis.open();
    this.people = this.limiter('person', perPerson, client);
    this.changes = this.limiter('change', changes, client);
    this.addresses = this.limiter('address', perAddress, client);
    const questions = this.limiter('question', perAddress, client);
    this.questions = questions && new QuestionLimit(questions);
  }

  /**
   * Counts a request of a person, or another page that a call of theirs reads. Unknown tokens are not counted here:
   * they would fill the memory.
   * @param person whose it is: `personKey`
   * @throws RateLimitError
   */
  async countRequest(person: string): Promise<void> {
    if (this.people) await this.count('person', this.people, person);
  }

  /**
   * Counts a request that may change something, beside `countRequest`.
   * @throws RateLimitError
   */
  async countChange(person: string): Promise<void> {
    if (this.changes) await this.count('change', this.changes, person);
  }

  /**
   * Counts a request that signs in or carries no good token.
   * @throws RateLimitError
   */
  async countAddress(address: string | undefined): Promise<void> {
    await this.count('address', this.addresses, this.keyOf(address));
  }

  /**
   * Asks the application about an unknown token, and counts the question unless the token is good. Questions have their
   * own count, as large as that of `countAddress`: an address that has signed in too often can still show a good token.
   * @param ask says whether the token is good
   * @returns what `ask` returns
   * @throws RateLimitError without asking
   */
  async ask<Answer extends { valid: boolean }>(
    address: string | undefined,
    ask: () => Promise<Answer>,
  ): Promise<Answer> {
    const { questions } = this;
    if (!questions) return ask();
    return this.refusing('address', questions, () => questions.ask(this.keyOf(address), ask));
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
    if (limiter) await this.refusing(what, limiter, () => limiter.consume(key));
  }

  /** Turns LimitReached into what the caller is told. */
  private async refusing<Result>(
    what: keyof RateLimits['refused'],
    { points }: Pick<Limiter, 'points'>,
    work: () => Promise<Result>,
  ): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof LimitReached)) throw error;
      this.refused[what] += 1;
      throw new RateLimitError(Math.ceil(error.msBeforeNext / 1000) || 1, {
        name: what,
        points,
        windowSeconds: WINDOW_SECONDS,
      });
    }
  }

  private limiter(kind: string, points: number, client?: Redis): Limiter | undefined {
    if (points === 0) return undefined;
    const options = {
      keyPrefix: `bullet-train-mcp:${kind}`,
      points,
      duration: WINDOW_SECONDS,
    };
    return client ? new SharedLimiter(options, this.redis, client) : new MemoryLimiter(options);
  }
}
