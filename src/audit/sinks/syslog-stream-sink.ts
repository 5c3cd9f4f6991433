import { AsyncLocalStorage } from 'node:async_hooks';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { AuditSink } from './sink.js';
import { syslogFrame, syslogMessage } from './syslog-message.js';

/** The most bytes that wait for a slow or absent syslog server; more are refused. */
const MAX_WAITING_BYTES = 1024 * 1024;
const RETRY_MS = 1_000;
const LAST_WRITE_MS = 2_000;

/**
 * Syslog over a connection. When it ends, a new one is opened, and lines wait until then. Lines handed to a connection
 * that breaks may be lost: the protocol has no acknowledgement (RFC 6587 §3.4).
 */
export class SyslogStreamSink implements AuditSink {
  private socket!: Socket;
  private isConnected = false;
  private isClosing = false;
  private readonly waiting: string[] = [];
  private waitingChars = 0;
  /** A connection outlives the request in which it is opened. */
  private readonly outsideOfRequests = AsyncLocalStorage.snapshot();

  /** @param connect opens a connection over TCP, TLS or a Unix socket; `readyEvent` tells when it is open */
  constructor(
    private readonly connect: () => Socket,
    private readonly readyEvent: 'connect' | 'secureConnect',
  ) {
    this.open();
  }

  write(line: string): void {
    const frame = syslogFrame(syslogMessage(line));
    if (this.waitingChars + this.socket.writableLength + frame.length > MAX_WAITING_BYTES) {
      throw new Error('the syslog server does not take the lines');
    }
    if (this.isConnected) {
      this.socket.write(frame);
      return;
    }
    this.waiting.push(frame);
    this.waitingChars += frame.length;
  }

  check(): void {
    if (!this.isConnected) throw new Error('there is no connection to the syslog server');
    if (this.socket.writableNeedDrain && this.socket.writableLength > MAX_WAITING_BYTES / 2) {
      throw new Error('the syslog server does not take the lines');
    }
  }

  async close(): Promise<void> {
    this.isClosing = true;
    if (!this.isConnected) return void this.socket.destroy();
    const closed = once(this.socket, 'close').catch(() => undefined);
    this.socket.end();
    await Promise.race([closed, new Promise((end) => setTimeout(end, LAST_WRITE_MS).unref())]);
    this.socket.destroy();
  }

  private open(): void {
    this.socket = this.connect().setKeepAlive(true).unref();
    this.socket.on('error', () => undefined);
    // Unread data from the server would fill memory.
    this.socket.resume();
    this.socket.once(this.readyEvent, () => {
      this.isConnected = true;
      for (const frame of this.waiting.splice(0)) this.socket.write(frame);
      this.waitingChars = 0;
    });
    this.socket.once('close', () => {
      this.isConnected = false;
      if (this.isClosing) return;
      this.outsideOfRequests(() => setTimeout(() => this.open(), RETRY_MS).unref());
    });
  }
}
