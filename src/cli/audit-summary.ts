import type { AuditLine } from '../audit/audit-line.js';

/** Of people, clients and tools that are counted one by one; the others are counted together. */
const MOST_NAMES = 10_000;
const OTHERS = '(others)';

/** What is counted of one person, client or tool. */
export interface Tally {
  lines: number;
  ok: number;
  /** Calls of operations other than GET that went well, also in part. */
  changes: number;
  refused: number;
  failed: number;
  first: string;
  last: string;
}

/** A summary of an audit log. */
export interface AuditSummary {
  lines: number;
  /** How many lines are not from an audit log. */
  unreadable: number;
  /** Lines that the log itself says are missing. */
  missing: number;
  people: Record<string, Tally>;
  clients: Record<string, Tally>;
  tools: Record<string, Tally>;
  /** Steps of sign-ins, and refusals before there was a call. */
  events: Record<string, Tally>;
}

/** Adds up the lines of an audit log one by one; the memory it takes does not grow with their number. */
export class AuditCounter {
  private readonly counts = { lines: 0, unreadable: 0, missing: 0 };
  private readonly people = new Map<string, Tally>();
  private readonly clients = new Map<string, Tally>();
  private readonly tools = new Map<string, Tally>();
  private readonly events = new Map<string, Tally>();

  /** @param since lines from before are left out; ISO 8601 */
  constructor(private readonly since = '') {}

  /** @param text a line of the file, without its end */
  add(text: string): void {
    if (text.trim() === '') return;
    const line = readLine(text);
    if (!line) {
      this.counts.unreadable += 1;
      return;
    }
    if (line.time < this.since) return;
    this.counts.lines += 1;
    if (line.outcome === 'suppressed' || line.event === 'gap') {
      this.counts.missing += line.count ?? 1;
      return;
    }
    const { person, client, tool, event } = line;
    if (person) count(this.people, String(person.email ?? `id ${person.id}`), line);
    if (client) count(this.clients, nameOf(client), line);
    if (event === 'call') count(this.tools, String(tool ?? '(unknown)'), line);
    else count(this.events, event, line);
  }

  summary(): AuditSummary {
    return {
      ...this.counts,
      people: inOrder(this.people),
      clients: inOrder(this.clients),
      tools: inOrder(this.tools),
      events: inOrder(this.events),
    };
  }
}

/** Two clients may have one name: the beginning of the id tells them apart. */
function nameOf({ id, name }: NonNullable<AuditLine['client']>): string {
  const short = String(id ?? 'no id').slice(0, 8);
  return name === undefined ? short : `${name} (${short})`;
}

function count(tallies: Map<string, Tally>, name: string, line: AuditLine): void {
  const isFull = tallies.size >= MOST_NAMES && !tallies.has(name);
  const key = isFull ? OTHERS : name;
  const tally = tallies.get(key) ?? newTally(line.time);
  const { time, outcome } = line;
  const operation = String(line.operation ?? 'GET ');
  const isDone = outcome === 'ok' || outcome === 'partial';
  tally.lines += 1;
  if (isDone) tally.ok += 1;
  if (isDone && !operation.startsWith('GET ')) tally.changes += 1;
  if (outcome === 'refused') tally.refused += 1;
  if (outcome === 'failed') tally.failed += 1;
  if (time < tally.first) tally.first = time;
  if (time > tally.last) tally.last = time;
  tallies.set(key, tally);
}

function newTally(time: string): Tally {
  return { lines: 0, ok: 0, changes: 0, refused: 0, failed: 0, first: time, last: time };
}

function readLine(text: string): AuditLine | undefined {
  try {
    // Looked at below.
    const line = JSON.parse(text) as Partial<AuditLine> | null;
    const isLine =
      line?.type === 'audit' &&
      [line.time, line.event, line.outcome].every((value) => typeof value === 'string');
    // The server writes them; of a file that somebody else has written no more than this is taken for granted.
    return isLine ? (line as AuditLine) : undefined;
  } catch {
    return undefined;
  }
}

function inOrder(tallies: Map<string, Tally>): Record<string, Tally> {
  return Object.fromEntries([...tallies].toSorted(([, one], [, other]) => other.lines - one.lines));
}
