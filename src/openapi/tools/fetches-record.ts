import { placeholdersOf } from '../document/path-template.js';
import type { Tool } from './tool.js';

/** Whether a tool fetches one record, and needs nothing but the ids in its path for it. */
export function fetchesRecord({ method, list, path, inputSchema }: Tool): boolean {
  const names = placeholdersOf(path);
  return (
    method === 'get' &&
    !list &&
    path.endsWith('}') &&
    names.every((name) => /^\w+$/.test(name)) &&
    (inputSchema.required ?? []).every((name) => names.includes(name))
  );
}
