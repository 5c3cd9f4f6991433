import sonicBoom from 'sonic-boom';
import type { AuditSink } from './sink.js';

/** The most bytes kept while nobody reads. */
const KEPT_BYTES = 1024 * 1024;

/** The standard output, beside the log: its lines have `"type":"audit"`. */
export class StdoutSink implements AuditSink {
  private problem: Error | undefined;
  private readonly out = new sonicBoom.SonicBoom({
    fd: 1,
    sync: true,
    minLength: 0,
    maxLength: KEPT_BYTES,
  });

  constructor() {
    this.out.on('error', (error: Error) => (this.problem = error));
    this.out.on('drop', () => (this.problem = new Error('nobody reads the standard output')));
  }

  write(line: string): void {
    this.problem = undefined;
    this.out.write(line);
    this.check();
  }

  check(): void {
    if (this.problem) throw this.problem;
  }

  async close(): Promise<void> {
    this.out.end();
  }
}
