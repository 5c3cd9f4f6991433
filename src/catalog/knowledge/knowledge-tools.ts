import type { Tool as ListedTool } from '@modelcontextprotocol/server';
import { securityOf } from '../../openapi/tools/listed-tool.js';
import type { Tool } from '../../openapi/tools/tool.js';
import { findSources } from './sources.js';

/** The names that ChatGPT's company knowledge and deep research look for (developers.openai.com/api/docs/mcp). */
export const SEARCH = 'search';
export const FETCH = 'fetch';

/** Kinds of records that are named; the others are counted. */
const MOST_KINDS = 12;
const TEXT = { type: 'string' } as const;

/**
 * The tools `search` and `fetch` for the records that a connection's tools read.
 * @returns none where nothing can be searched; an operation of the application that is called so keeps its name
 */
export function knowledgeTools(tools: readonly Tool[]): ListedTool[] {
  const sources = findSources(tools);
  if (sources.length === 0 || tools.some(({ name }) => name === SEARCH || name === FETCH))
    return [];
  const kinds = sources.map(({ kind }) => kind);
  const more = kinds.length - MOST_KINDS;
  const named = kinds.slice(0, MOST_KINDS).join(', ') + (more > 0 ? ` and ${more} more` : '');
  return [
    {
      name: SEARCH,
      title: 'Search records',
      description: `Searches the records that the person may see (${named}) by words in them, best first; ${FETCH} opens one. To list, count or filter records of one kind, use its list.`,
      inputSchema: {
        type: 'object',
        properties: {
          query: { ...TEXT, description: 'Words that are in the record, or its kind' },
        },
        required: ['query'],
      },
      outputSchema: {
        type: 'object',
        properties: {
          results: {
            type: 'array',
            items: {
              type: 'object',
              properties: { id: TEXT, title: TEXT, url: TEXT },
              required: ['id', 'title', 'url'],
            },
          },
          note: { ...TEXT, description: 'What was not looked at' },
        },
        required: ['results'],
      },
      annotations: readsOnly('Search records'),
      ...securityOf('read'),
    },
    {
      name: FETCH,
      title: 'Open a record',
      description: `Opens a record by its id from ${SEARCH}: all of it as text, and its page in the application.`,
      inputSchema: {
        type: 'object',
        properties: { id: { ...TEXT, description: `From ${SEARCH}` } },
        required: ['id'],
      },
      outputSchema: {
        type: 'object',
        properties: {
          id: TEXT,
          title: TEXT,
          text: TEXT,
          url: TEXT,
          metadata: { type: 'object', additionalProperties: TEXT },
        },
        required: ['id', 'title', 'text', 'url'],
      },
      annotations: readsOnly('Open a record'),
      ...securityOf('read'),
    },
  ];
}

function readsOnly(title: string) {
  return {
    title,
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  };
}
