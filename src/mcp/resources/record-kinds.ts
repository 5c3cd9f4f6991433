import type { ToolView } from '../../catalog/tool-view.js';
import { memoizeObject } from '../../values/memoize.js';
import { withoutAccents } from '../../values/latin.js';
import { singularize } from '../../values/inflect.js';
import type { Tool } from '../../openapi/tools/tool.js';

/** A kind of record, as people call it: what is left of its tool's name behind the verb, such as `contacts tags`. */
export interface RecordKind {
  name: string;
  tool: Tool;
}

/** What can be done with all records of a kind. */
export type Task = 'read' | 'add';

const VERBS: Record<Task, RegExp> = { read: /^(list|get|search|find)_/, add: /^(create|add)_/ };
const kindsOf = memoizeObject((tools: ToolView['tools']) => ({
  read: findKinds('read', tools),
  add: findKinds('add', tools),
}));

/** @returns the kinds with which a connection can do this, in the order of its tools; made once for the same tools */
export function kindsFor(task: Task, { tools }: Pick<ToolView, 'tools'>): readonly RecordKind[] {
  return kindsOf(tools)[task];
}

/** @returns the kind that somebody means, whatever its case, number and separators */
export function findKind(kinds: readonly RecordKind[], asked: string): RecordKind | undefined {
  const wanted = normalize(asked);
  return kinds.find(({ name }) => normalize(name) === wanted);
}

function findKinds(task: Task, tools: readonly Tool[]): RecordKind[] {
  return tools
    .filter((tool) => (task === 'read' ? tool.method === 'get' && tool.list : addsRecord(tool)))
    .map((tool) => ({ name: tool.name.replace(VERBS[task], '').replaceAll('_', ' '), tool }));
}

function addsRecord({ method, kind, name, path }: Tool): boolean {
  return method === 'post' && kind === 'write' && VERBS.add.test(name) && !path.endsWith('}');
}

function normalize(name: string): string {
  const words = withoutAccents(name)
    .toLowerCase()
    .split(/[\s_-]+/)
    .filter(Boolean);
  return words.map((word) => singularize(word)).join(' ');
}
