import type { Tool as ListedTool } from '@modelcontextprotocol/server';
import type { AppConfig } from '../config/app-config.js';
import type { Tool } from '../openapi/tools/tool.js';
import {
  exceedsTokens,
  listTool,
  listToolWithLinks,
  MAX_LIST_TOKENS,
} from '../openapi/tools/listed-tool.js';
import { knowledgeTools } from './knowledge/knowledge-tools.js';
import { profileTool } from './knowledge/profile-tool.js';
import { metaToolsFor } from './search/meta-tools.js';
import type { Companions } from './tool-selection.js';

/** What one connection sees of the catalogue. */
export interface ToolView {
  /** All that may be called, whether it is listed or searched for. */
  tools: readonly Tool[];
  byName: ReadonlyMap<string, Tool>;
  /** Whether the meta-tools are listed instead of all tools. */
  isSearched: boolean;
  /** Whether files may be given by link: only a tool that is itself in ChatGPT's list gets them so. */
  takesLinks: boolean;
  /** What tools/list answers. */
  listed: readonly ListedTool[];
}

type ToolsMode = AppConfig['tools']['mode'];

/** OpenAI and VS Code take no more tools than this in one request. */
export const MAX_LISTED_TOOLS = 128;

/**
 * Creates the view of a connection: its tools, and what tools/list returns for them.
 * @param companions which tools are listed beside those of operations; none when not given
 */
export function createView(
  tools: readonly Tool[],
  mode: ToolsMode,
  companions?: Companions,
): ToolView {
  const isSearched = reasonForSearch(tools, mode) !== undefined;
  const takesLinks = companions?.fileLinks === true && !isSearched;
  const list = takesLinks ? listToolWithLinks : listTool;
  return {
    tools,
    byName: new Map(tools.map((tool) => [tool.name, tool])),
    isSearched,
    takesLinks,
    listed: [
      // The SDK's type asks for JSON in every keyword, which a parsed document can only promise.
      ...(isSearched ? metaToolsFor(tools) : (tools.map(list) as ListedTool[])),
      ...(companions?.knowledge ? knowledgeTools(tools) : []),
      ...(companions?.profile ? profileTool(tools) : []),
    ],
  };
}

/** @returns why the tools are searched rather than listed; undefined when a list has them all */
export function reasonForSearch(tools: readonly Tool[], mode: ToolsMode): string | undefined {
  if (mode === 'all') return undefined;
  if (mode === 'search') return 'TOOLS_MODE is search';
  if (tools.length > MAX_LISTED_TOOLS) return `they are more than ${MAX_LISTED_TOOLS}`;
  return exceedsTokens(tools, MAX_LIST_TOKENS)
    ? `one list of them would take more than ${MAX_LIST_TOKENS.toLocaleString('en')} tokens`
    : undefined;
}
