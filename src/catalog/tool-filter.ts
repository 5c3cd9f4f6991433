import type { Tool } from '../openapi/tools/tool.js';
import type { ToolPattern } from './tool-pattern.js';

/** A filter of tools; a criterion that is missing allows all. */
export interface ToolFilter {
  include?: readonly ToolPattern[];
  exclude?: readonly ToolPattern[];
  /** Only those that do one of these: read, write, delete. */
  kinds?: readonly string[];
  /** Only those that change nothing. */
  readOnly?: boolean;
}

/** @returns the chosen tools in their order; an exclusion is stronger than an inclusion */
export function selectTools(tools: readonly Tool[], filter: ToolFilter): Tool[] {
  const { include, exclude, kinds, readOnly } = filter;
  const matches = (patterns: readonly ToolPattern[], tool: Tool) =>
    patterns.some((pattern) => pattern.matches(tool));
  return tools.filter(
    (tool) =>
      (!include || matches(include, tool)) &&
      (!exclude || !matches(exclude, tool)) &&
      (!kinds || kinds.includes(tool.kind)) &&
      (!readOnly || tool.annotations.readOnlyHint),
  );
}
