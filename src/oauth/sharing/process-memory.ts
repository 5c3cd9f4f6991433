import { AsyncLocalStorage } from 'node:async_hooks';
import { LRUCache } from 'lru-cache';

/** What a timer takes; longer ones fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;
const MAX_VALUES = 10_000;
/** Of keys and values together, in characters. */
const MAX_BYTES = 16 * 1024 * 1024;

/** Texts that this process keeps for a limited time; when there are too many, the oldest go. */
export class ProcessMemory {
  /** Expired values are deleted at once, not only when they are read: they are tokens, although sealed. */
  private readonly values = new LRUCache<string, string>({
    max: MAX_VALUES,
    maxSize: MAX_BYTES,
    sizeCalculation: (value, key) => value.length + key.length,
    ttlAutopurge: true,
    ttl: 1,
  });
  /** A timer made within a request would keep the request's memory. */
  private readonly outsideOfRequests = AsyncLocalStorage.snapshot();

  /**
   * Stores a value unless the key has one.
   * @returns the value that the key has already; undefined when this one is stored now
   */
  add(key: string, value: string, ttlMs: number): string | undefined {
    const known = this.values.get(key);
    if (known === undefined) this.set(key, value, ttlMs);
    return known;
  }

  /** @returns the value that the key has */
  get(key: string): string | undefined {
    return this.values.get(key);
  }

  /** Stores a value in place of any other. */
  set(key: string, value: string, ttlMs: number): void {
    this.outsideOfRequests(() =>
      this.values.set(key, value, { ttl: Math.min(ttlMs, MAX_TIMER_MS) }),
    );
  }

  /** Forgets a value. */
  delete(key: string): void {
    this.values.delete(key);
  }

  /** How many values are stored. */
  get size(): number {
    return this.values.size;
  }
}
