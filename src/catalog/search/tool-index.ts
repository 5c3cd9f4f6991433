import MiniSearch from 'minisearch';
import { fillPlaceholders } from '../../openapi/document/path-template.js';
import type { Tool } from '../../openapi/tools/tool.js';
import { compoundSplitter } from './compounds.js';
import { hasEvidence } from './evidence.js';
import { actionOf, type Action, type Intent } from './intent.js';
import { readQuery, type Query } from './query.js';
import { isUnspaced, pairsOf, splitWords } from './text.js';
import { indexWord, queryWords } from './words.js';

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

/** How much a word counts that only means what was said. */
const MEANT_WEIGHT = 0.6;
/** The extra weight of the first word: people name first what they look for. */
const FIRST_WEIGHT = 1.3;
/** What is left of an operation that does something else than what is asked for. */
const OTHER_ACTION = 0.3;
/** What is left of one that reads a record where all are asked for, or the other way round. */
const OTHER_READING = 0.8;
/** … where it is not known which verbs of the question's language mean what. */
const PERHAPS_OTHER_ACTION = 0.7;
/** What is left of an operation on something of which no word was said. */
const OTHER_THING = 0.4;

/** Finds tools by what they are about. Built once for a set of tools: 200 take some 30 ms. */
export class ToolIndex {
  private readonly index = new MiniSearch({
    idField: 'name',
    fields: Object.keys(WEIGHTS),
    tokenize: splitWords,
    processTerm: (word) => this.indexTerms(word),
    extractField: (tool: Tool, field) => EXTRACT[field]?.(tool) ?? '',
    searchOptions: {
      boost: WEIGHTS,
      // One letter may be wrong, in a longer word two, or exchanged.
      fuzzy: (term) => term.length > 4 && 0.22,
      // One letter alone is a word in Chinese, and part of longer ones.
      prefix: (term) => term.length === 1,
      weights: { fuzzy: 0.3, prefix: 0.5 },
    },
  });

  private readonly tools: ReadonlyMap<string, Tool>;
  private readonly split: (word: string) => string[];

  constructor(tools: readonly Tool[]) {
    this.tools = new Map(tools.map((tool) => [tool.name, tool]));
    this.split = compoundSplitter(
      tools.flatMap(({ name, title, tags, description }) =>
        splitWords([name, title, ...tags, description].join(' ')),
      ),
    );
    this.index.addAll(tools);
  }

  /** @returns the best matches among the allowed, the best first; none where nothing has to do with the question */
  find(question: string, limit: number, isAllowed: (tool: Tool) => boolean = () => true): Tool[] {
    const query = readQuery(question, this.split);
    const weights = weighTerms(query);
    return this.index
      .search([...weights.keys()].join(' '), {
        tokenize: (text) => text.split(' '),
        processTerm: (term) => term,
        boostTerm: (term) => weights.get(term) ?? 1,
      })
      .filter(({ match }) => hasEvidence(query.words, match))
      .flatMap(({ id, score, terms }) => {
        const tool = this.tools.get(String(id));
        return tool ? [{ tool, score: score * fitOf(tool, query, new Set(terms)) }] : [];
      })
      .toSorted((one, other) => other.score - one.score)
      .map(({ tool }) => tool)
      .filter(isAllowed)
      .slice(0, limit);
  }

  private indexTerms(word: string): string[] | null {
    if (isUnspaced(word)) return pairsOf(word);
    const stem = indexWord(word);
    return stem === null
      ? null
      : [stem, ...this.split(word).flatMap((part) => indexWord(part) ?? [])];
  }
}

/** What is looked for, and how much each of it counts: the words, what they mean, and `last name` as one. */
function weighTerms({ words, said }: Query): Map<string, number> {
  const weights = new Map<string, number>();
  const add = (term: string, weight: number) =>
    weights.set(term, Math.max(weight, weights.get(term) ?? 0));
  const first = words.find((word) => !word.isVerb);
  for (const word of words) {
    const weight = word === first ? FIRST_WEIGHT : 1;
    for (const piece of word.pieces) add(piece, weight / Math.sqrt(word.pieces.length));
    for (const other of word.meant) add(other, weight * MEANT_WEIGHT);
  }
  for (const [index, word] of said.slice(1).entries()) add(joined([said[index] ?? '', word]), 1);
  return weights;
}

function joined(words: readonly string[]): string {
  return words.join('');
}

/** How well the parts of a tool's name fit the question, from 0 to 1. */
function fitOf(tool: Tool, { intent, said, isForeign }: Query, terms: ReadonlySet<string>): number {
  const [verb = '', ...nouns] = tool.name.split('_').flatMap((word) => indexWord(word) ?? []);
  const action = actionOf(tool);
  const otherwise = isForeign && !intent ? PERHAPS_OTHER_ACTION : OTHER_ACTION;
  const isDone = action ? fitOfAction(action, intent) : saysVerb(said, verb) ? 1 : otherwise;
  // The last noun is what it is about, and those before it say whose.
  const weights = nouns.map((_noun, index) => (index === nouns.length - 1 ? 2 : 1));
  const sum = (all: readonly number[]) => all.reduce((total, weight) => total + weight, 0);
  const covered = sum(weights.filter((_weight, index) => terms.has(nouns[index] ?? '')));
  const isAbout = nouns.length > 0 ? covered / sum(weights) : 1;
  return isDone * (OTHER_THING + (1 - OTHER_THING) * isAbout);
}

function fitOfAction(action: Action, intent: Intent | undefined): number {
  if (!intent || intent[0] === action) return 1;
  if (!intent.includes(action)) return OTHER_ACTION;
  return action === 'get' ? OTHER_READING : 1;
}

/** `archived` describes a record, and does not name an action. */
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
