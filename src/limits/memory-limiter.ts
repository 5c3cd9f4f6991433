import { LRUCache } from 'lru-cache';
import { LimitReached, type Counted, type Limiter, type LimiterOptions } from './limiter.js';

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
    const window = this.openWindow(key) ?? this.newWindow(key);
    window.count += 1;
    return window.count <= this.options.points
      ? Promise.resolve()
      : Promise.reject(new LimitReached(window.endsAt - performance.now()));
  }

  read(key: string): Promise<Counted | undefined> {
    const window = this.openWindow(key);
    if (!window) return Promise.resolve(undefined);
    const msBeforeNext = window.endsAt - performance.now();
    return Promise.resolve({ requests: window.count, msBeforeNext });
  }

  private openWindow(key: string): Window | undefined {
    const known = this.windows.get(key);
    return known && known.endsAt > performance.now() ? known : undefined;
  }

  private newWindow(key: string): Window {
    const window = { count: 0, endsAt: performance.now() + this.options.duration * 1000 };
    this.windows.set(key, window);
    return window;
  }
}
