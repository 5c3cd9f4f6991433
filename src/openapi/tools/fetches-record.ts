import { placeholdersOf } from '../document/path-template.js';
import type { Tool } from './tool.js';

/** Whether a tool fetches one record, and needs nothing but the ids in its path for it. */
export function fetchesRecord(tool: Tool): boolean {
  return tool.path.endsWith('}') && needsOnlyIds(tool);
}

/** Whether a tool may fetch a file, and needs nothing but the ids in its path for it. */
export function fetchesFile(tool: Tool): boolean {
  return !tool.onlyJson && needsOnlyIds(tool);
}

function needsOnlyIds({ method, list, path, inputSchema }: Tool): boolean {
  const names = placeholdersOf(path);
  return (
    method === 'get' &&
    !list &&
    names.every((name) => /^\w+$/.test(name)) &&
    (inputSchema.required ?? []).every((name) => names.includes(name))
  );
}
