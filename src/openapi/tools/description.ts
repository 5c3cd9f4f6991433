import { singularize } from '../../values/inflect.js';
import { hasNonLatinLetters } from '../../values/latin.js';
import type { Operation } from '../operations/operations.js';
import { endsInPlaceholder } from '../document/path-template.js';
import { oneLine } from '../../values/one-line.js';
import { plainText, isRedundant, sentencesOf, shortenText } from './plain-text.js';

const MAX_TITLE_CHARS = 80;
const MAX_DESCRIPTION_CHARS = 320;
/** OpenAI's limit. */
const MAX_OVERRIDE_CHARS = 1_024;
const MAX_RESOURCE_CHARS = 140;

/** Bullet Train's template gives DELETE operations the summary and description of the list. */
function isListText(text: string): boolean {
  return /^lists?\b/i.test(text);
}

/** The document's description and summary of an operation, without a list's words on another operation. */
function ownWords({ method, summary, description }: Operation): string[] {
  const words = [plainText(description), plainText(summary)];
  return words.filter((text) => text && (method === 'get' || !isListText(text)));
}

/** How many operations share a summary. */
export type SummaryCount = (summary: string) => number;

/**
 * The title of a tool: the document's summary, or a description that is as short. Where several operations share it, as
 * every `Fetch Tag` of a namespaced model does, it is the tool's name in words.
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

/** The operation id in another script, which the tool's name cannot show. */
function nameAsGiven({ id }: Operation): string {
  return shortenText(oneLine(id), MAX_TITLE_CHARS);
}

function sentenceOf(name: string): string {
  const words = name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The summary of an operation as plain text, or a description of at most 80 characters; empty without either. */
export function summaryOf({ summary, description }: Operation): string {
  const text = plainText(summary);
  if (text) return shortenText(text, MAX_TITLE_CHARS);
  const described = plainText(description);
  return described.length <= MAX_TITLE_CHARS ? described.replace(/\.$/, '') : '';
}

/**
 * Describes a tool in the document's words where they are true, followed by what its tag says of the resource.
 * @param tags the document's tag descriptions, by tag name
 * @returns at most 320 characters and 140 more about the resource; 1,024 where the operator describes the tool
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
  // A model must know before the call that it cannot be undone.
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

/** The first sentences of the tag's description, for the tool that lists the resource. */
function resourceOf(
  { method, path, tags }: Operation,
  descriptions: ReadonlyMap<string, string>,
): string {
  if (method !== 'get' || endsInPlaceholder(path)) return '';
  const tag = tags.find((name) => descriptions.has(name));
  if (tag === undefined) return '';
  const telling = sentencesOf(descriptions.get(tag) ?? '').filter(
    (sentence) => !isRedundant(sentence, tag),
  );
  return shortenText(telling.join('').trim(), MAX_RESOURCE_CHARS);
}
