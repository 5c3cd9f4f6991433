import { ExactNumber } from '../values/exact-number.js';
import { isRecord } from '../values/is-record.js';

/**
 * Ids as Rails makes them: numbers, UUIDs, obfuscated ids; in search and fetch after the path, `projects/7`. Longer
 * text may be anything.
 */
const ID = /^([a-z_/]{1,60}\/)?[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/;
const ID_ARGUMENT = /^id$|_ids?$/;
/** The most characters of all ids in one line, for incoming and outgoing ids each. */
const MAX_CHARS = 1_000;

/** The ids that were found, as many as fit in a line. */
export interface FoundIds<Ids> {
  ids: Ids;
  /** How many did not fit. */
  more: number;
}

/**
 * Finds the ids of the records that a call names, and nothing else of its arguments.
 * @param given the arguments of the call, or of each item of a batch
 * @param path the operation's template, whose placeholders are ids
 */
export function idsInArguments(
  given: readonly unknown[],
  path = '',
): FoundIds<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  const room = new Room();
  for (const args of given) {
    if (!isRecord(args)) continue;
    for (const [name, value] of Object.entries(args)) {
      if (!ID_ARGUMENT.test(name) && !path.includes(`{${name}}`)) continue;
      const ids = readIds(value).filter((id) => !found[name]?.includes(id) && room.takes(id));
      if (ids.length > 0) found[name] = [...(found[name] ?? []), ...ids];
    }
  }
  return { ids: found, more: room.refused };
}

/** Finds the ids of the records in a structured result: a record, a list, or a batch's items. */
export function idsInAnswer(answer: unknown): FoundIds<string[]> {
  const room = new Room();
  const ids = recordsOf(answer)
    .flatMap(({ id }) => readIds(id))
    .filter((id) => room.takes(id));
  return { ids, more: room.refused };
}

function recordsOf(answer: unknown): Record<string, unknown>[] {
  if (!isRecord(answer)) return [];
  const items = answer['items'] ?? answer['results'];
  if (!Array.isArray(items) || 'id' in answer) return [answer];
  return items.filter(isRecord).map((item) => (isRecord(item['record']) ? item['record'] : item));
}

function readIds(value: unknown): string[] {
  const all: unknown[] = Array.isArray(value) ? value : [value];
  return all
    .filter((id) => ['string', 'number'].includes(typeof id) || id instanceof ExactNumber)
    .map(String)
    .filter((id) => ID.test(id));
}

/** The room of a line. */
class Room {
  refused = 0;
  private chars = 0;

  takes(id: string): boolean {
    this.chars += id.length + 3;
    if (this.chars <= MAX_CHARS) return true;
    this.refused += 1;
    return false;
  }
}
