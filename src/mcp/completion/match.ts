import { REDACTED } from '../../openapi/response/sanitize-response.js';
import { withoutAccents } from '../../values/latin.js';
import { recordName } from '../tools/record-name.js';

/** @returns the names that begin with what was typed, then those that contain it */
export function matchTyped(names: readonly string[], typed: string): string[] {
  const wanted = fold(typed);
  const found = names.filter((name) => fold(name).includes(wanted));
  return found.toSorted((one, other) => placeOf(one, wanted) - placeOf(other, wanted));
}

/**
 * Matches what was typed with the ids and the names of records.
 * @param isSearched whether the application has searched them: then a record may fit by what is not in its name
 * @returns the ids, the best match first; all of them, in their order, where nothing was typed
 */
export function matchIds(
  records: readonly Readonly<Record<string, unknown>>[],
  typed: string,
  isSearched: boolean,
): string[] {
  const wanted = fold(typed);
  const ranked = records.map((record) => {
    const id = String(record['id']);
    return { id, rank: rankOf(id, nameOf(record), wanted) ?? (isSearched ? LAST : undefined) };
  });
  const found = ranked.filter(({ rank }) => rank !== undefined);
  const sorted = found.toSorted((one, other) => (one.rank ?? LAST) - (other.rank ?? LAST));
  return [...new Set(sorted.map(({ id }) => id))];
}

const LAST = 9;

function rankOf(id: string, name: string, wanted: string): number | undefined {
  if (wanted === '') return 0;
  const number = fold(id);
  if (number === wanted) return 0;
  if (name.startsWith(wanted)) return 1;
  if (number.startsWith(wanted)) return 2;
  const words = name.split(/\s+/);
  const isWhole = wanted.split(' ').every((part) => words.some((word) => word.startsWith(part)));
  if (isWhole) return 3;
  return name.includes(wanted) ? 4 : undefined;
}

function nameOf(record: Readonly<Record<string, unknown>>): string {
  return fold((recordName(record) ?? '').replaceAll(REDACTED, ''));
}

function placeOf(name: string, wanted: string): number {
  return fold(name).startsWith(wanted) ? 0 : 1;
}

function fold(text: string): string {
  return withoutAccents(text).toLowerCase().replaceAll(/\s+/g, ' ').trim();
}
