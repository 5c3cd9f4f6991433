import type { CompiledTools } from './compile.js';
import type { Tool } from './tool.js';

/** A tool as `tools/list` tells a client of it. */
export type ListedTool = Pick<
  Tool,
  'name' | 'title' | 'description' | 'inputSchema' | 'outputSchema' | 'annotations'
>;

export type OutputSchemas = 'auto' | 'always' | 'never';

export function listTool(tool: Tool): ListedTool {
  const { name, title, description, inputSchema, outputSchema, annotations } = tool;
  return {
    name,
    title,
    description,
    inputSchema,
    ...(outputSchema && { outputSchema }),
    annotations,
  };
}

/**
 * What a list of tools may cost in tokens, output schemas included: a model pays for it in every
 * conversation.
 */
export function tokenBudget(toolCount: number): number {
  return Math.min(Math.max(4_000, toolCount * 135), 30_000);
}

/** Gives the tools their output schemas, or, in `auto` where the list would exceed its budget, none. */
export function withOutputSchemas(
  { tools, outputSchemaOf }: Pick<CompiledTools, 'tools' | 'outputSchemaOf'>,
  mode: OutputSchemas,
): Tool[] {
  const isTooLong = (list: readonly Tool[]) => mode === 'auto' && exceedsBudget(list);
  if (mode === 'never' || isTooLong(tools)) return tools;
  const told = tools.map((tool) => {
    const outputSchema = outputSchemaOf(tool);
    return outputSchema ? { ...tool, outputSchema } : tool;
  });
  return isTooLong(told) ? tools : told;
}

function exceedsBudget(tools: readonly Tool[]): boolean {
  let left = tokenBudget(tools.length);
  for (const tool of tools) {
    left -= estimateTokens(JSON.stringify(listTool(tool)));
    // Of a list far too long only the beginning is counted.
    if (left < 0) return true;
  }
  return false;
}

/** Pieces of letters, of digits and of signs, single characters of Chinese, Japanese and Korean, and spaces. */
const PIECES = / ?[A-Za-z]{1,6}|\d{1,3}|[\u2E80-\uFFFF]|[^A-Za-z\d\s\u2E80-\uFFFF]{1,4}|\s+/g;

/** At least as many tokens as JSON of schemas has in the o200k encoding, and seldom a fifth more. */
export function estimateTokens(json: string): number {
  return json.match(PIECES)?.length ?? 0;
}
