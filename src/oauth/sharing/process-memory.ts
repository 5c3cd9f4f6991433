import { AsyncLocalStorage } from 'node:async_hooks';
import { LRUCache } from 'lru-cache';

const MAX_VALUES = 10_000;
/** Of keys and values, as text. */
const MAX_BYTES = 16 * 1024 * 1024;

/** Texts that this process keeps for a while; with too many of them the oldest are forgotten. */
export class ProcessMemory {
  /** Nothing outlives its time, not even unseen: there are tokens in it, although sealed. */
  private readonly values = new LRUCache<string, string>({
    max: MAX_VALUES,
    maxSize: MAX_BYTES,
    sizeCalculation: (value, key) => value.length + key.length,
    ttlAutopurge: true,
    ttl: 1,
  });
  /** A timer made within a request would keep all that belongs to the request. */
  private readonly outsideOfRequests = AsyncLocalStorage.snapshot();

  /**
   * Keeps a value unless there is one under the key.
   * @returns the one that there is; undefined when this one is kept now
   */
  add(key: string, value: string, ttlMs: number): string | undefined {
    const known = this.values.get(key);
    if (known === undefined) this.set(key, value, ttlMs);
    return known;
  }

  set(key: string, value: string, ttlMs: number): void {
    this.outsideOfRequests(() => this.values.set(key, value, { ttl: ttlMs }));
  }

  delete(key: string): void {
    this.values.delete(key);
  }

  /** How many values there are. */
  get size(): number {
    return this.values.size;
  }
}
