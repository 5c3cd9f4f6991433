import { isRecord } from './document.js';

/** A record with the chosen columns and its `id`, or the whole of it where none are chosen. */
export function pickColumns(record: unknown, fields: readonly string[] | undefined): unknown {
  if (!fields?.length || !isRecord(record)) return record;
  return Object.fromEntries(
    Object.entries(record).filter(([name]) => name === 'id' || fields.includes(name)),
  );
}

/** A sentence that names the chosen columns that no record has, and those there are. */
export function explainMissingColumns(
  records: readonly unknown[],
  fields: readonly string[] = [],
): string | undefined {
  const columns = new Set(records.filter(isRecord).flatMap((record) => Object.keys(record)));
  const missing = fields.filter((field) => !columns.has(field));
  if (columns.size === 0 || missing.length === 0) return undefined;
  return `There is no column ${missing.join(', ')}; there are ${[...columns].join(', ')}.`;
}
