import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import type { AuditSink } from './sink.js';
import { syslogMessage } from './syslog-message.js';

/** Syslog over UDP (RFC 5426), which does not tell whether a line arrives. */
export class SyslogDatagramSink implements AuditSink {
  private readonly socket;

  constructor(
    private readonly host: string,
    private readonly port: number,
  ) {
    this.socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4').on('error', () => undefined);
    this.socket.unref();
  }

  write(line: string): void {
    this.socket.send(syslogMessage(line), this.port, this.host, () => undefined);
  }

  check(): void {
    // UDP reports nothing.
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.socket.close(resolve));
  }
}
