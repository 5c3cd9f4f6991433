import type { Tool as ListedTool } from '@modelcontextprotocol/server';
import type { Tool } from '../openapi/tools/tool.js';

/** One sentence for each hint, as OpenAI's form requires. */
export interface Justifications {
  read_only_justification: string;
  open_world_justification: string;
  destructive_justification: string;
}

/**
 * Explains each hint by what the tool does.
 * @param tool the operation behind it; undefined for the server's own tools
 * @param application the application's name
 */
export function justify(
  listed: ListedTool,
  tool: Tool | undefined,
  application: string,
): Justifications {
  const { readOnlyHint, openWorldHint, destructiveHint } = listed.annotations ?? {};
  const does = listed.title ?? listed.name;
  return {
    read_only_justification: readOnlyHint
      ? `It only retrieves data of ${application} (${does}) and changes nothing.`
      : `It changes data of ${application}: ${does}.`,
    open_world_justification: openWorldHint
      ? explainReach(tool, application)
      : `It works on the private records of ${application} alone and reaches nobody outside.`,
    destructive_justification: destructiveHint
      ? explainDestruction(tool, does)
      : readOnlyHint
        ? 'It deletes and overwrites nothing, because it only reads.'
        : 'It adds or acts, and deletes or overwrites nothing.',
  };
}

function explainReach(tool: Tool | undefined, application: string): string {
  const reasons = {
    people: 'It sends a message to people, who may be outside of the organization.',
    systems: `It has ${application} call, or fetch from, an address of another system.`,
    public: `It changes what ${application} shows to the public.`,
  };
  return tool?.reach
    ? reasons[tool.reach]
    : `Some of what it does reaches people or systems outside of ${application}.`;
}

function explainDestruction(tool: Tool | undefined, does: string): string {
  if (tool?.kind === 'delete') return `It takes something away: ${does}.`;
  if (tool?.reach === 'people') return 'It sends a message, which cannot be taken back.';
  const isUpdate = tool?.method === 'put' || tool?.method === 'patch';
  return isUpdate
    ? 'It overwrites the fields that are given, and the old values are not kept.'
    : 'It can overwrite or take away data.';
}
