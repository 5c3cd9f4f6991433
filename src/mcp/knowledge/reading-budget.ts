import type { ReadingMeter } from '../tools/tool-runner.js';

/** How much is read of the application for one answer, and for how long. */
interface Limits {
  pages: number;
  bytes: number;
  ms: number;
}

/** Of a search: clients abandon a call after about 60 s. */
const SEARCH: Limits = { pages: 200, bytes: 6 * 1024 * 1024, ms: 20_000 };

/** The limits of one reading of many lists: pages, bytes and time. */
export class ReadingBudget implements ReadingMeter {
  /** Aborted when the client disconnects, or the time is over. */
  readonly signal: AbortSignal;
  private pages = 0;
  private bytes = 0;

  constructor(
    gone: AbortSignal,
    private readonly limits = SEARCH,
  ) {
    this.signal = AbortSignal.any([gone, AbortSignal.timeout(limits.ms)]);
  }

  get isSpent(): boolean {
    return (
      this.pages >= this.limits.pages || this.bytes >= this.limits.bytes || this.signal.aborted
    );
  }

  count(bytes: number): void {
    this.pages += 1;
    this.bytes += bytes;
  }
}
