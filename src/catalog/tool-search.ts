import MiniSearch from 'minisearch';
import { fillPlaceholders } from '../openapi/path-template.js';
import type { Tool } from '../openapi/tool.js';
import {
  actionOf,
  intentOf,
  isVerb,
  joinVerbs,
  type Action,
  type Intent,
} from './search-intent.js';
import { indexWord, queryWords, splitWords } from './search-words.js';

/** What of a tool is searched, and how much a word in it counts. */
const WEIGHTS = {
  name: 4,
  tags: 2,
  title: 2,
  path: 1,
  description: 1,
  arguments: 1,
  fields: 0.5,
  resource: 0.3,
};

/** A question is a few words; each costs time. */
const MAX_QUESTION_CHARS = 300;
/** How much a word counts that only means what was said. */
const MEANT_WEIGHT = 0.6;
/** How much more the first word counts: people say first what is to be found. */
const FIRST_WEIGHT = 1.3;
/** What is left of an operation that does something else than what is asked for. */
const OTHER_ACTION = 0.3;
/** What is left of one that reads a record where all are asked for, or the other way round. */
const OTHER_READING = 0.8;
/** What is left of an operation on something of which no word was said. */
const OTHER_THING = 0.4;

/** Finds tools by what they are about. Built once for a set of tools: 200 take some 20 ms. */
export class ToolSearch {
  private readonly index = new MiniSearch({
    idField: 'name',
    fields: Object.keys(WEIGHTS),
    tokenize: splitWords,
    processTerm: indexWord,
    extractField: (tool: Tool, field) => EXTRACT[field]?.(tool) ?? '',
    searchOptions: {
      boost: WEIGHTS,
      // One letter in five may be wrong.
      fuzzy: (term) => term.length > 4 && 0.2,
      weights: { fuzzy: 0.3, prefix: 0 },
    },
  });

  private readonly tools: ReadonlyMap<string, Tool>;

  constructor(tools: readonly Tool[]) {
    this.tools = new Map(tools.map((tool) => [tool.name, tool]));
    this.index.addAll(tools);
  }

  /** @returns the best matches among the allowed, the best first */
  find(question: string, limit: number, isAllowed: (tool: Tool) => boolean = () => true): Tool[] {
    const words = splitWords(joinVerbs(question.slice(0, MAX_QUESTION_CHARS)));
    const intent = intentOf(words);
    const weights = weighTerms(words);
    return this.index
      .search([...weights.keys()].join(' '), {
        processTerm: (term) => term,
        boostTerm: (term) => weights.get(term) ?? 1,
      })
      .map(({ id, score, terms }) => {
        const tool = this.tools.get(id as string)!;
        return { tool, score: score * fitOf(tool, intent, words, new Set(terms)) };
      })
      .toSorted((one, other) => other.score - one.score)
      .map(({ tool }) => tool)
      .filter(isAllowed)
      .slice(0, limit);
  }
}

/** What is looked for, and how much each of it counts: the words, what they mean, and `last name` as one. */
function weighTerms(words: readonly string[]): Map<string, number> {
  const weights = new Map<string, number>();
  const add = (term: string, weight: number) =>
    weights.set(term, Math.max(weight, weights.get(term) ?? 0));
  const first = words.find((word) => indexWord(word) !== null && !isVerb(word));
  for (const word of words) {
    const weight = word === first ? FIRST_WEIGHT : 1;
    const [said, ...meant] = queryWords(word);
    if (said) add(said, weight);
    for (const other of meant) add(other, weight * MEANT_WEIGHT);
  }
  for (const [index, word] of words.slice(1).entries()) add(joined([words[index]!, word]), 1);
  return weights;
}

function joined(words: readonly string[]): string {
  return words.join('');
}

/** How well the parts of a tool's name fit the question, from 0 to 1. */
function fitOf(
  tool: Tool,
  intent: Intent | undefined,
  words: readonly string[],
  terms: ReadonlySet<string>,
): number {
  const [verb = '', ...nouns] = tool.name.split('_').flatMap((word) => indexWord(word) ?? []);
  const action = actionOf(tool);
  const isDone = action ? fitOfAction(action, intent) : saysVerb(words, verb) ? 1 : OTHER_ACTION;
  // The last noun is what it is about, and those before it say whose.
  const weights = nouns.map((_noun, index) => (index === nouns.length - 1 ? 2 : 1));
  const sum = (all: readonly number[]) => all.reduce((total, weight) => total + weight, 0);
  const covered = sum(weights.filter((_weight, index) => terms.has(nouns[index]!)));
  const isAbout = nouns.length > 0 ? covered / sum(weights) : 1;
  return isDone * (OTHER_THING + (1 - OTHER_THING) * isAbout);
}

function fitOfAction(action: Action, intent: Intent | undefined): number {
  if (!intent || intent[0] === action) return 1;
  if (!intent.includes(action)) return OTHER_ACTION;
  return action === 'get' ? OTHER_READING : 1;
}

/** `archived` says of a record what it is, and not what is to be done with it. */
function saysVerb(words: readonly string[], verb: string): boolean {
  return words.some((word) => !word.endsWith('ed') && queryWords(word).includes(verb));
}

const EXTRACT: Record<string, (tool: Tool) => string> = {
  name: ({ name }) => name,
  tags: ({ tags }) => tags.join(' '),
  title: ({ title }) => title,
  path: ({ path }) => fillPlaceholders(path, () => ''),
  description: ({ description }) => description,
  arguments: ({ inputSchema: { properties = {} } }) =>
    Object.keys(properties)
      .map((name) => joined(splitWords(name)))
      .join(' '),
  fields: describeFields,
  resource: ({ resource }) => resource,
};

function describeFields({ inputSchema: { properties = {} }, destinations }: Tool): string {
  return Object.entries(properties)
    .filter(([name]) => destinations.get(name)?.in !== 'list')
    .map(([name, { description = '' }]) => `${name} ${description}`)
    .join(' ');
}
