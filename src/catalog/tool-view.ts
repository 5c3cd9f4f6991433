import type { Tool as ListedTool } from '@modelcontextprotocol/server';
import type { AppConfig } from '../config/app-config.js';
import type { Tool } from '../openapi/tool.js';
import { listTool } from '../openapi/listed-tool.js';
import { searchToolsFor } from './search-tools.js';

/** What one connection sees of the catalogue. */
export interface ToolView {
  /** All that may be called, whether it is listed or searched for. */
  tools: readonly Tool[];
  byName: ReadonlyMap<string, Tool>;
  /** Whether the tools that search stand for all others. */
  isSearched: boolean;
  /** What tools/list answers. */
  listed: readonly ListedTool[];
}

/** OpenAI and VS Code take no more tools than this in one request. */
const MOST_LISTED = 128;

export function createView(tools: readonly Tool[], mode: AppConfig['tools']['mode']): ToolView {
  const isSearched = mode === 'search' || (mode === 'auto' && tools.length > MOST_LISTED);
  return {
    tools,
    byName: new Map(tools.map((tool) => [tool.name, tool])),
    isSearched,
    // The SDK's type asks for JSON in every keyword, which a parsed document can only promise.
    listed: isSearched ? searchToolsFor(tools) : (tools.map(listTool) as ListedTool[]),
  };
}
