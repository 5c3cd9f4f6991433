import sonicBoom from 'sonic-boom';

/** The longest that a line waits to be written together with others. */
const WAIT_MS = 100;
const TOGETHER_BYTES = 8 * 1024;
/** The most that is kept while nothing can be written; the rest is lost. */
const KEPT_BYTES = 1024 * 1024;

/** The log as JSON for programs: one object a line, on the standard output. */
export class JsonLog {
  private readonly out = new sonicBoom.SonicBoom({
    fd: 1,
    sync: true,
    minLength: TOGETHER_BYTES,
    periodicFlush: WAIT_MS,
    maxLength: KEPT_BYTES,
  });

  constructor() {
    // The reader of the log has gone, or the disk is full: the server continues.
    this.out.on('error', () => undefined);
    // Not flushSync(): on a full disk it would retry for ever, and the process would never end.
    process.on('exit', () => this.out.end());
  }

  /** Writes one line, with these members between its level, time and process, and its message. */
  write(level: string, members: object, msg: string): void {
    const line = { level, time: new Date().toISOString(), pid: process.pid, ...members, msg };
    this.out.write(`${JSON.stringify(line)}\n`);
  }
}
