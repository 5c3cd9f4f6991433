import { connect as connectTcp } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { ConfigError, type AppConfig } from '../../config/app-config.js';
import { FileSink } from './file-sink.js';
import type { AuditSink } from './sink.js';
import { StdoutSink } from './stdout-sink.js';
import { SyslogDatagramSink } from './syslog-datagram-sink.js';
import { SyslogStreamSink } from './syslog-stream-sink.js';

/**
 * Opens the sink that AUDIT_LOG names.
 * @returns undefined for `off`
 * @throws ConfigError when the file cannot be written
 */
export function openSink({ log, file, syslog }: AppConfig['audit']): AuditSink | undefined {
  switch (log) {
    case 'off':
      return undefined;
    case 'stdout':
      return new StdoutSink();
    case 'file':
      try {
        return new FileSink(file);
      } catch (error) {
        // Node's file system throws only these.
        const { code = String(error) } = error as NodeJS.ErrnoException;
        throw new ConfigError(`AUDIT_FILE ${file} cannot be written: ${code}`, { cause: error });
      }
    case 'syslog':
      return openSyslog(syslog);
  }
}

/** RFC 5426, RFC 6587, RFC 5425. */
const PORTS: Record<string, number> = { 'udp:': 514, 'tcp:': 601, 'tls:': 6514 };

function openSyslog(address: string): AuditSink {
  const { protocol, hostname, port: given, pathname } = new URL(address);
  const host = hostname.replace(/^\[|\]$/g, '');
  const port = Number(given) || (PORTS[protocol] ?? 0);
  switch (protocol) {
    case 'udp:':
      return new SyslogDatagramSink(host, port);
    case 'tls:':
      return new SyslogStreamSink(
        () => connectTls({ host, port, servername: host }),
        'secureConnect',
      );
    case 'tcp:':
      return new SyslogStreamSink(() => connectTcp({ host, port }), 'connect');
    default:
      return new SyslogStreamSink(() => connectTcp({ path: decodeURI(pathname) }), 'connect');
  }
}
