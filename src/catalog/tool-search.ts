import MiniSearch from 'minisearch';
import type { Tool } from '../openapi/tool.js';
import { indexWord, queryWords, splitWords } from './search-words.js';

/** What of a tool is searched, and how much a word in it counts. */
const WEIGHTS = { name: 4, tags: 2, title: 2, path: 1, description: 1, fields: 0.5 };

/** How much a word counts that only means what was said. */
const MEANT_WEIGHT = 0.5;

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
      processTerm: queryWords,
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
    const said = new Set(splitWords(question).map(indexWord));
    return this.index
      .search(question, { boostTerm: (term) => (said.has(term) ? 1 : MEANT_WEIGHT) })
      .map(({ id }) => this.tools.get(id as string)!)
      .filter(isAllowed)
      .slice(0, limit);
  }
}

const EXTRACT: Record<string, (tool: Tool) => string> = {
  name: ({ name }) => name,
  tags: ({ tags }) => tags.join(' '),
  title: ({ title }) => title,
  path: ({ path }) => path.replace(/\{[^{}]*\}/g, ''),
  description: ({ description }) => description,
  fields: describeFields,
};

function describeFields({ inputSchema: { properties = {} }, destinations }: Tool): string {
  return Object.entries(properties)
    .filter(([name]) => destinations.get(name)?.in !== 'list')
    .map(([name, { description = '' }]) => `${name} ${description}`)
    .join(' ');
}
