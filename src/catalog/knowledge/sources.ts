import { splitIdentifier, singular } from '../../openapi/document/path-words.js';
import { placeholdersOf, segmentsOf } from '../../openapi/document/path-template.js';
import { fetchesRecord } from '../../openapi/tools/fetches-record.js';
import type { Tool } from '../../openapi/tools/tool.js';

/** A kind of record that can be searched: the tool that lists it, and the one that opens one of the list. */
export interface Source {
  /** In words, such as `Tangible thing`. */
  kind: string;
  list: Tool;
  show: Tool;
  /** Whose records the list is below: `/teams/{id}` of `/teams/{team_id}/projects`. */
  parent?: Source;
  /** How many lists must be read before this one. */
  depth: number;
}

/** Deeper lists would be asked for once for each record of three others. */
const DEEPEST = 3;

const known = new WeakMap<readonly Tool[], Source[]>();

/**
 * Finds what can be searched among the tools of a connection: lists that need nothing but the ids of records that other
 * lists have, and whose own records can be opened. There is one for each kind of record: the list that the application
 * itself searches, or the one that is reached first.
 * @returns those that are reached first before the others; made once for the same tools
 */
export function findSources(tools: readonly Tool[]): Source[] {
  const found = known.get(tools) ?? linkSources(tools);
  known.set(tools, found);
  return found;
}

function linkSources(tools: readonly Tool[]): Source[] {
  const shows = tools.filter(fetchesRecord);
  let waiting = tools.filter(isPlainList).flatMap((list) => {
    const show = showOf(list, shows);
    return show ? [{ list, show }] : [];
  });
  waiting = waiting.toSorted((one, other) => searchedFirst(one.list) - searchedFirst(other.list));
  const sources = new Map<string, Source>();
  for (let depth = 0; depth <= DEEPEST; depth++) {
    const level = waiting.flatMap(({ list, show }): Source[] => {
      const path = parentPath(list);
      const parent = path === undefined ? undefined : sources.get(path);
      if (path !== undefined && !parent) return [];
      return [{ kind: kindOf(show), list, show, depth, ...(parent && { parent }) }];
    });
    for (const source of level) {
      const path = shapeOf(source.show.path);
      if (!sources.has(path)) sources.set(path, source);
    }
    waiting = waiting.filter(({ show }) => !sources.has(shapeOf(show.path)));
  }
  return [...sources.values()];
}

function searchedFirst({ searchedBy }: Tool): number {
  return searchedBy === undefined ? 1 : 0;
}

function isPlainList({ list, method, path, inputSchema }: Tool): boolean {
  const names = placeholdersOf(path);
  return (
    list && method === 'get' && (inputSchema.required ?? []).every((one) => names.includes(one))
  );
}

/** `/projects/{id}` for `/teams/{team_id}/projects`, or the longer path below the same parent. */
function showOf({ path, base, searchedBy }: Tool, shows: readonly Tool[]): Tool | undefined {
  const shape = searchedBy === undefined ? shapeOf(path) : shapeOf(path).replace(/\/search$/, '');
  const shallow = shape.slice(shape.lastIndexOf('{}') + 1).replace(/^\}/, '');
  const find = (wanted: string) =>
    shows.find((show) => show.base === base && shapeOf(show.path) === `${wanted}/{}`);
  return find(shape) ?? find(shallow);
}

/** @returns the shape of the path of the record that a list is below; undefined for a list of its own */
function parentPath({ path }: Tool): string | undefined {
  const shape = shapeOf(path);
  const end = shape.lastIndexOf('{}');
  return end === -1 ? undefined : shape.slice(0, end + 2);
}

function shapeOf(path: string): string {
  return path.replace(/\{[^{}]+\}/g, '{}');
}

function kindOf({ tags, path }: Tool): string {
  const name = tags[0]?.split('::').at(-1) ?? segmentsOf(path).at(-2) ?? '';
  const words = singular(splitIdentifier(name)).join(' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
