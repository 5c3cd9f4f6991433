/** How much of what a limiter allows. */
export interface LimiterOptions {
  keyPrefix: string;
  /** How many requests one key may send in a window. */
  points: number;
  /** The length of a window, in seconds. */
  duration: number;
}

/** What was counted of one key in its window. */
export interface Counted {
  requests: number;
  /** Until the window ends. */
  msBeforeNext: number;
}

/** Counts requests by key in windows of time. */
export interface Limiter {
  /** How many requests one key may send in a window. */
  readonly points: number;
  /** Counts one request. @throws LimitReached when there are more than `points` */
  consume(key: string): Promise<void>;
  /** Counts nothing. @returns what was counted of a key; undefined when it has no window */
  read(key: string): Promise<Counted | undefined>;
}

/** More requests than allowed; `RateLimits` turns it into a RateLimitError. */
export class LimitReached extends Error {
  /** @param msBeforeNext until the window ends */
  constructor(readonly msBeforeNext: number) {
    super('too much');
  }
}
