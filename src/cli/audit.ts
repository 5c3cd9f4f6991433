import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { oneLine } from '../values/one-line.js';
import { AuditCounter, type AuditSummary, type Tally } from './audit-summary.js';

/** The most rows of each table; `--json` has all. */
const MOST_ROWS = 50;
/** More than MAX_LINE_BYTES, so that what is cut off was no line of an audit log. */
const MOST_CHARS = 16_384;

/**
 * Prints from an audit log who did what.
 * @param file its path, `-` for the standard input; `.gz` is unpacked
 */
export async function runAudit(
  file: string,
  { json, since }: { json?: boolean; since?: string },
): Promise<void> {
  if (since !== undefined && Number.isNaN(Date.parse(since))) {
    return fail('--since must be a time such as 2026-11-28 or 2026-11-28T08:00:00Z');
  }
  const counter = new AuditCounter(since === undefined ? '' : new Date(since).toISOString());
  try {
    for await (const line of readLines(open(file))) counter.add(line);
  } catch (error) {
    // Streams fail with the system's errors, and zlib's have a code too.
    return fail(`${file} cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
  const summary = counter.summary();
  console.log(json ? JSON.stringify(summary, null, 2) : asText(summary));
}

function open(file: string): Readable {
  const stream = file === '-' ? process.stdin : createReadStream(file);
  if (!file.endsWith('.gz')) return stream;
  const unpacked = createGunzip();
  // Its errors reach the reader at the end of the pipeline.
  pipeline(stream, unpacked).catch(() => undefined);
  return unpacked;
}

/** Reads the lines of a text; a line longer than any in an audit log is truncated. */
async function* readLines(stream: Readable): AsyncGenerator<string> {
  let rest = '';
  // With an encoding a stream gives texts.
  for await (const chunk of stream.setEncoding('utf8') as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n');
    rest = (lines.pop() ?? '').slice(0, MOST_CHARS);
    yield* lines;
  }
  yield rest;
}

function fail(problem: string): void {
  console.error(oneLine(problem));
  process.exitCode = 1;
}

function asText({ lines, unreadable, missing, ...tables }: AuditSummary): string {
  const said = [
    ...Object.entries(tables).map(([name, tallies]) => tableOf(name, tallies)),
    `${lines} lines${missing > 0 ? `, ${missing} more are missing, as the log says` : ''}`,
    unreadable > 0 &&
      `${unreadable} ${unreadable === 1 ? 'line is' : 'lines are'} not from an audit log and ${unreadable === 1 ? 'was' : 'were'} left out`,
  ];
  return said.filter(Boolean).join('\n\n');
}

const COLUMNS = ['lines', 'ok', 'changes', 'refused', 'failed', 'first', 'last'] as const;

function tableOf(name: string, tallies: Record<string, Tally>): string {
  const entries = Object.entries(tallies);
  if (entries.length === 0) return '';
  const rows = [
    [name.toUpperCase(), ...COLUMNS.map((column) => column.toUpperCase())],
    ...entries
      .slice(0, MOST_ROWS)
      .map(([key, tally]) => [oneLine(key), ...COLUMNS.map((column) => String(tally[column]))]),
  ];
  const widthOf = (column: number) => Math.max(...rows.map((row) => (row[column] ?? '').length));
  const widths = [name, ...COLUMNS].map((_, column) => widthOf(column));
  const pad = (cell: string, column: number) =>
    column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
  const printed = rows.map((row) => row.map(pad).join('  '));
  const more = entries.length - MOST_ROWS;
  return [...printed, ...(more > 0 ? [`and ${more} more: see --json`] : [])].join('\n');
}
