import { pluralize } from 'inflection';
import { findSources, type Source } from '../catalog/knowledge/sources.js';
import { FETCH, SEARCH } from '../catalog/knowledge/knowledge-tools.js';
import { PROFILE } from '../catalog/knowledge/profile-tool.js';
import { pathArgumentsOf } from '../openapi/tools/path-arguments.js';
import type { Tool } from '../openapi/tools/tool.js';
import type { Publishable } from './publishable-tools.js';
import { sampleArguments } from './sample-arguments.js';

/** A call of a test case. The argument `$list_teams` means the id of the first record that `list_teams` returned. */
export interface TrialCall {
  tool: string;
  arguments: Record<string, unknown>;
}

/** A prompt that a reviewer tries, and the calls that it leads to. */
export interface Trial {
  description: string;
  prompt: string;
  calls: TrialCall[];
  expects: string;
}

/** OpenAI's form requires exactly five. */
export const TRIALS = 5;

/**
 * Makes test cases from the application's tools: the signed-in person, lists, a record, a new one, a changed one, a
 * search.
 * @returns at most five; fewer if there are not enough tools
 */
export function makeTrials({ tools, listed }: Publishable): Trial[] {
  const sources = findSources(tools);
  const main = mainSource(sources, tools);
  const root = sources.find(({ depth }) => depth === 0);
  const isListed = (name: string) => listed.some((tool) => tool.name === name);
  const trials = [
    main && addTrial(main, tools),
    main && changeTrial(main, tools),
    main && listTrial(main),
    main && openTrial(main),
    root && root !== main ? listTrial(root) : undefined,
    isListed(SEARCH) && main ? searchTrial(main) : undefined,
    isListed(PROFILE) ? profileTrial() : undefined,
    ...sources.filter((source) => source !== main && source !== root).map(listTrial),
  ];
  return trials.filter((trial) => trial !== undefined).slice(0, TRIALS);
}

/** The kind of record that can be created and is nearest to the root: the application's main purpose. */
function mainSource(sources: readonly Source[], tools: readonly Tool[]): Source | undefined {
  const account = /^(team|user|membership|invitation|endpoint|event)$/i;
  const own = sources.filter(({ kind }) => !account.test(kind));
  return own.find((source) => createToolOf(source, tools)) ?? own[0] ?? sources[0];
}

function createToolOf({ list }: Source, tools: readonly Tool[]): Tool | undefined {
  return tools.find(({ method, path }) => method === 'post' && path === list.path);
}

/** The lists above it, from the root, and the arguments of the last. */
function callsTo(source: Source): TrialCall[] {
  const above = source.parent ? callsTo(source.parent) : [];
  return [...above, { tool: source.list.name, arguments: idsFor(source, source.list) }];
}

/** The ids in the path of a tool for a source's records; the last one is below the source's list. */
function idsFor(source: Source, tool: Tool): Record<string, unknown> {
  const chain: Source[] = [];
  for (let each: Source | undefined = source; each; each = each.parent) chain.unshift(each);
  const names = pathArgumentsOf(tool);
  const ids = (tool === source.list || tool.path === source.list.path ? chain.slice(0, -1) : chain)
    .map(({ list }) => `$${list.name}`)
    .slice(-names.length || Infinity);
  return Object.fromEntries(names.map((name, index) => [name, ids[index]]));
}

function listTrial(source: Source): Trial {
  const kinds = pluralize(source.kind.toLowerCase());
  const within = source.parent ? ` of my first ${source.parent.kind.toLowerCase()}` : '';
  return {
    description: `Lists the ${kinds} that the person may see.`,
    prompt: `Which ${kinds}${within} are there?`,
    calls: callsTo(source),
    expects: `A list of the ${kinds}${within} with their names, or the answer that there are none.`,
  };
}

function openTrial(source: Source): Trial {
  const kind = source.kind.toLowerCase();
  return {
    description: `Opens one ${kind}.`,
    prompt: `Show me everything about the first ${kind} that you find.`,
    calls: [...callsTo(source), { tool: source.show.name, arguments: idsFor(source, source.show) }],
    expects: `The fields of one ${kind}, such as its name and dates.`,
  };
}

function addTrial(source: Source, tools: readonly Tool[]): Trial | undefined {
  const tool = createToolOf(source, tools);
  const sample = tool && sampleArguments(tool, `Review ${source.kind.toLowerCase()}`);
  if (!tool || !sample) return undefined;
  const kind = source.kind.toLowerCase();
  const within = source.parent ? ` in my first ${source.parent.kind.toLowerCase()}` : '';
  return {
    description: `Creates a ${kind}.`,
    prompt: `Add a ${kind} called "Review ${kind}"${within}.`,
    calls: [
      ...(source.parent ? callsTo(source.parent) : []),
      { tool: tool.name, arguments: { ...sample, ...idsFor(source, tool) } },
    ],
    expects: `The new ${kind} with its id, after the person has confirmed it.`,
  };
}

function changeTrial(source: Source, tools: readonly Tool[]): Trial | undefined {
  const tool = tools.find(
    ({ method, path }) => (method === 'put' || method === 'patch') && path === source.show.path,
  );
  const field = ['name', 'title', 'label', 'description'].find(
    (name) => tool?.inputSchema.properties?.[name]?.type === 'string',
  );
  if (!tool || field === undefined) return undefined;
  const kind = source.kind.toLowerCase();
  return {
    description: `Changes one field of a ${kind}.`,
    prompt: `Change the ${field} of the first ${kind} to "Reviewed ${kind}".`,
    calls: [
      ...callsTo(source),
      {
        tool: tool.name,
        arguments: { ...idsFor(source, tool), [field]: `Reviewed ${kind}` },
      },
    ],
    expects: `The ${kind} with its new ${field}, after the person has confirmed it; its other fields stay.`,
  };
}

function searchTrial({ kind }: Source): Trial {
  return {
    description: 'Searches all records by words.',
    prompt: `Search my records for "${kind.toLowerCase()}" and open the best one.`,
    calls: [
      { tool: SEARCH, arguments: { query: kind.toLowerCase() } },
      { tool: FETCH, arguments: { id: `$${SEARCH}` } },
    ],
    expects: 'The record that fits best, as text with a link to its page.',
  };
}

function profileTrial(): Trial {
  return {
    description: 'Tells which account is connected.',
    prompt: 'Which account am I signed in with?',
    calls: [{ tool: PROFILE, arguments: {} }],
    expects: "The name and email address of the reviewer's account.",
  };
}
