import type { Tool } from '../openapi/tool.js';

/** What a tool does, as a person sees it. */
export type Effect = 'read' | 'change' | 'delete';

export function effectOf({ method, annotations }: Pick<Tool, 'method' | 'annotations'>): Effect {
  if (annotations.readOnlyHint) return 'read';
  // An update is destructive too, because it overwrites; to a person it is a change.
  return method === 'delete' || (method === 'post' && annotations.destructiveHint)
    ? 'delete'
    : 'change';
}
