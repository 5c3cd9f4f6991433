import { singularize } from 'inflection';
import { METHODS } from '../openapi/document/method.js';
import type { Tool } from '../openapi/tools/tool.js';

/** The text is not a list of patterns; the message shows examples. */
export class PatternError extends Error {
  override readonly name = 'PatternError';
}

/** A pattern that selects tools. */
export interface ToolPattern {
  text: string;
  matches(tool: Tool): boolean;
}

const MAX_PATTERNS = 100;
const EXAMPLES = 'such as list_*, contacts_*, tag:Contact or method:delete';

/**
 * Reads a list of patterns with commas between them:
 * - `list_*`, `get_order`: the names of tools;
 * - `contacts_*`: everything about contacts and their children, by the resource's name;
 * - `tag:Contact*`: a tag of the document;
 * - `method:delete`: an HTTP method.
 * @throws PatternError naming what cannot be read
 */
export function parsePatterns(list: string): ToolPattern[] {
  const texts = list
    .split(',')
    .map((text) => text.trim())
    .filter(Boolean);
  if (texts.length === 0) throw new PatternError(`names no tools; write patterns ${EXAMPLES}`);
  if (texts.length > MAX_PATTERNS)
    throw new PatternError(`lists more than ${MAX_PATTERNS} patterns`);
  return texts.map((text) => ({ text, matches: matcherOf(text) }));
}

function matcherOf(text: string): (tool: Tool) => boolean {
  const [, kind, value = ''] = /^(?:(\w+):(?!:))?(.+)$/.exec(text.toLowerCase()) ?? [];
  if (kind === undefined && /^[a-z0-9_*]{1,100}$/.test(value)) return nameMatcher(value);
  if (kind === 'tag') return ({ tags }) => tags.some((tag) => isLike(tag.toLowerCase(), value));
  if (kind === 'method' && METHODS.some((method) => method === value)) {
    return ({ method }) => method === value;
  }
  throw new PatternError(`cannot read ${JSON.stringify(text)}; write patterns ${EXAMPLES}`);
}

function nameMatcher(pattern: string): (tool: Tool) => boolean {
  const resource = singular(pattern);
  const alone = resource.endsWith('_*') ? resource.slice(0, -2) : resource;
  return (tool) =>
    isLike(tool.name, pattern) ||
    resourcesOf(tool).some((name) => isLike(name, resource) || isLike(name, alone));
}

/** `Contacts::AppliedTag` → `contact_applied_tag`; without tags the name says it, its verb aside. */
function resourcesOf({ tags, name }: Tool): string[] {
  if (tags.length === 0) return [singular(name.replace(/^[^_]*_/, ''))];
  return tags.map((tag) =>
    singular(
      tag
        .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '_'),
    ),
  );
}

function singular(words: string): string {
  return words
    .split('_')
    .map((word) => singularize(word))
    .join('_');
}

/** Compares with a pattern in which `*` stands for anything; takes time in proportion to the text. */
function isLike(text: string, pattern: string): boolean {
  const [start = '', ...rest] = pattern.split('*');
  const end = rest.pop();
  if (end === undefined) return text === start;
  if (!text.startsWith(start)) return false;
  let from = start.length;
  for (const part of rest) {
    const at = text.indexOf(part, from);
    if (at === -1) return false;
    from = at + part.length;
  }
  return text.length - end.length >= from && text.endsWith(end);
}
