import type { ReadingMeter } from '../tools/tool-runner.js';

/** The most pages that one search requests. */
const MOST_PAGES = 200;
/** The most bytes that one search reads. */
const MOST_BYTES = 6 * 1024 * 1024;
/** The longest time of one search, in milliseconds: clients abandon a call after about 60 s. */
const READING_MS = 20_000;

/** The limits of one search: pages, bytes and time. */
export class ReadingBudget implements ReadingMeter {
  /** Aborted when the client disconnects, or the time is over. */
  readonly signal: AbortSignal;
  private pages = 0;
  private bytes = 0;

  constructor(gone: AbortSignal) {
    this.signal = AbortSignal.any([gone, AbortSignal.timeout(READING_MS)]);
  }

  get isSpent(): boolean {
    return this.pages >= MOST_PAGES || this.bytes >= MOST_BYTES || this.signal.aborted;
  }

  count(bytes: number): void {
    this.pages += 1;
    this.bytes += bytes;
  }
}
