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

/** What has been logged is for the operator alone. */
const MODE = 0o600;
/** How often it is looked whether the file is still the one at its path (logrotate's `create`). */
const LOOK_MS = 1_000;
/** Of free space, below which a change would rather not be begun. */
const ENOUGH_BYTES = 64 * 1024;

/**
 * A file that is only ever appended to, one write for each line: O_APPEND keeps the lines of several processes apart,
 * and those behind logrotate's `copytruncate`. Writes are synchronous, because a line has to be there before the answer.
 */
export class FileSink implements AuditSink {
  private fd: number;
  private lookedAt = 0;
  /** A write has stopped in the middle of a line: the next begins a new one. */
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
      // In one go, unless the disk becomes full.
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

  /** Opens the file at the path when it is another one than before, or none. */
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
