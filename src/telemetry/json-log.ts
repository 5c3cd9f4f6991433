import { destination, pino, stdTimeFunctions, type Level, type Logger } from 'pino';

/** Lines are written together, but none waits longer than this; with every line the ones that wait are copied. */
const WAIT_MS = 100;
const TOGETHER_BYTES = 2 * 1024;
/** What is kept while they cannot be written; the rest is lost. */
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
  // Whoever read the log has gone, or the disk is full: that is no reason to stop working.
  out.on('error', () => undefined);
  // Not flushSync(): on a full disk it would try for ever, and the process never end.
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
