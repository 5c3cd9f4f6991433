import { isRecord } from '../../values/is-record.js';
import { ExactNumber } from '../../values/exact-number.js';
import type { ListPage } from './list-page.js';
import { placeholdersOf } from '../document/path-template.js';
import type { Tool } from '../tools/tool.js';

interface RefinedPages {
  pages: readonly ListPage[];
  /** What the person should know of the list, a sentence each. */
  notes: string[];
}

/**
 * Mends what lists of a Bullet Train application do wrong: records of other teams are left out where the list is known
 * to ignore its team, and what a list sorted by hand gives twice is given once.
 * @param args as the tool was called with them
 */
export function refinePages(
  pages: readonly ListPage[],
  tool: Pick<Tool, 'path' | 'ignoresTeam'>,
  args: Readonly<Record<string, unknown>>,
): RefinedPages {
  const own = tool.ignoresTeam ? keepTeam(pages, teamOf(tool.path, args)) : { pages, notes: [] };
  const unsorted = findUnsorted(pages, args);
  if (!unsorted) return own;
  return { pages: withoutRepeats(own.pages), notes: [...own.notes, unsorted] };
}

function teamOf(path: string, args: Readonly<Record<string, unknown>>): string {
  const [name = ''] = placeholdersOf(path);
  return String(args[name]);
}

/** `Memberships::ControllerBase` answers what the person may see in any team. */
function keepTeam(pages: readonly ListPage[], team: string): RefinedPages {
  const teams = new Set(pages.flatMap(({ items }) => items.flatMap((item) => teamId(item) ?? [])));
  if (teams.size === 0 || (teams.size === 1 && teams.has(team))) return { pages, notes: [] };
  // An obfuscated id is compared with nothing in the records.
  if (!/^\d+$/.test(team) && !teams.has(team)) {
    const note =
      teams.size > 1 ? ['The application answered records of several teams: look at team_id.'] : [];
    return { pages, notes: note };
  }
  const kept = pages.map((page) => ({
    ...page,
    items: page.items.filter((item) => (teamId(item) ?? team) === team),
  }));
  const left = countOf(pages) - countOf(kept);
  return {
    pages: kept,
    notes: [
      `The application answered ${left === 1 ? '1 record' : `${left} records`} of other teams too, which ${left === 1 ? 'is' : 'are'} left out here.`,
    ],
  };
}

function countOf(pages: readonly ListPage[]): number {
  return pages.reduce((count, { items }) => count + items.length, 0);
}

function teamId(item: unknown): string | undefined {
  const id = isRecord(item) ? item['team_id'] : undefined;
  const isId = typeof id === 'number' || typeof id === 'string' || id instanceof ExactNumber;
  return isId ? String(id) : undefined;
}

/**
 * Models made `--sortable` come in the order of their `sort_order`, while the cursor stays the last record's id. A
 * list that descends all the way, from page to page, has a cursor of its own.
 * @returns what to say of such a list, unless all of it is on one page
 */
function findUnsorted(
  pages: readonly ListPage[],
  args: Readonly<Record<string, unknown>>,
): string | undefined {
  const isWhole = pages.length === 1 && pages[0]?.next === null && args['after'] === undefined;
  if (isWhole) return undefined;
  const ids = pages.flatMap(({ items }) => items.map(idOf));
  if (!ids.every((id) => typeof id === 'number' || typeof id === 'bigint')) return undefined;
  if (isSteady(ids, 1) || (pages.length > 1 && isSteady(ids, -1))) return undefined;
  return 'This list is not in the order of its ids (people sort it by hand), so its pages repeat some records and may miss others: none is given twice here, but some may be missing.';
}

function isSteady(ids: readonly (number | bigint)[], direction: 1 | -1): boolean {
  return ids.every((id, index) => {
    const before = ids[index - 1];
    return before === undefined || (direction === 1 ? id > before : id < before);
  });
}

function idOf(item: unknown): unknown {
  const id = isRecord(item) ? item['id'] : undefined;
  return id instanceof ExactNumber && /^\d+$/.test(id.digits) ? BigInt(id.digits) : id;
}

function withoutRepeats(pages: readonly ListPage[]): ListPage[] {
  const seen = new Set<unknown>();
  return pages.map((page) => ({
    ...page,
    items: page.items.filter((item) => {
      const id = idOf(item);
      const isNew = id === undefined || !seen.has(id);
      seen.add(id);
      return isNew;
    }),
  }));
}
