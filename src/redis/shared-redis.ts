import {
  Inject,
  Injectable,
  Logger,
  type OnModuleDestroy,
  type OnModuleInit,
} from '@nestjs/common';
import type { Redis } from 'ioredis';
import { appConfig, type AppConfig } from '../config/app-config.js';
import { detailsOf } from '../values/error-details.js';

/** How long the replica works alone after Redis has not answered. */
const PAUSE_MS = 5_000;
/** Redis has this many waits of this length to answer in: half a second. */
const WAITS = 10;
const WAIT_MS = 50;

/**
 * The Redis of REDIS_URL, through which replicas share what they know. Logs when it stops answering, and when it
 * starts.
 */
@Injectable()
export class SharedRedis implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('Redis');
  private client: Redis | undefined;
  private opening: Promise<Redis> | undefined;
  private isUp = true;
  private askAgainAt = 0;

  constructor(@Inject(appConfig.KEY) private readonly config: AppConfig) {}

  /** Connects at the start, because no request waits for a connection. */
  async onModuleInit(): Promise<void> {
    await this.open();
  }

  /** Closes the connection. */
  onModuleDestroy(): void {
    this.client?.disconnect();
  }

  /** @returns the client, connected or not; undefined without REDIS_URL */
  async open(): Promise<Redis | undefined> {
    const { redisUrl } = this.config.limits;
    if (redisUrl === undefined) return undefined;
    this.opening ??= this.connect(redisUrl);
    return this.opening;
  }

  /**
   * Carries out work in Redis, or alone without REDIS_URL and while Redis does not answer. Then one request every five
   * seconds tries Redis again; the others do not wait for it.
   * @param shared the work in Redis; when it fails, Redis counts as not answering
   * @param alone the same work in this process
   */
  async use<Result>(
    shared: (redis: Redis) => Promise<Result>,
    alone: () => Result | Promise<Result>,
  ): Promise<Result> {
    const { client } = this;
    if (!client || !this.isToBeAsked(client)) return alone();
    // An answer to what was asked before Redis was lost does not say that it is back.
    const isRetry = !this.isUp;
    try {
      const result = await inTime(shared(client));
      if (isRetry) this.found();
      return result;
    } catch (error) {
      this.lost(error);
    }
    return alone();
  }

  private isToBeAsked({ status }: Redis): boolean {
    if (this.isUp) return true;
    if (status !== 'ready' || Date.now() < this.askAgainAt) return false;
    this.askAgainAt = Date.now() + PAUSE_MS;
    return true;
  }

  private found(): void {
    if (this.isUp) return;
    this.isUp = true;
    this.logger.log('Redis answers again: the replicas share counts, refreshes and used codes');
  }

  private lost(error: unknown): void {
    if (!this.isUp) return;
    this.isUp = false;
    this.askAgainAt = Date.now() + PAUSE_MS;
    const { code, message } = detailsOf(error);
    this.logger.warn(
      `Redis does not answer (${code ?? message}): every replica counts requests, and knows refreshes and used codes, alone`,
    );
  }

  private async connect(url: string): Promise<Redis> {
    // Loaded only with REDIS_URL.
    const { Redis } = await import('ioredis');
    // No request waits for Redis to come back.
    const client = new Redis(url, {
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      connectTimeout: 2_000,
    });
    client.on('ready', () => this.found());
    client.on('error', (error) => this.lost(error));
    this.client = client;
    return client;
  }
}

/**
 * Waits for an answer of Redis. A busy process reads it late and is not to blame Redis for that: timers run before the
 * sockets are read, so the time is divided, and a wait that the process itself makes longer counts as one.
 * @throws Error when there is none in half a second
 */
function inTime<Result>(answer: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    let waits = WAITS;
    let timer: NodeJS.Timeout;
    const wait = () => {
      if (waits === 0) return reject(new Error('no answer in half a second'));
      waits -= 1;
      timer = setTimeout(wait, WAIT_MS);
    };
    wait();
    void answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
