import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { appConfig, type AppConfig } from '../config/app-config.js';
import { AuditError } from './audit-error.js';
import { writeAuditLine, type AuditLine } from './audit-line.js';
import { openSink } from './sinks/open-sink.js';
import type { AuditSink } from './sinks/sink.js';

/** Writes the audit trail's lines, and counts lost ones. */
@Injectable()
export class AuditWriter implements OnModuleInit, OnApplicationShutdown {
  /** How many lines were written, and how many were lost. */
  readonly counts = { written: 0, lost: 0 };
  private readonly logger = new Logger('Audit');
  private sink: AuditSink | undefined;
  private collector: AuditSink | undefined;
  /** How many lines were lost since the last written one. */
  private missing = 0;

  constructor(@Inject(appConfig.KEY) private readonly config: AppConfig) {}

  /** @throws ConfigError when the file cannot be written */
  async onModuleInit(): Promise<void> {
    const { audit } = this.config;
    this.sink = openSink(audit);
    if (!this.sink) return;
    if (audit.isExported) {
      // Loaded only by those who use it.
      const { AuditLogs } = await import('../telemetry/opentelemetry.js');
      this.collector = new AuditLogs();
    }
    if (this.sink.reopen) process.on('SIGHUP', this.reopen);
  }

  async onApplicationShutdown(): Promise<void> {
    process.off('SIGHUP', this.reopen);
    await Promise.all([this.sink?.close(), this.collector?.close()]);
    this.sink = undefined;
  }

  /**
   * Checks that a change may begin.
   * @throws AuditError when AUDIT_REQUIRED is set and its line could not be written
   */
  checkBeforeChange(): void {
    if (!this.config.audit.isRequired) return;
    try {
      this.sink?.check();
      this.fillGap();
    } catch (error) {
      this.say(error);
      throw new AuditError(false);
    }
  }

  /**
   * Writes a line, before it returns.
   * @param isChange whether something was changed
   * @throws AuditError when AUDIT_REQUIRED is set and the line of a change could not be written
   */
  write(line: AuditLine, isChange: boolean): void {
    if (!this.sink) return;
    const text = writeAuditLine(line);
    try {
      this.fillGap();
      this.sink.write(text);
      this.counts.written += 1;
    } catch (error) {
      this.missing += 1;
      this.counts.lost += 1;
      this.say(error);
      if (isChange && this.config.audit.isRequired) throw new AuditError(true);
    }
    this.collector?.write(text);
  }

  /** Writes into the trail how many lines are missing. */
  private fillGap(): void {
    if (this.missing === 0) return;
    const time = new Date().toISOString();
    const gap = {
      type: 'audit',
      time,
      event: 'gap',
      outcome: 'failed',
      count: this.missing,
    } as const;
    this.sink?.write(writeAuditLine(gap));
    this.missing = 0;
    this.logger.log('The audit log can be written again');
  }

  private say(error: unknown): void {
    if (this.missing <= 1) {
      // Sinks throw errors alone.
      this.logger.error(`The audit log cannot be written: ${(error as Error).message}`);
    }
  }

  private readonly reopen = (): void => {
    try {
      this.sink?.reopen?.();
    } catch (error) {
      this.say(error);
    }
  };
}
