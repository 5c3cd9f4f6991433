import type { Tool as ListedTool } from '@modelcontextprotocol/server';
import { CALL, DESCRIBE } from '../catalog/search/meta-tools.js';
import type { ToolView } from '../catalog/tool-view.js';
import type { ViewPlan } from './client/plan-types.js';
import { groupTools, planAll, planAround } from './view-plan.js';
import { renderView, toolAt, viewUri } from './view-resource.js';

const THROUGH: NonNullable<ViewPlan['through']> = {
  describe: DESCRIBE,
  calls: { list: CALL.read, show: CALL.read, update: CALL.write, delete: CALL.delete },
};

/** Their results are those of the operations that they call. */
const CALLERS: readonly string[] = Object.values(CALL);

const groupsOf = memoize(({ tools }: ToolView) => groupTools(tools));

/**
 * The tools/list result for clients that show views: the same tools, each with the URI of its view in `_meta`, which no
 * model reads. Made once for each connection's catalogue.
 */
export const listWithViews = memoize((view: ToolView): readonly ListedTool[] =>
  view.listed.map((tool) =>
    view.byName.has(tool.name) || CALLERS.includes(tool.name)
      ? { ...tool, _meta: { ...tool._meta, ui: { resourceUri: viewUri(tool.name) } } }
      : tool,
  ),
);

/** @returns the HTML of the view at a URI, with what this connection may use; undefined if there is none */
export function readView(uri: string, view: ToolView, application = ''): string | undefined {
  const name = toolAt(uri);
  if (name === undefined) return undefined;
  const tool = view.byName.get(name);
  if (tool) {
    return renderView({ application, tool: name, tools: planAround(tool, groupsOf(view)) });
  }
  return view.isSearched && CALLERS.includes(name)
    ? renderView({ application, tools: planAll(groupsOf(view)), through: THROUGH })
    : undefined;
}

/** Kept as long as the connection's catalogue. */
function memoize<Result>(make: (view: ToolView) => Result): (view: ToolView) => Result {
  const known = new WeakMap<ToolView, { result: Result }>();
  return (view) => {
    const found = known.get(view) ?? { result: make(view) };
    known.set(view, found);
    return found.result;
  };
}
