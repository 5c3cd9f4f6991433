import type { Row } from './rows.js';
import { TEXTS } from './texts.js';
import { isDay, isMoment, numberOf, textOf, type Writing } from './values.js';

/** The most bars that are readable; the rest share one bar. */
const MOST_BARS = 20;
/** Days without records are drawn too, if the first and the last are at most this many days apart. */
const MOST_DAYS = 62;
const DAY_MS = 86_400_000;

interface Bar {
  label: string;
  value: number;
}

export interface Chart {
  /** The column that the records are grouped by. */
  by: string;
  /** The column to sum; without one, records are counted. */
  sum?: string | undefined;
}

/** Columns whose values repeat, the fewest groups first, and columns of days. */
export function groupColumns(rows: readonly Row[], columns: readonly string[]): string[] {
  const groups = new Map(columns.map((name) => [name, new Set(rows.map((row) => row[name])).size]));
  const sizeOf = (name: string) => groups.get(name) ?? 0;
  return columns
    .filter((name) => {
      if (isDayColumn(rows, name)) return true;
      const isPlain = rows.every((row) => typeof row[name] !== 'object' || row[name] === null);
      return isPlain && sizeOf(name) > 1 && sizeOf(name) < rows.length;
    })
    .toSorted((one, other) => sizeOf(one) - sizeOf(other));
}

/** Columns of numbers, except ids. */
export function sumColumns(rows: readonly Row[], columns: readonly string[]): string[] {
  return columns.filter((name) => {
    const values = rows.map((row) => row[name]).filter((value) => value !== null && value !== '');
    const isNumeric = values.every((value) => numberOf(value) !== undefined);
    return values.length > 0 && isNumeric && !/(^|_)id$/.test(name);
  });
}

/** Whether every value is a day or a moment. */
export function isDayColumn(rows: readonly Row[], name: string): boolean {
  const values = rows.map((row) => row[name]).filter((value) => value !== null);
  return values.length > 0 && values.every((value) => isDay(value) || isMoment(value));
}

/** Days in order; other groups by size, with the rest as the last one. */
export function barsOf(rows: readonly Row[], chart: Chart, writing: Writing): Bar[] {
  const isByDay = isDayColumn(rows, chart.by);
  const sums = new Map<string, number>();
  for (const row of rows) {
    const value = row[chart.by];
    const key = isByDay ? dayOf(value, writing) : textOf(value, writing);
    const added = chart.sum === undefined ? 1 : (numberOf(row[chart.sum]) ?? 0);
    sums.set(key, (sums.get(key) ?? 0) + added);
  }
  return isByDay ? inOrder(sums, writing) : bySize(sums);
}

function bySize(sums: ReadonlyMap<string, number>): Bar[] {
  const bars = [...sums]
    .map(([label, value]) => ({ label, value }))
    .toSorted((one, other) => other.value - one.value);
  if (bars.length <= MOST_BARS) return bars;
  const rest = bars.slice(MOST_BARS - 1).reduce((sum, { value }) => sum + value, 0);
  return [...bars.slice(0, MOST_BARS - 1), { label: TEXTS.other, value: rest }];
}

function inOrder(sums: ReadonlyMap<string, number>, writing: Writing): Bar[] {
  const days = [...sums.keys()].filter(isDay).toSorted();
  const first = Date.parse(days[0] ?? '');
  const count = (Date.parse(days.at(-1) ?? '') - first) / DAY_MS + 1;
  const shown =
    count <= MOST_DAYS
      ? Array.from({ length: count }, (_, n) => isoDay(first + n * DAY_MS))
      : days.slice(-MOST_DAYS);
  return shown.map((day) => ({ label: textOf(day, writing), value: sums.get(day) ?? 0 }));
}

/** A moment's day where the person is, `2026-11-28`. */
function dayOf(value: unknown, { timeZone }: Writing): string {
  if (!isMoment(value)) return String(value);
  try {
    // Swedish writes days as ISO 8601 does.
    return new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short' }).format(new Date(value));
  } catch {
    return value.slice(0, 10);
  }
}

function isoDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
