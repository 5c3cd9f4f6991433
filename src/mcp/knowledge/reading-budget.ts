import type { ReadingMeter } from '../tools/tool-runner.js';

/** One search may ask the application for so many pages, … */
const MOST_PAGES = 200;
/** … read so much of it, … */
const MOST_BYTES = 6 * 1024 * 1024;
/** … and take so long: clients give a call up after about 60 s. */
const READING_MS = 20_000;

/** What one search may read: pages, bytes and time. */
export class ReadingBudget implements ReadingMeter {
  /** Aborted when the client goes away, or the time is over. */
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
