import { collectionOf } from '../../catalog/record-routes.js';
import type { Tool } from '../../openapi/tools/tool.js';
import { readIds } from './path-ids.js';
import { collectReferences, type References } from './references.js';

/** A call that is about to be sent. */
export interface SentCall {
  tool: Tool;
  /** As `checkArguments` returned them. */
  args: Readonly<Record<string, unknown>>;
  /** The path that is requested, with its query. */
  path: string;
}

/** Whether only the answer tells which team a call is about: no team in its path, and no record that was checked. */
export function isOpen({ tool, path }: Pick<SentCall, 'tool' | 'path'>): boolean {
  if (tool.method !== 'get') return false;
  const ids = readIds(tool.path, path);
  const last = ids.at(-1);
  if (!tool.list && last?.isLast && last.isId && !last.isTeam) return true;
  const before = ids.filter((id) => (tool.list || !id.isLast) && collectionOf(id.path) !== 'users');
  return before.length === 0;
}

/** What the arguments name, those of the path aside. */
export function referencesOf({ tool, args }: SentCall): References {
  const named: References = { teams: [], records: [], ids: [] };
  for (const [argument, value] of Object.entries(args)) {
    const to = tool.destinations.get(argument);
    if (to?.in === 'list' || (to?.in === 'parameter' && to.parameter.in === 'path')) continue;
    const name =
      to?.in === 'parameter' ? to.parameter.name : to?.in === 'body' ? to.name : argument;
    collectReferences(to?.in === 'whole body' ? '' : name, value, named);
  }
  return named;
}
