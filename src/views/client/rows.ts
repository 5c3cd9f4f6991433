import { isRecord } from './bridge.js';
import { isDay, isMoment, numberOf, plainText } from './values.js';

export type Row = Record<string, unknown>;

/** The most columns that are readable beside a conversation. */
const FIRST_COLUMNS = 5;
/** The most columns to choose from. */
const MOST_COLUMNS = 40;
const NAMES = /^(name|title|label|subject|full_name|email|number|code)$/;
const LATER = /(^|_)(id|ids)$|^(created|updated)_at$/;

/** The records of a list; a value that is not an object is wrapped in one. */
export function rowsOf(items: unknown): Row[] {
  if (!Array.isArray(items)) return [];
  return items.map((item: unknown) => (isRecord(item) ? item : { value: item }));
}

/** All columns; those that identify records come first. */
export function columnsOf(rows: readonly Row[]): string[] {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return names.toSorted((one, other) => rank(one) - rank(other)).slice(0, MOST_COLUMNS);
}

/** The columns that a list shows at first: those with a value in some record, and without objects. */
export function firstColumns(rows: readonly Row[]): string[] {
  const columns = columnsOf(rows);
  const telling = columns.filter(
    (name) =>
      !LATER.test(name) &&
      rows.some((row) => row[name] !== null && row[name] !== '' && row[name] !== undefined) &&
      rows.every((row) => !isRecord(row[name])),
  );
  return (telling.length > 0 ? telling : columns).slice(0, FIRST_COLUMNS);
}

/** What a record is called: its name, or its id. */
export function nameOf(row: Row): string {
  const names = Object.keys(row).toSorted((one, other) => rank(one) - rank(other));
  const name = names.find((key) => NAMES.test(key) && row[key]);
  const value = name === undefined ? row['id'] : row[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** A record's id as a tool takes it. A number beyond 2^53 has lost digits and would open another record. */
export function idOf(row: Row): string | undefined {
  const { id } = row;
  if (typeof id === 'string' && id !== '') return id;
  return Number.isSafeInteger(id) ? String(id) : undefined;
}

export interface Order {
  column: string;
  descending: boolean;
}

/** Compares numbers by value, days and times by time, everything else as text; empty values always come last. */
export function sortRows(rows: readonly Row[], order: Order | undefined): readonly Row[] {
  if (!order) return rows;
  const { column, descending } = order;
  const compare = new Intl.Collator(undefined, { numeric: true }).compare;
  return rows.toSorted((one, other) => {
    const [a, b] = [one[column], other[column]];
    const empties = Number(isEmpty(a)) - Number(isEmpty(b));
    if (empties !== 0 || isEmpty(a)) return empties;
    const [x, y] = [sortable(a), sortable(b)];
    const both =
      typeof x === 'number' && typeof y === 'number' ? x - y : compare(String(x), String(y));
    return descending ? -both : both;
  });
}

function sortable(value: unknown): number | string {
  const number = numberOf(value);
  if (number !== undefined) return number;
  if (isDay(value) || isMoment(value)) return Date.parse(value);
  return plainText(value);
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '';
}

function rank(name: string): number {
  if (NAMES.test(name)) return 0;
  if (name === 'id') return 3;
  return LATER.test(name) ? 2 : 1;
}
