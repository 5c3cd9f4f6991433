import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  statfsSync,
  statSync,
  writeSync,
} from 'node:fs';
import type { AuditSink } from './sink.js';

/** Only the operator may read the file. */
const MODE = 0o600;
/** How often to check whether the path still names the open file (logrotate's `create`). */
const LOOK_MS = 1_000;
/** The least free space, in bytes, with which a change may begin. */
const ENOUGH_BYTES = 64 * 1024;

/**
 * An append-only file, with one write for each line. O_APPEND keeps the lines of several processes apart, and works
 * with logrotate's `copytruncate`. Writes are synchronous, because a line must be written before the response.
 */
export class FileSink implements AuditSink {
  private fd: number;
  private lookedAt = 0;
  /** Whether a write stopped in the middle of a line, so that the next one must begin a new line. */
  private isTorn = false;

  /** @throws Error of the system when the file cannot be opened */
  constructor(private readonly path: string) {
    this.fd = open(path);
  }

  write(line: string): void {
    this.follow();
    const bytes = Buffer.from(this.isTorn ? `\n${line}` : line);
    let written = 0;
    try {
      // One write, unless the disk fills up.
      while (written < bytes.length) written += writeSync(this.fd, bytes, written);
      this.isTorn = false;
    } catch (error) {
      this.isTorn ||= written > 0;
      throw error;
    }
  }

  check(): void {
    this.follow(true);
    const { bavail, bsize } = statfsSync(this.path);
    if (bavail * bsize < ENOUGH_BYTES) throw new Error('ENOSPC: no space left on the device');
  }

  reopen(): void {
    const fd = open(this.path);
    closeSync(this.fd);
    this.fd = fd;
  }

  async close(): Promise<void> {
    closeSync(this.fd);
  }

  /** Opens the path again if it names another file, or none. */
  private follow(now = performance.now() >= this.lookedAt + LOOK_MS): void {
    if (!now) return;
    this.lookedAt = performance.now();
    const there = statSync(this.path, { throwIfNoEntry: false });
    const { ino, dev } = fstatSync(this.fd);
    if (there?.ino !== ino || there.dev !== dev) this.reopen();
  }
}

function open(path: string): number {
  return openSync(path, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT, MODE);
}
