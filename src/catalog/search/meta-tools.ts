import type { Tool as ListedTool } from '@modelcontextprotocol/server';
import type { OperationKind } from '../../values/operation-kind.js';
import { securityOf } from '../../openapi/tools/listed-tool.js';
import type { Tool } from '../../openapi/tools/tool.js';

/** The tools of search mode: one finds operations, one describes one, and one for each kind calls it. */
export const FIND = 'find_operations';
/** Describes an operation: its arguments and schema. */
export const DESCRIBE = 'describe_operation';
/** Call an operation; one tool for each kind, so that clients can ask about each differently. */
export const CALL: Record<OperationKind, string> = {
  read: 'call_read_operation',
  write: 'call_write_operation',
  delete: 'call_delete_operation',
};

const OPERATION = {
  type: 'string',
  description: `A name from ${FIND}`,
};

const SEARCH: ListedTool[] = [
  {
    name: FIND,
    description:
      'Finds the operations of this application that fit what is to be done, best first: their names, what they do, ' +
      `what they require, and which tool calls them. Start here; then ${DESCRIBE}, then call.`,
    inputSchema: {
      type: 'object',
      properties: {
        query: {
          type: 'string',
          description: 'In a few words, such as "list unpaid invoices" or "add a tag to a contact"',
        },
      },
      required: ['query'],
    },
    annotations: hints('Find operations', { readOnly: true }),
  },
  {
    name: DESCRIBE,
    description: `Tells all arguments of an operation as JSON Schema. Look before the first call of it.`,
    inputSchema: {
      type: 'object',
      properties: { operation: OPERATION },
      required: ['operation'],
    },
    annotations: hints('Describe an operation', { readOnly: true }),
  },
];

const CALLS: Record<OperationKind, ListedTool> = {
  read: callTool('read', 'Calls an operation that only reads. Refuses all others.', {
    title: 'Read',
    readOnly: true,
  }),
  write: callTool(
    'write',
    'Calls an operation that creates, updates or acts. Refuses what reads and what takes away.',
    {
      title: 'Create or update',
      destructive: true,
    },
  ),
  delete: callTool(
    'delete',
    'Calls an operation that takes something away: deletes it for good, archives or cancels it. Refuses all others.',
    {
      title: 'Delete',
      destructive: true,
    },
  ),
};

interface Hints {
  readOnly?: true;
  destructive?: true;
}

function callTool(
  kind: OperationKind,
  description: string,
  { title, ...what }: Hints & { title: string },
): ListedTool {
  return {
    name: CALL[kind],
    description,
    inputSchema: {
      type: 'object',
      properties: {
        operation: OPERATION,
        arguments: {
          type: 'object',
          additionalProperties: true,
          description: `As ${DESCRIBE} tells`,
        },
      },
      required: ['operation'],
    },
    annotations: hints(title, what),
  };
}

function hints(title: string, { readOnly, destructive }: Hints) {
  return {
    title,
    readOnlyHint: readOnly ?? false,
    destructiveHint: destructive ?? false,
    idempotentHint: readOnly ?? false,
    openWorldHint: false,
  };
}

/** Claude defers the tools of a server until it searches them itself. These are few, and they are the search. */
function listFirst<Listed extends ListedTool>(tool: Listed): Listed {
  return { ...tool, _meta: { ...tool._meta, 'anthropic/alwaysLoad': true } };
}

/** The meta-tools for a set of tools: search, describe, and one call tool for each kind that the set contains. */
export function metaToolsFor(tools: readonly Tool[]): ListedTool[] {
  const kinds = new Set(tools.map(({ kind }) => kind));
  const calls = (['read', 'write', 'delete'] as const).filter((kind) => kinds.has(kind));
  const asks = (kind: OperationKind) =>
    tools.some((tool) => tool.kind === kind && tool.callOptions?.has('confirm'));
  const reachesOutside = (kind: OperationKind) =>
    tools.some((tool) => tool.kind === kind && tool.annotations.openWorldHint);
  const secured = [
    ...SEARCH.map((tool) => ({ ...tool, ...securityOf('read') })),
    ...calls.map((kind) => ({
      ...CALLS[kind],
      annotations: { ...CALLS[kind].annotations, openWorldHint: reachesOutside(kind) },
      ...securityOf(kind, asks(kind)),
    })),
  ];
  // SEARCH and CALLS give every tool annotations with a title.
  return secured.map((tool) => listFirst({ title: tool.annotations!.title!, ...tool }));
}
