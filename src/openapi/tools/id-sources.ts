import { pluralize } from 'inflection';
import { memoize } from '../../values/memoize.js';
import type { Operation } from '../operations/operations.js';
import { endsInPlaceholder, isPlaceholder, segmentsOf } from '../document/path-template.js';

/** Names the tool that lists the ids of an argument; undefined where none is certain. */
export type IdSource = (operation: Operation, argument: string) => string | undefined;

interface ListTool {
  name: string;
  /** The path's segments without its placeholders. */
  collection: string[];
  path: string;
}

/**
 * Finds which tool lists the ids that others need: `/teams/{team_id}/projects` needs one from `list_teams`, and Rails'
 * shallow `/contacts/tags/{id}` one from the list at `/workspaces/{workspace_id}/contacts/tags`.
 * @param names the tools' names, in the order of the operations
 */
export function findIdSources(
  operations: readonly Operation[],
  names: readonly string[],
): IdSource {
  const lists = new Map<string, ListTool[]>();
  for (const [index, { method, path, overrides }] of operations.entries()) {
    if (method !== 'get' || endsInPlaceholder(path) || overrides.hidden) continue;
    const collection = withoutPlaceholders(segmentsOf(path));
    const last = collection.at(-1);
    if (last === undefined || !isPlural(last)) continue;
    // There are as many names as operations.
    lists.set(last, [...(lists.get(last) ?? []), { name: names[index]!, collection, path }]);
  }
  const all = [...lists.values()].flat();
  const sourceOfArgument = memoize((argument) => sourceOfField(argument, all) ?? '');
  return ({ path }, argument) => {
    const [before = '', ...after] = path.split(`{${argument}}`);
    const source = after.length > 0 ? sourceOfPath(before, lists) : sourceOfArgument(argument);
    return source || undefined;
  };
}

const isPlural = memoize((word) => pluralize(word) === word);

function withoutPlaceholders(segments: readonly string[]): string[] {
  return segments.filter((segment) => !isPlaceholder(segment));
}

/** The list at the path before the placeholder, or else the only one whose collection ends in the same segments. */
function sourceOfPath(before: string, lists: ReadonlyMap<string, ListTool[]>): string | undefined {
  const collection = withoutPlaceholders(segmentsOf(before));
  const found = lists.get(collection.at(-1) ?? '') ?? [];
  const exact = found.find(({ path }) => `${path}/` === before);
  if (exact) return exact.name;
  const alike = found.filter((list) => list.collection.join('/').endsWith(collection.join('/')));
  return only(alike) ?? only(found);
}

/** `contact_id` and `contact_ids` are ids of the only list whose collection is called `contacts`. */
function sourceOfField(argument: string, lists: readonly ListTool[]): string | undefined {
  const record = /^(.+)_ids?$/.exec(argument)?.[1];
  if (record === undefined) return undefined;
  const plural = `_${pluralize(record)}`;
  return only(lists.filter(({ collection }) => ['', ...collection].join('_').endsWith(plural)));
}

function only(lists: readonly ListTool[]): string | undefined {
  return lists.length === 1 ? lists[0]?.name : undefined;
}
