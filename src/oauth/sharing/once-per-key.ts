import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { appConfig, type AppConfig } from '../../config/app-config.js';
import { Sealing } from '../sealing/sealing.js';
import { SharedMemory } from './shared-memory.js';

/** Marks a key whose work is under way in some replica. */
const PENDING = 'pending';
const POLL_MS = 50;
/** Added to the application's own timeout, for the way there and back. */
const GRACE_MS = 2_000;

/** The result of the work, and whether this request carried it out. */
interface Outcome<Result> {
  result: Result;
  isFirst: boolean;
}

/**
 * Carries out work once for all requests that ask for it under the same key, at the same time or shortly after, in this
 * process and, with REDIS_URL, in all replicas. Results are kept sealed; failures are not kept.
 */
@Injectable()
export class OncePerKey {
  /** Bounded: each entry has a request that waits for it, and ends with the application's response or its timeout. */
  private readonly underWay = new Map<string, Promise<Outcome<object>>>();

  constructor(
    private readonly memory: SharedMemory,
    private readonly sealing: Sealing,
    @Inject(appConfig.KEY) private readonly config: AppConfig,
  ) {}

  /**
   * @param key a hash, because it is stored unsealed
   * @param keepSeconds how long later requests get the same result
   * @throws whatever `work` throws
   */
  async run<Result extends object>(
    key: string,
    keepSeconds: number,
    work: () => Promise<Result>,
  ): Promise<Outcome<Result>> {
    // Under one key there is always the same work, and so the same kind of result.
    const running = this.underWay.get(key) as Promise<Outcome<Result>> | undefined;
    if (running) return { result: (await running).result, isFirst: false };
    const doing = this.join(key, keepSeconds, work).finally(() => this.underWay.delete(key));
    this.underWay.set(key, doing);
    return doing;
  }

  /** Stores a result for requests that come later under this key, as if the work had been done for them. */
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
      // A replica sealed it with a secret that this one does not have.
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
