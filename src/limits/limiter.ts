export interface LimiterOptions {
  keyPrefix: string;
  points: number;
  /** Seconds. */
  duration: number;
}

/** Counts what somebody does in a window of time. */
export interface Limiter {
  /** @throws LimitReached when there has been too much */
  consume(key: string): Promise<void>;
  /** Takes back what was counted last. */
  giveBack(key: string): Promise<void>;
}

/** No error of ours or anybody's: it is caught where it is counted. */
export class LimitReached extends Error {
  constructor(readonly msBeforeNext: number) {
    super('too much');
  }
}
