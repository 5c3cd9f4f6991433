import { LRUCache } from 'lru-cache';
import { LimitReached, type Limiter, type LimiterOptions } from './limiter.js';

/** The most memory of one limiter. */
const KEPT_BYTES = 8 * 1024 * 1024;
/** Of one count without its key, rounded up. */
const COUNT_BYTES = 200;

interface Window {
  count: number;
  /** In milliseconds of performance.now(). */
  endsAt: number;
}

/**
 * Counts in this process, in windows that begin with a key's first request. It keeps at most 40,000 keys; the least
 * recently counted goes first. It sets no timers: a timer would keep the memory of the request that set it for the
 * whole window.
 */
export class MemoryLimiter implements Limiter {
  private readonly windows = new LRUCache<string, Window>({
    maxSize: KEPT_BYTES,
    sizeCalculation: (_window, key) => COUNT_BYTES + key.length,
  });

  constructor(private readonly options: LimiterOptions) {}

  get points(): number {
    return this.options.points;
  }

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
