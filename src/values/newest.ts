import { LRUCache } from 'lru-cache';

/**
 * A cache of the `most` values that were used last. lru-cache's own `max` allocates room for all of them at once,
 * 200 KB for 10,000; `maxSize` does not.
 */
export function keepNewest<Value extends NonNullable<unknown>>(
  most: number,
  options: { ttl?: number } = {},
): LRUCache<string, Value> {
  return new LRUCache<string, Value>({ maxSize: most, sizeCalculation: () => 1, ...options });
}
