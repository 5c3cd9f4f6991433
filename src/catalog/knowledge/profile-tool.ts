import type { Tool as ListedTool } from '@modelcontextprotocol/server';
import { findUserTool } from '../../openapi/tools/current-user-tool.js';
import { securityOf } from '../../openapi/tools/listed-tool.js';
import type { Tool } from '../../openapi/tools/tool.js';

export const PROFILE = 'get_profile';

/** ChatGPT calls the tool that is marked so, and shows people which account a connection has. */
const PROFILE_META = { 'openai/profile': true };
const TEXT = { type: 'string' } as const;

/**
 * The tool that tells ChatGPT whose account a connection has (developers.openai.com/plugins/build/auth).
 * @returns no tool if the application does not tell who is signed in; an operation of the same name keeps it
 */
export function profileTool(tools: readonly Tool[]): ListedTool[] {
  if (!findUserTool({ tools }) || tools.some(({ name }) => name === PROFILE)) return [];
  const { securitySchemes, _meta } = securityOf('read');
  const profile = {
    name: PROFILE,
    title: 'Who is signed in',
    description: 'Tells which account this connection has: its id, name and email address.',
    inputSchema: { type: 'object' as const, properties: {} },
    outputSchema: {
      type: 'object' as const,
      properties: {
        id: { ...TEXT, description: 'The same for the same person at every connection' },
        name: TEXT,
        email: TEXT,
        nickname: TEXT,
      },
      required: ['id'],
      additionalProperties: false,
    },
    annotations: {
      title: 'Who is signed in',
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    securitySchemes,
    _meta: { ..._meta, ...PROFILE_META },
  };
  return [profile];
}
