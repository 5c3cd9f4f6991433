import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { ALICE_TOKEN, startSandbox } from '#built/sandbox/sandbox.js';
import { startServer, UNBUNDLED } from '../test/running-server.ts';

/** A tool call in the conversation, with its result. */
export interface Call {
  tool: string;
  args: Record<string, unknown>;
  isRead: boolean;
  /** The result, in a few words. */
  result: string;
}

/** The parts of the picture, from top to bottom. */
export type Turn =
  | { is: 'question'; text: string }
  | { is: 'calls'; calls: Call[] }
  | { is: 'answer'; text: string; table?: string[][] };

export interface Conversation {
  /** The application's name, and the number of its tools. */
  application: string;
  toolCount: number;
  turns: Turn[];
}

/** The fields that are read from the sandbox's records. */
interface Item {
  id: number;
  name: string;
  priority: string;
  due_on: string;
  done: boolean;
}

/**
 * Holds a conversation with the built server in front of the sandbox: the questions and the choice of calls are written
 * here, as no model is asked; the calls are made by the official client, and all figures and names come from their results.
 * @throws when a call fails
 */
export async function converse(): Promise<Conversation> {
  const sandbox = await startSandbox({ port: 0 });
  const server = await startServer(sandbox.url, {}, UNBUNDLED);
  const client = new Client({ name: 'docs', version: '1' });
  const headers = { authorization: `Bearer ${ALICE_TOKEN}` };
  try {
    const mcp = new URL(`${server.url}/mcp`);
    await client.connect(new StreamableHTTPClientTransport(mcp, { requestInit: { headers } }));
    return await talk(client);
  } finally {
    await client.close();
    await server.stop();
    await sandbox.close();
  }
}

async function talk(client: Client): Promise<Conversation> {
  const { tools } = await client.listTools();
  const call = async (
    tool: string,
    args: Record<string, unknown>,
    say: (items: Item[], first: Item) => string,
  ) => {
    const { isError, structuredContent, content } = await client.callTool({
      name: tool,
      arguments: args,
    });
    if (isError) throw new Error(`${tool}: ${JSON.stringify(content)}`);
    // Every tool that is called here returns a list of the sandbox's records, or one.
    const { items = [structuredContent] } = structuredContent as { items?: unknown[] };
    // The sandbox's records have these fields.
    const [item] = items as Item[];
    if (!item) throw new Error(`${tool} returned no record`);
    const isRead = tools.find(({ name }) => name === tool)?.annotations?.readOnlyHint === true;
    // As above.
    const records = items as Item[];
    const shown: Call = { tool, args, isRead, result: say(records, item) };
    return { items: records, item, shown };
  };
  const records = (items: Item[]) => `${items.length} records`;

  const teams = await call('list_teams', {}, records);
  const team = teams.item;
  const fields = ['name', 'priority', 'due_on'];
  const projects = await call('list_projects', { team_id: team.id, fields }, records);
  const urgent = projects.items
    .filter(({ priority }) => priority === 'high')
    .toSorted((one, other) => one.due_on.localeCompare(other.due_on));
  const [first] = urgent;
  if (!first) throw new Error('The sandbox has no urgent project');

  const due = { id: first.id, due_on: '2027-03-01' };
  const moved = await call('update_project', due, (_items, item) => `due on ${item.due_on}`);
  const task = { project_id: first.id, name: 'Call the printer' };
  const added = await call('create_task', task, (_items, item) => `task ${item.id}`);
  const tasks = await call('list_tasks', { project_id: first.id }, records);
  const open = tasks.items.filter(({ done }) => !done).map(({ name }) => name);

  return {
    application: client.getServerVersion()?.title ?? '',
    toolCount: tools.length,
    turns: [
      {
        is: 'question',
        text: `Which high-priority projects of ${team.name} are due first?`,
      },
      { is: 'calls', calls: [teams.shown, projects.shown] },
      {
        is: 'answer',
        text: `Of the ${urgent.length} projects with a high priority these are due first:`,
        table: [
          ['Project', 'Due'],
          ...urgent.slice(0, 3).map(({ name, due_on }) => [name, due_on]),
        ],
      },
      {
        is: 'question',
        text: `Move the first to 1 March, and add a task: call the printer. What is still open there?`,
      },
      { is: 'calls', calls: [moved.shown, added.shown, tasks.shown] },
      {
        is: 'answer',
        text: `Done. ${moved.item.name} is due on ${moved.item.due_on} now. ${open.length} tasks are open: ${open.join(', ')}.`,
      },
    ],
  };
}
