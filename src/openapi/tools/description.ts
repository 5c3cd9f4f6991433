import { singularize } from '../../values/inflect.js';
import { hasNonLatinLetters } from '../../values/latin.js';
import type { Operation } from '../operations/operations.js';
import { endsInPlaceholder } from '../document/path-template.js';
import { oneLine } from '../../values/one-line.js';
import { plainText, isRedundant, sentencesOf, shortenText } from './plain-text.js';

const MAX_TITLE_CHARS = 80;
const MAX_DESCRIPTION_CHARS = 320;
/** OpenAI takes no more. */
const MAX_OVERRIDE_CHARS = 1_024;
const MAX_RESOURCE_CHARS = 140;

/** Bullet Train's template gives other operations the summary and description of the list. */
function isListText(text: string): boolean {
  return /^lists?\b/i.test(text);
}

/** The document's own words on an operation, those of the list taken off what is none. */
function ownWords({ method, summary, description }: Operation): string[] {
  const words = [plainText(description), plainText(summary)];
  return words.filter((text) => text && (method === 'get' || !isListText(text)));
}

/** How often operations have the same summary. */
export type SummaryCount = (summary: string) => number;

/**
 * A short name for people: the document's summary, or a description that is as short. What several would be
 * called, as every `Fetch Tag` of a model in a namespace, says too little; then it is the tool's name in words.
 */
export function titleOf(operation: Operation, name: string, timesTitled: SummaryCount): string {
  const { method, overrides } = operation;
  if (overrides.title) return overrides.title;
  const summary = summaryOf(operation);
  if (summary && timesTitled(summary) > 1) {
    return hasNonLatinLetters(summary) ? `${summary} (${sentenceOf(name)})` : sentenceOf(name);
  }
  if (method === 'delete' && isListText(summary)) {
    const record = singularize(summary.replace(/^lists?\s+(all\s+)?/i, '')) || 'record';
    return `Delete ${record}`;
  }
  if (summary && (method === 'get' || !isListText(summary))) return summary;
  return hasNonLatinLetters(operation.id) ? nameAsGiven(operation) : sentenceOf(name);
}

/** What the document calls it in another script, of which its tool's name could keep nothing. */
function nameAsGiven({ id }: Operation): string {
  return shortenText(oneLine(id), MAX_TITLE_CHARS);
}

function sentenceOf(name: string): string {
  const words = name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The document's few words on an operation. */
export function summaryOf({ summary, description }: Operation): string {
  const text = plainText(summary);
  if (text) return shortenText(text, MAX_TITLE_CHARS);
  const described = plainText(description);
  return described.length <= MAX_TITLE_CHARS ? described.replace(/\.$/, '') : '';
}

/**
 * What calling the tool does, in the document's words where they are true, and what the thing is
 * that it works on.
 * @param tags the document's tag descriptions by the tags' names
 */
export function describeTool(
  operation: Operation,
  name: string,
  title: string,
  tags: ReadonlyMap<string, string>,
): string {
  const { overrides, method } = operation;
  if (overrides.description) return shortenText(overrides.description, MAX_OVERRIDE_CHARS);
  const own = ownWords(operation)[0] ?? title;
  const isBare = own === title || own === summaryOf(operation);
  // A model is to know before it calls that there is no way back.
  const forGood = hasNonLatinLetters(title) ? `${title}. Deletes for good.` : `${title} for good.`;
  const bare = method === 'delete' ? forGood : title;
  const what = isBare ? bare : own;
  const given = nameAsGiven(operation);
  const isToldOf = !hasNonLatinLetters(given) || [title, what].some((text) => text.includes(given));
  const described = shortenText(isToldOf ? what : `${given}: ${what}`, MAX_DESCRIPTION_CHARS);
  const resource = resourceOf(operation, tags);
  if (!resource || isRedundant(resource, described, name)) return described;
  return `${described.replace(/[^.!?…]$/, '$&.')} ${resource}`;
}

/** The tag's first words, where a model meets the resource: at its list. */
function resourceOf(
  { method, path, tags }: Operation,
  descriptions: ReadonlyMap<string, string>,
): string {
  if (method !== 'get' || endsInPlaceholder(path)) return '';
  const tag = tags.find((name) => descriptions.has(name));
  if (tag === undefined) return '';
  const telling = sentencesOf(descriptions.get(tag)!).filter(
    (sentence) => !isRedundant(sentence, tag),
  );
  return shortenText(telling.join('').trim(), MAX_RESOURCE_CHARS);
}
