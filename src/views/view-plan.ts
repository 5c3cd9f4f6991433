import { withoutCallOptions } from '../openapi/tools/call-options.js';
import { listTool } from '../openapi/tools/listed-tool.js';
import type { Tool } from '../openapi/tools/tool.js';
import type { ViewPlan, ViewTool } from './client/plan-types.js';
import { pathArgumentsOf } from '../openapi/tools/path-arguments.js';
import { groupOf } from './record-group.js';

/** Tools, and which of them are about the same kind of record. */
interface ToolGroups {
  groups: ReadonlyMap<string, readonly Tool[]>;
  groupOf: ReadonlyMap<Tool, string>;
  byName: ReadonlyMap<string, Tool>;
}

/** Kinds of records are those that are listed or got. */
export function groupTools(tools: readonly Tool[]): ToolGroups {
  const kinds = new Set(tools.filter(reads).map(({ path }) => groupOf(path)));
  const groups = new Map<string, Tool[]>();
  const groupOfTool = new Map<Tool, string>();
  for (const tool of tools) {
    const group = groupOf(tool.path, (name) => kinds.has(name));
    groups.set(group, [...(groups.get(group) ?? []), tool]);
    groupOfTool.set(tool, group);
  }
  const byName = new Map(tools.map((tool) => [tool.name, tool]));
  return { groups, groupOf: groupOfTool, byName };
}

/**
 * What the view of a tool knows: the tools for the same kind of record, with a form for each that changes it, and the
 * reading tools of other kinds that a person reaches from there.
 */
export function planAround(tool: Tool, all: ToolGroups): ViewPlan['tools'] {
  const own = all.groups.get(all.groupOf.get(tool) ?? '') ?? [tool];
  const plan = new Map<string, ViewTool>(own.map((each) => [each.name, planTool(each, all)]));
  for (const each of own) {
    const planned = plan.get(each.name);
    if (planned?.does === 'update') {
      planned.schema = withoutCallOptions(listTool(each).inputSchema, each.callOptions);
    }
  }
  for (const name of [...plan.values()].flatMap(({ lists = [] }) => lists)) {
    addToRead(plan, name, all);
  }
  return Object.fromEntries(plan);
}

function addToRead(plan: Map<string, ViewTool>, name: string, all: ToolGroups): void {
  const tool = all.byName.get(name);
  if (!tool || plan.has(name)) return;
  const { edit: _edit, remove: _remove, lists: _lists, ...planned } = planTool(tool, all);
  plan.set(name, planned);
  if (planned.open !== undefined) addToRead(plan, planned.open, all);
}

/** What the single view of search mode knows; it requests forms when it needs them. */
export function planAll(all: ToolGroups): ViewPlan['tools'] {
  return Object.fromEntries([...all.byName].map(([name, tool]) => [name, planTool(tool, all)]));
}

function planTool(tool: Tool, all: ToolGroups): ViewTool {
  const around = all.groups.get(all.groupOf.get(tool) ?? '') ?? [];
  const does = doesOf(tool, around);
  const path = pathArgumentsOf(tool);
  const planned: ViewTool = { title: tool.title, does, path };
  const last = path.at(-1);
  if (endsWithId(tool) && last !== undefined) planned.id = last;
  // An action, or a tool below a record, may return another kind of record, whose id would open a wrong one.
  else if (does !== 'list' && does !== 'create') return planned;
  const find = (wanted: ViewTool['does']) =>
    around.find((other) => endsWithId(other) && doesOf(other, around) === wanted);
  const open = find('show');
  if (open) planned.open = open.name;
  if (tool !== open) return planned;
  const [edit, remove, lists] = [find('update'), find('delete'), listsBelow(open, all)];
  return {
    ...planned,
    ...(edit && { edit: edit.name }),
    ...(remove && { remove: remove.name }),
    ...(lists.length > 0 && { lists }),
  };
}

/** Whether a tool is below another: `/projects/{project_id}/tasks` is below `/projects/{id}`. */
function listsBelow(show: Tool, { byName }: ToolGroups): string[] {
  const root = `${withoutNames(show.path)}/`;
  return [...byName.values()]
    .filter(({ list, path }) => {
      const place = withoutNames(path);
      return list && place.startsWith(root) && !place.slice(root.length).includes('{}');
    })
    .map(({ name }) => name);
}

function withoutNames(path: string): string {
  return path.replaceAll(/\{[^{}]*\}/g, '{}');
}

function doesOf(tool: Tool, around: readonly Tool[]): ViewTool['does'] {
  const { method, list, kind } = tool;
  if (list) return 'list';
  if (kind === 'read') return 'show';
  if (endsWithId(tool)) {
    if (method === 'put' || method === 'patch') return 'update';
    if (method === 'delete') return 'delete';
  }
  const isCreate = method === 'post' && around.some((other) => isBeside(other, tool));
  return isCreate ? 'create' : 'act';
}

/** Finds the tool that creates records: on the list's path, or below a record. */
function isBeside({ path, list, name }: Tool, tool: Tool): boolean {
  if (name === tool.name) return false;
  const [mine, other] = [withoutNames(tool.path), withoutNames(path)];
  return list ? other === mine : other === `${mine}/{}`;
}

function endsWithId({ path }: Tool): boolean {
  return path.endsWith('}');
}

function reads({ kind, list, path }: Tool): boolean {
  return list || (kind === 'read' && path.endsWith('}'));
}
