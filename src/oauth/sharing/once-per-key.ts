import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { appConfig, type AppConfig } from '../../config/app-config.js';
import { Sealing } from '../sealing/sealing.js';
import { SharedMemory } from './shared-memory.js';

/** Somebody is at it. */
const PENDING = 'pending';
const POLL_MS = 50;
/** Beyond the application's own time, for the way there and back. */
const GRACE_MS = 2_000;

/** What came of some work, and whether this request is the one that has done it. */
export interface Outcome<Result> {
  result: Result;
  isFirst: boolean;
}

/**
 * Does work once for all requests that ask for it under the same key, at the same time or a little later, in
 * this process and, with REDIS_URL, in all replicas. Results are kept sealed. What fails is not kept.
 */
@Injectable()
export class OncePerKey {
  /** Each has a request that waits for it, and ends when the application answers or its time is over. */
  private readonly underWay = new Map<string, Promise<Outcome<object>>>();

  constructor(
    private readonly memory: SharedMemory,
    private readonly sealing: Sealing,
    @Inject(appConfig.KEY) private readonly config: AppConfig,
  ) {}

  /**
   * @param key a hash, because it is kept as it is
   * @param keepSeconds how long the result is given to those who come later
   * @throws whatever `work` throws
   */
  async run<Result extends object>(
    key: string,
    keepSeconds: number,
    work: () => Promise<Result>,
  ): Promise<Outcome<Result>> {
    const running = this.underWay.get(key) as Promise<Outcome<Result>> | undefined;
    if (running) return { result: (await running).result, isFirst: false };
    const doing = this.join(key, keepSeconds, work).finally(() => this.underWay.delete(key));
    this.underWay.set(key, doing);
    return doing;
  }

  /** Gives a result to those who ask under this key from now on, as if the work had been done for them. */
  async keep(key: string, keepSeconds: number, result: object): Promise<void> {
    const sealed = await this.sealing.seal('result', { result });
    await this.memory.set(key, sealed, keepSeconds * 1000);
  }

  private async join<Result extends object>(
    key: string,
    keepSeconds: number,
    work: () => Promise<Result>,
  ): Promise<Outcome<Result>> {
    const patienceMs = this.config.upstreamTimeoutMs + GRACE_MS;
    for (const begin = Date.now(); Date.now() < begin + patienceMs; await delay(POLL_MS)) {
      const known = await this.memory.add(key, PENDING, patienceMs);
      if (known === undefined) {
        return { result: await this.carryOut(key, keepSeconds, work), isFirst: true };
      }
      if (known === PENDING) continue;
      const opened = await this.sealing.open<{ result: Result }>('result', known);
      if (opened) return { result: opened.result, isFirst: false };
      // Sealed by a replica whose secret this one does not know.
      break;
    }
    return { result: await work(), isFirst: true };
  }

  private async carryOut<Result extends object>(
    key: string,
    keepSeconds: number,
    work: () => Promise<Result>,
  ): Promise<Result> {
    try {
      const result = await work();
      await this.keep(key, keepSeconds, result);
      return result;
    } catch (error) {
      await this.memory.delete(key);
      throw error;
    }
  }
}
