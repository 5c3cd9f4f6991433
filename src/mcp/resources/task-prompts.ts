import type { Prompt } from '@modelcontextprotocol/server';
import { CALL, DESCRIBE } from '../../catalog/search/meta-tools.js';
import type { ToolView } from '../../catalog/tool-view.js';
import { fetchesRecord } from '../../openapi/tools/fetches-record.js';
import { pathArgumentsOf } from '../../openapi/tools/path-arguments.js';
import type { Tool } from '../../openapi/tools/tool.js';
import { kindsFor, type RecordKind, type Task } from './record-kinds.js';
import { readSince, SINCE } from './since.js';

/** A prompt for a task that people have with any kind of record. */
export interface TaskPrompt {
  task: Task;
  name: string;
  title: string;
  description: string;
  /** Beside `kind`, which each has. */
  argument: { name: string; description: string; required: boolean; values?: readonly string[] };
  /** @throws RangeError with what is wrong with the argument */
  write: (about: About, given: string) => string[];
}

interface About {
  /** The application's name. */
  application: string;
  kind: RecordKind;
  view: ToolView;
}

export const TASK_PROMPTS: readonly TaskPrompt[] = [
  {
    task: 'read',
    name: 'review_new',
    title: 'Review what is new',
    description: 'What was added and changed lately among the records of one kind.',
    argument: {
      name: 'since',
      description: 'A number of days, or a date such as 2026-11-01; 7 days if left out',
      required: false,
      values: SINCE,
    },
    write: ({ application, kind: { name, tool }, view }, given) => {
      const { since, today } = readSince(given, new Date());
      return [
        `What is new among the ${name} in ${application} since ${since}? Today is ${today} (UTC).`,
        `${read(tool, view)} Read to the end of each list, because new records often come last.`,
        `New is what has created_at on ${since} or later; changed is what only has updated_at then. If the records have neither, say so and show the last ones.`,
        'Begin with how many are new and how many changed. Then one table, the newest first: what each is called, who or what it belongs to, its status, when. End with what needs my attention, if anything does, and with what you could not read. If nothing is new, say just that.',
        'Only read: change nothing.',
      ];
    },
  },
  {
    task: 'read',
    name: 'find_record',
    title: 'Find a record',
    description: 'Looks for one record of a kind by whatever is known of it.',
    argument: {
      name: 'words',
      description: 'What you know of it: a name, a number, a person, a date',
      required: true,
    },
    write: ({ application, kind: { name, tool }, view }, given) => {
      const show = view.tools.find((other) => isOneOf(other, tool));
      return [
        `Find this among the ${name} in ${application}: ${given}`,
        `${read(tool, view)}${tool.searchedBy === undefined ? '' : ` Its argument ${tool.searchedBy} searches.`} Compare every field that may tell, and allow for other spellings and word orders.`,
        `If one fits, ${show ? `open it with ${call(show, view)} and ` : ''}show me what matters of it. If several fit, show up to five with what tells them apart, and ask me which I mean. If none does, say what you have looked through and what comes closest; do not guess.`,
        'Only read: change nothing.',
      ];
    },
  },
  {
    task: 'add',
    name: 'add_record',
    title: 'Add a record',
    description: 'Creates a record of a kind from what is known, after showing it to you.',
    argument: {
      name: 'details',
      description: 'What you know of it; what is missing is asked for',
      required: false,
    },
    write: ({ application, kind: { name, tool }, view }, given) => {
      const list = view.tools.find((other) => other.list && isBeside(other, tool));
      const required = tool.inputSchema.required ?? [];
      return [
        `Add a new ${name} to ${application}.${given === '' ? '' : ` This is what I know of it: ${given}`}`,
        `${call(tool, view)} creates it.${required.length > 0 ? ` It requires ${required.join(', ')}.` : ''} Take only what I have said, look ids up with the lists, and ask me for everything else that is required in one question. Invent nothing.`,
        list &&
          `Look first with ${call(list, view)} whether it is there already, and tell me if one looks the same.`,
        'Then show me what you are going to create, field by field, and wait for my yes. Create it once, and show me what it became, with its id. If it is refused, tell me why in plain words.',
      ].filter((part) => part !== undefined);
    },
  },
];

/** @returns the prompts that a connection can use, as `prompts/list` shows them */
export function listTaskPrompts(view: ToolView): Prompt[] {
  return usablePrompts(view).map(({ name, title, description, task, argument }) => {
    const { values: _values, ...shown } = argument;
    const kind = { name: 'kind', description: `One of: ${nameKinds(task, view)}`, required: true };
    return { name, title, description, arguments: [kind, shown] };
  });
}

/** @returns those for which a connection has tools */
export function usablePrompts(view: ToolView): TaskPrompt[] {
  return TASK_PROMPTS.filter(({ task }) => kindsFor(task, view).length > 0);
}

/** The kinds that a list or an error names; completion knows all of them. */
const MOST_NAMED = 20;

/** @returns the kinds with which a task can be done, for a sentence */
export function nameKinds(task: Task, view: ToolView): string {
  const names = kindsFor(task, view).map(({ name }) => name);
  const more = names.length - MOST_NAMED;
  return names.slice(0, MOST_NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** How a list is read: by which tool, and with ids from where. */
function read(list: Tool, view: ToolView): string {
  const ids = pathArgumentsOf(list);
  const each = `Look up ${ids.join(' and ')} first; if there are several, read the list of each.`;
  return `Read them with ${call(list, view)}.${ids.length > 0 ? ` ${each}` : ''}`;
}

/** A tool's name, and in search mode the tools that lead to it. */
function call({ name, kind }: Tool, { isSearched }: ToolView): string {
  return isSearched ? `the operation ${name} (${DESCRIBE}, then ${CALL[kind]})` : name;
}

/** Whether a tool opens one record of a list. */
function isOneOf(tool: Tool, list: Tool): boolean {
  return fetchesRecord(tool) && collectionOf(tool.path) === collectionOf(list.path);
}

/** Whether a tool lists what another adds. */
function isBeside(list: Tool, { path }: Tool): boolean {
  return list.method === 'get' && list.path === path;
}

/** What is behind the last record of a path that is not its own: Bullet Train's routes are shallow. */
function collectionOf(path: string): string {
  const [, own = path] = /^(.*?)(?:\/\{[^{}]+\})?$/.exec(path) ?? [];
  return own.slice(own.lastIndexOf('}') + 1);
}
