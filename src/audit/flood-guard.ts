/** The most lines of one kind that strangers can cause in a minute; further ones are counted. */
const MOST_LINES = 60;
const WINDOW_MS = 60_000;

interface Window {
  endsAt: number;
  lines: number;
  suppressed: number;
}

/**
 * Keeps strangers from filling the audit trail: anybody can send a made-up token. Each kind of line has a limit a
 * minute, and one line then counts the missing ones.
 */
export class FloodGuard<Kind extends string> {
  private readonly windows = new Map<Kind, Window>();

  /** @param summarize writes how many lines of a kind are missing, when their minute is over */
  constructor(private readonly summarize: (kind: Kind, count: number) => void) {}

  /** @returns whether a line of this kind may be written now */
  admits(kind: Kind, now = performance.now()): boolean {
    const known = this.windows.get(kind);
    const window = known && now < known.endsAt ? known : this.begin(kind, now);
    window.lines += 1;
    if (window.lines <= MOST_LINES) return true;
    window.suppressed += 1;
    // The count is written even if no further line comes.
    if (window.suppressed === 1) {
      setTimeout(() => this.end(kind, window), window.endsAt - now).unref();
    }
    return false;
  }

  /** Writes the pending counts now. */
  flush(): void {
    for (const [kind, window] of this.windows) this.end(kind, window);
  }

  private begin(kind: Kind, now: number): Window {
    const window = { endsAt: now + WINDOW_MS, lines: 0, suppressed: 0 };
    const before = this.windows.get(kind);
    if (before) this.end(kind, before);
    this.windows.set(kind, window);
    return window;
  }

  private end(kind: Kind, window: Window): void {
    const { suppressed } = window;
    window.suppressed = 0;
    if (suppressed > 0) this.summarize(kind, suppressed);
  }
}
