import { LRUCache } from 'lru-cache';
import { LimitReached, type Limiter, type LimiterOptions } from './limiter.js';

/** What all counts of one limiter may take. */
const KEPT_BYTES = 8 * 1024 * 1024;
/** Of a count without its key, rounded up. */
const COUNT_BYTES = 200;

interface Window {
  count: number;
  /** In the time of performance.now(). */
  endsAt: number;
}

/**
 * Counts in this process, in windows that begin with the first request of a key. At most 40,000 keys are kept, of which
 * the one that was counted longest ago goes first. No timer is set: it would hold what belongs to the request that set
 * it for as long as the window lasts.
 */
export class MemoryLimiter implements Limiter {
  private readonly windows = new LRUCache<string, Window>({
    maxSize: KEPT_BYTES,
    sizeCalculation: (_window, key) => COUNT_BYTES + key.length,
  });

  constructor(private readonly options: LimiterOptions) {}

  /** How many keys are kept. */
  get size(): number {
    return this.windows.size;
  }

  /** In bytes. */
  get bytes(): number {
    return this.windows.calculatedSize;
  }

  consume(key: string): Promise<void> {
    const window = this.windowOf(key);
    window.count += 1;
    return window.count <= this.options.points
      ? Promise.resolve()
      : Promise.reject(new LimitReached(window.endsAt - performance.now()));
  }

  giveBack(key: string): Promise<void> {
    const window = this.windows.get(key);
    if (window && window.count > 0) window.count -= 1;
    return Promise.resolve();
  }

  private windowOf(key: string): Window {
    const now = performance.now();
    const known = this.windows.get(key);
    if (known && known.endsAt > now) return known;
    const window = { count: 0, endsAt: now + this.options.duration * 1000 };
    this.windows.set(key, window);
    return window;
  }
}
