import { isRecord } from '../../values/is-record.js';
import { chooseFields, type FieldChoice, type ShownFields } from '../plan/shown-fields.js';
import { setOwn } from '../../values/set-own.js';

/** Of names that are listed. */
const MOST_NAMES = 40;

/**
 * A record with the fields that a choice shows and its `id`, or the whole of it where it says nothing. `contact.email`
 * reaches into `contact`, be it a record or a list of them.
 */
export function pickFields(record: unknown, choice: FieldChoice): unknown {
  const [picked] = pickFieldsOfAll([record], choice);
  return picked;
}

/** `pickFields` of each record; the list itself where all of them are shown whole. */
export function pickFieldsOfAll(
  records: readonly unknown[],
  choice: FieldChoice,
): readonly unknown[] {
  const shownOf = chooseFields(choice);
  let changed: unknown[] | undefined;
  for (const [index, record] of records.entries()) {
    const shown = isRecord(record) && shownOf((field) => isThere([record], field));
    if (shown && !shown.isEverything) (changed ??= [...records])[index] = pick(record, shown);
  }
  return changed ?? records;
}

function pick(record: Record<string, unknown>, shown: ShownFields): Record<string, unknown> {
  const picked: Record<string, unknown> = {};
  for (const name in record) {
    const inside = shown.inside(name);
    const value = inside && pickInside(record[name], inside);
    if (value !== undefined) setOwn(picked, name, value);
  }
  return picked;
}

function pickInside(value: unknown, shown: ShownFields): unknown {
  if (shown.isEverything) return value;
  if (Array.isArray(value)) return value.map((entry: unknown) => pickInside(entry, shown) ?? null);
  if (isRecord(value)) return pick(value, shown);
  return shown.whole || value === null ? value : undefined;
}

function insideOf(field: string, name: string): string | undefined {
  return field.startsWith(`${name}.`) ? field.slice(name.length + 1) : undefined;
}

/**
 * A sentence for the chosen columns that no record has, which names those there are, and where one is further inside.
 */
export function explainMissingFields(
  records: readonly unknown[],
  fields: readonly string[] = [],
): string | undefined {
  const rows = records.filter(isRecord);
  if (rows.every((row) => Object.keys(row).length === 0)) return undefined;
  const missing = fields.filter((field) => !/(^|\.)\*$/.test(field) && !isThere(rows, field));
  const sentences = new Set<string>();
  const atTop = missing.filter((field) => enclosing(rows, field) === undefined);
  if (atTop.length > 0) {
    sentences.add(`There is no column ${atTop.join(', ')}; there are ${namesIn(rows)}.`);
  }
  for (const field of missing) {
    const around = enclosing(rows, field);
    if (around) sentences.add(`There is no column ${field}; ${around.name} has ${around.names}.`);
    const found = around ? undefined : findInside(rows, field);
    if (found !== undefined) sentences.add(`${found} is one.`);
  }
  return sentences.size > 0 ? [...sentences].join(' ') : undefined;
}

function namesIn(rows: readonly Record<string, unknown>[]): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const more = names.length - MOST_NAMES;
  return names.slice(0, MOST_NAMES).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function isThere(rows: readonly Record<string, unknown>[], field: string): boolean {
  return rows.some((row) =>
    Object.keys(row).some((name) => {
      const inner = insideOf(field, name);
      return name === field || (inner !== undefined && isThere(recordsIn(row[name]), inner));
    }),
  );
}

/** The longest beginning of a field that is a column, and what is in it. */
function enclosing(
  rows: readonly Record<string, unknown>[],
  field: string,
): { name: string; names: string } | undefined {
  const parts = field.split('.');
  for (let count = parts.length - 1; count > 0; count--) {
    const name = parts.slice(0, count).join('.');
    const inner = isThere(rows, name) ? valuesAt(rows, name) : [];
    if (inner.length > 0) return { name, names: namesIn(inner) };
  }
  return undefined;
}

function valuesAt(
  rows: readonly Record<string, unknown>[],
  field: string,
): Record<string, unknown>[] {
  return rows.flatMap((row) =>
    Object.keys(row).flatMap((name) => {
      if (name === field) return recordsIn(row[name]);
      const inner = insideOf(field, name);
      return inner === undefined ? [] : valuesAt(recordsIn(row[name]), inner);
    }),
  );
}

function recordsIn(value: unknown): Record<string, unknown>[] {
  return (Array.isArray(value) ? value : [value]).filter(isRecord);
}

/** `contact.email` for `email`, where a column of the first record has it. */
function findInside(rows: readonly Record<string, unknown>[], field: string): string | undefined {
  const [first = {}] = rows;
  const outer = Object.keys(first).find((name) => isThere(recordsIn(first[name]), field));
  return outer === undefined ? undefined : `${outer}.${field}`;
}
