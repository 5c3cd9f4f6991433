/** How much of what a limiter allows. */
export interface LimiterOptions {
  keyPrefix: string;
  /** How many requests one key may send in a window. */
  points: number;
  /** The length of a window, in seconds. */
  duration: number;
}

/** Counts requests by key in windows of time. */
export interface Limiter {
  /** How many requests one key may send in a window. */
  readonly points: number;
  /** Counts one request. @throws LimitReached when there are more than `points` */
  consume(key: string): Promise<void>;
  /** Takes back the last counted request of a key. */
  giveBack(key: string): Promise<void>;
}

/** More requests than allowed; `RateLimits` turns it into a RateLimitError. */
export class LimitReached extends Error {
  /** @param msBeforeNext until the window ends */
  constructor(readonly msBeforeNext: number) {
    super('too much');
  }
}
