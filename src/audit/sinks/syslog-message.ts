import { hostname } from 'node:os';

/** Facility 13, log audit, and severity 6, informational (RFC 5424 §6.2.1). */
const PRIORITY = 13 * 8 + 6;

/** @returns a line as a message of RFC 5424 */
export function syslogMessage(line: string, time = new Date().toISOString()): string {
  // PRINTUSASCII without spaces (§6).
  const host =
    hostname()
      .replace(/[^\x21-\x7e]/g, '')
      .slice(0, 255) || '-';
  return `<${PRIORITY}>1 ${time} ${host} bullet-train-mcp ${process.pid} audit - ${line.trimEnd()}`;
}

/** @returns a message for a stream: its length in bytes stands before it (RFC 6587 §3.4.1, RFC 5425 §4.3) */
export function syslogFrame(message: string): string {
  return `${Buffer.byteLength(message)} ${message}`;
}
