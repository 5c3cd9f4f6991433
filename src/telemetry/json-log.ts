import { destination, pino, stdTimeFunctions, type Level, type Logger } from 'pino';

/** The longest that a line waits to be written together with others. Each new line copies the waiting ones. */
const WAIT_MS = 100;
const TOGETHER_BYTES = 2 * 1024;
/** The most that is kept while nothing can be written; the rest is lost. */
const KEPT_BYTES = 1024 * 1024;

/** Writes one JSON object a line to the standard output. */
export function createJsonLog(level: Level | 'silent'): Logger {
  const out = destination({
    dest: 1,
    sync: true,
    minLength: TOGETHER_BYTES,
    periodicFlush: WAIT_MS,
    maxLength: KEPT_BYTES,
  });
  // The reader of the log has gone, or the disk is full: the server continues.
  out.on('error', () => undefined);
  // Not flushSync(): on a full disk it would retry for ever, and the process would never end.
  process.on('exit', () => out.end());
  return pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    out,
  );
}
