import { decode } from 'html-entities';
import { oneLine } from '../../values/one-line.js';
import { memoize } from '../../values/memoize.js';
import { singularize } from '../../values/inflect.js';
import { splitIdentifier } from '../document/path-words.js';

/** Marks a removed link to a web page, which a model cannot follow. */
const LINK = '\u0001';
/** Marks a removed query string, because a model does not write requests. */
const QUERY = '\u0002';

/** More than anybody is shown, and little enough that every pattern here is fast. */
const MAX_READ_CHARS = 4_000;
/** Inline tags, which are removed without leaving a space. */
const INLINE_TAG = /<\/?(?:a|abbr|b|code|em|i|small|span|strong|sub|sup|u|var)\b[^>]*>/gi;

/**
 * Sanitizes a description for a reader who neither renders Markdown nor opens links: decodes HTML entities, removes
 * markup and code blocks, and leaves out sentences that only point to a web page.
 * @param markdown anything; what is not a string becomes ''
 * @returns one line of plain text
 */
export function plainText(markdown: unknown): string {
  if (typeof markdown !== 'string' || markdown === '') return '';
  return readMarkdown(markdown.slice(0, MAX_READ_CHARS));
}

const readMarkdown = memoize((markdown) => {
  const unmarked = withoutAsides(markdown)
    .replace(/^[ >]*>(.*)$/gm, (_line, quoted: string) =>
      /^ *#/.test(quoted) ? quoted.trim() : quoted.trim().replace(/(?<=[^.!?:])$/, '.'),
    )
    .replace(/^ {0,3}#{1,6} .*$/gm, (heading, at: number, whole: string) =>
      whole.slice(at + heading.length).trim() ? '' : heading.replace(/^[ #]+/, ''),
    )
    // Where lines were folded into one, a heading's mark stands inside it.
    .replace(/(?<=\s)#{2,6} /g, '')
    .replace(/^\s*([-*+] |\d+\. )+\s*(\[[ xX]\] )?/gm, '')
    .replace(/!\[[^\]]*\](\([^)]*\)|\[[^\]]*\])/g, '')
    .replace(/<a\s[^<>]*\bhref=["']?https?:[^<>]*>([^<]*)<\/a>/gi, `$1${LINK}`)
    .replace(/\[([^\]]*)\]\(https?:[^)]*\)/g, `$1${LINK}`)
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\[\^[^\]]*\]/g, '')
    .replace(/\[([^\]]+)\]\[[^\]]*\]/g, '$1')
    .replace(/<(https?:[^>\s]*)>/g, '$1')
    .replace(/https?:\/\/\S+/g, (url) => url + LINK)
    .replace(/\S+/g, (word) => (/\w\?\w+(\[\w*\])*=/.test(word) ? QUERY : word))
    .replace(INLINE_TAG, '')
    .replace(/<\/?[a-z][^>]*>/gi, ' ')
    .replace(/\*\*|(?<!\w)__|__(?!\w)|~~|`/g, '')
    .replace(/(?<=^|[\s(])([_*])(?=\S)(.+?)(?<=\S)\1(?=$|[\s).,:;])/g, '$2')
    .replace(/\\([\\*_{}[\]()#+.!|~<>-])/g, '$1');
  // The marks of links and queries stay; what else cannot be seen goes at the end.
  const sentences = sentencesOf(decodeTwice(unmarked).replace(/\s+/g, ' ').trim());
  const kept = sentences.filter((sentence) => !isReferral(sentence)).join('');
  return oneLine(kept.replaceAll(LINK, ''));
});

/** Takes away what stands beside the text: remarks, code, scripts, admonitions' marks, rules, references, tables' frames. */
function withoutAsides(markdown: string): string {
  return (
    markdown
      .replace(/<!--[\s\S]*?(-->|$)/g, ' ')
      .replace(/<(script|style)\b[\s\S]*?(<\/\1>|$)/gi, ' ')
      .replace(/(```|~~~)[\s\S]*?(\1|$)/g, ' ')
      .replace(/\[!\w+\]/g, '')
      // MkDocs, Docusaurus and GitBook.
      .replace(/^ *(!!!|\?\?\?\+?|:::+) *\w*.*$/gm, '')
      .replace(/\{%[^%\n]*%\}/g, ' ')
      .replace(/^ *\[[^\]\n]+\]: *\S+.*$/gm, '')
      .replace(/^[^|\n]*\|.*\n *\|?[ :]*-+[-| :]*$/gm, '')
      .replace(/^ *([-*_=])( *\1){2,} *$/gm, '')
      .replace(
        /^ *\|(.+)\| *$/gm,
        (_line, row: string) =>
          `${row
            .split('|')
            .map((cell) => cell.trim())
            .filter(Boolean)
            .join(': ')}. `,
      )
  );
}

/** Decodes twice, because Rails escapes text that is escaped already. */
function decodeTwice(text: string): string {
  const once = decode(text);
  return /&(amp|lt|gt|quot|#\d+);/.test(once) ? decode(once) : once;
}

/** Whether a sentence only refers elsewhere or shows a query, as in `like this: api/v2/resources?filter[id]=1`. */
function isReferral(sentence: string): boolean {
  if (sentence.includes(QUERY)) return true;
  return (
    sentence.includes(LINK) &&
    /\b(refer|see|check|read|more|examples?|learn|guides?|docs|documentation)\b/i.test(sentence)
  );
}

/** The end of a sentence, but not of an abbreviation. */
const SENTENCE_END =
  /(?<=[.!?]\s)(?<!\b(?:e\.g|i\.e|etc|vs|approx|incl)\.\s)(?=["'(A-Z0-9])|(?<=[。！？])(?=.)/;

/** Splits a text with single spaces into sentences, each with its trailing space. */
export function sentencesOf(text: string): string[] {
  return text.split(SENTENCE_END);
}

/** Truncates a text to whole sentences within `maxChars`; a first sentence that is too long is truncated at a word. */
export function shortenText(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  let kept = '';
  for (const sentence of sentencesOf(text)) {
    if ((kept + sentence).trimEnd().length > maxChars) break;
    kept += sentence;
  }
  if (kept) return kept.trimEnd();
  return `${text.slice(0, maxChars - 1).replace(/\s+\S*$/, '')}…`;
}

const FILLERS = new Set(
  'a an and the of for to in on is are be id ids this that your its it given single all new'.split(
    ' ',
  ),
);

/** Whether a text only repeats words that the reader has seen: `First name` beside `first_name`. */
export function isRedundant(text: string, ...seen: string[]): boolean {
  if (text === '' || text === seen[0]) return true;
  // Of other scripts splitIdentifier knows nothing.
  if (/[^\p{Script=Latin}\p{Script=Common}]/u.test(text)) return false;
  if (splitIdentifier(text).join('') === splitIdentifier(seen[0] ?? '').join('')) return true;
  if (!/^[\x20-\x7e]*$/.test(text)) return false;
  const known = new Set(seen.flatMap(splitIdentifier).map(singularize));
  return splitIdentifier(text).every((word) => FILLERS.has(word) || known.has(singularize(word)));
}
