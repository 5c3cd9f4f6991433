import { showUnseen } from '../../values/unseen.js';
import { oneLine } from '../../values/one-line.js';
import { recordName } from '../tools/record-name.js';
import { pageOf } from './record-address.js';
import type { FoundRecord, Coverage } from './record-reader.js';

const LONGEST_TITLE = 200;
const MOST_NAMED = 8;
const LONGEST_NOTE = 800;

/** One result of `search`: exactly these members (developers.openai.com/api/docs/mcp, "search tool"). */
export interface SearchResult {
  id: string;
  title: string;
  url: string;
}

/** @param template RECORD_URL */
export function foundOf(found: FoundRecord, template: string): SearchResult {
  const { address } = found;
  return { id: address, title: titleOf(found), url: pageOf(address, template) };
}

/** The record's name, or its kind and id. */
export function titleOf({
  source: { kind },
  address,
  record,
}: Pick<FoundRecord, 'address' | 'record'> & { source: { kind: string } }): string {
  const name = recordName(record) ?? `${kind} ${address.slice(address.lastIndexOf('/') + 1)}`;
  return showUnseen(oneLine(name).slice(0, LONGEST_TITLE));
}

/** @returns which records were not searched, and how to reach them; undefined if all were */
export function describeRest(coverage: readonly Coverage[]): string | undefined {
  const rest = coverage.filter(({ isPartial, problem }) => isPartial || problem !== undefined);
  if (rest.length === 0) return undefined;
  const named = rest.slice(0, MOST_NAMED).map(({ source, count, problem }) => {
    const read = count === 0 ? 'none found yet' : `the first ${count} read`;
    const why = problem === undefined ? '' : `: ${problem}`;
    return `${source.kind} (${read}; ${source.list.name}${why})`;
  });
  const more = rest.length - named.length;
  const list = named.join(', ') + (more > 0 ? ` and ${more} more kinds` : '');
  return `Not everything was looked at: ${list}. Name one kind in the query, or use its list.`.slice(
    0,
    LONGEST_NOTE,
  );
}
