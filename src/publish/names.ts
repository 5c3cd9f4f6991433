import { pluralize } from 'inflection';
import { findSources } from '../catalog/knowledge/sources.js';
import type { Publishable } from './publishable-tools.js';

/** The most characters of names and subtitles in OpenAI's form. */
export const MOST_NAME_CHARS = 30;
export const MOST_SUBTITLE_CHARS = 30;
/** Words that may not follow a product's name in ChatGPT's directory. */
const PROTOCOL_WORDS = /\s*\b(mcp( server)?|plugin|connector|app)\s*$/i;

/** @returns the name as a directory shows it: without a trailing MCP or Plugin, and short enough */
export function displayName({ name }: Pick<Publishable, 'name'>): string {
  const plain = name.replace(PROTOCOL_WORDS, '').trim() || name;
  return shorten(plain, MOST_NAME_CHARS);
}

/** @returns the kinds of records in the plural and in lower case, such as `projects`, the most important first */
export function kindsOf({ tools }: Pick<Publishable, 'tools'>): string[] {
  const plumbing = /^(team|user|membership|invitation|webhook|endpoint|event|delivery)s?\b/i;
  const kinds = findSources(tools).map(({ kind }) => kind.toLowerCase());
  const own = kinds.filter((kind) => !plumbing.test(kind));
  const sorted = [...own, ...kinds.filter((kind) => plumbing.test(kind))];
  return [...new Set(sorted.map((kind) => pluralize(kind)))];
}

/** @returns a functional phrase such as `Find and update projects`, within the form's limit */
export function subtitleOf(publishable: Publishable): string {
  const [kind] = kindsOf(publishable);
  const changes = publishable.tools.some((tool) => tool.kind !== 'read');
  const verb = changes ? 'Find and update' : 'Find';
  const phrase = `${verb} ${kind ?? 'records'}`;
  return phrase.length <= MOST_SUBTITLE_CHARS ? phrase : `${verb} your records`;
}

/** @returns sentences that say what people do with the application */
export function descriptionOf(publishable: Publishable): string {
  const name = displayName(publishable);
  const kinds = listInWords(kindsOf(publishable).slice(0, 6));
  const does = new Set(publishable.tools.map(({ kind }) => kind));
  const verbs = [
    'find and open',
    ...(does.has('write') ? ['create and update'] : []),
    ...(does.has('delete') ? ['delete'] : []),
  ];
  return `${name} lets you ${listInWords(verbs)} the records of your account${kinds && `: ${kinds}`}. You sign in with your own ${name} account, and see and change only what you may there.`;
}

export function listInWords(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

function shorten(text: string, chars: number): string {
  const cut = [...text].slice(0, chars).join('');
  return (cut === text ? text : cut.replace(/\s+\S*$/, '')).trim() || cut;
}
