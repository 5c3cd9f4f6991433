import { isRecord } from '../../values/is-record.js';

const HOW_MANY = 5;
/** Of records that are looked at. */
const SAMPLE = 20;
/** What people call a record by, what state it is in, and when. */
const TELLING = /^(name|title|label|subject|email|status|state|kind|type|number|code|slug)$/;
const RATHER_TELLING = /(name|title|email|status|state|type|amount|total|price|date|_on|_at)$/;

/**
 * Picks the five most informative fields of records: short, present in most of them, and different from one to the next.
 * `id` is always shown and not among them.
 */
export function defaultFields(records: readonly unknown[]): string[] {
  const rows = records.slice(0, SAMPLE).filter(isRecord);
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter(
    (name) => name !== 'id',
  );
  const scored = names.map((name) => ({
    name,
    score: scoreOf(
      name,
      rows.map((row) => row[name]),
    ),
  }));
  return scored
    .filter(({ score }) => score > 0)
    .toSorted((one, other) => other.score - one.score)
    .slice(0, HOW_MANY)
    .map(({ name }) => name);
}

function scoreOf(name: string, values: readonly unknown[]): number {
  const given = values.filter((value) => value !== null && value !== undefined && value !== '');
  if (given.length === 0 || given.some((value) => typeof value === 'object')) return 0;
  const texts = given.map(String);
  const length = texts.reduce((sum, text) => sum + text.length, 0) / texts.length;
  if (length > 120) return 0;
  const filled = given.length / values.length;
  const different = new Set(texts).size / texts.length;
  const called = TELLING.test(name) ? 3 : RATHER_TELLING.test(name) ? 1.5 : 1;
  return called * filled * (0.6 + different) * (30 / (30 + length));
}
