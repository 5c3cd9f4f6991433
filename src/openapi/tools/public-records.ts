import type { Overrides } from '../operations/overrides.js';
import type { Tool } from './tool.js';

/** What takes away a record that the public sees changes what it sees: `DELETE /stores/{id}`. */
export function markPublicRecords<
  Emitted extends { tool: Tool; operation: { overrides: Pick<Overrides, 'openWorld'> } },
>(emitted: readonly Emitted[]): Emitted[] {
  const isPublic = new Set(
    emitted.filter(({ tool }) => tool.reach === 'public').map(({ tool }) => tool.path),
  );
  return emitted.map((each) => {
    const { tool, operation } = each;
    if (tool.method !== 'delete' || tool.reach || !isPublic.has(tool.path)) return each;
    const openWorldHint = operation.overrides.openWorld ?? true;
    const annotations = { ...tool.annotations, openWorldHint };
    return { ...each, tool: { ...tool, reach: 'public', annotations } };
  });
}
