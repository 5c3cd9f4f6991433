import { decode } from 'html-entities';
import { oneLine } from '../../values/one-line.js';
import { memoize } from '../../values/memoize.js';
import { singularize } from '../../values/inflect.js';
import { splitIdentifier } from '../document/path-words.js';

/** Stands where a link to a web page was: a model cannot follow it. */
const LINK = '\u0001';
/** Stands where a query string was shown: how a request is written is not the model's concern. */
const QUERY = '\u0002';

/** Nobody is shown as much; and no pattern here takes long over it, whatever it says. */
const MAX_READ_CHARS = 4_000;
/** Tags between which and their neighbours there is no space. */
const INLINE_TAG = /<\/?(?:a|abbr|b|code|em|i|small|span|strong|sub|sup|u|var)\b[^>]*>/gi;

/**
 * What a description says, for a reader who neither renders Markdown nor opens links: HTML entities
 * decoded, markup and code blocks taken away, sentences left out that only point to a web page.
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

/** Rails escapes what was escaped already. */
function decodeTwice(text: string): string {
  const once = decode(text);
  return /&(amp|lt|gt|quot|#\d+);/.test(once) ? decode(once) : once;
}

/** `Please refer to our guide.` and `like this: api/v2/resources?filter[id]=1`, which mislead a model. */
function isReferral(sentence: string): boolean {
  if (sentence.includes(QUERY)) return true;
  return (
    sentence.includes(LINK) &&
    /\b(refer|see|check|read|more|examples?|learn|guides?|docs|documentation)\b/i.test(sentence)
  );
}

/** A full stop and a beginning, and not one of the abbreviations that have a full stop themselves. */
const SENTENCE_END =
  /(?<=[.!?]\s)(?<!\b(?:e\.g|i\.e|etc|vs|approx|incl)\.\s)(?=["'(A-Z0-9])|(?<=[。！？])(?=.)/;

/** The sentences of a text whose white space is single, each with the space behind it. */
export function sentencesOf(text: string): string[] {
  return text.split(SENTENCE_END);
}

/** As many whole sentences as fit into `maxChars`; the first is cut at a word if it alone does not. */
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

/** Whether a text only repeats words that the reader has already seen: `First name` of `first_name`. */
export function isRedundant(text: string, ...seen: string[]): boolean {
  if (text === '' || text === seen[0]) return true;
  // Of other scripts splitIdentifier knows nothing.
  if (/[^\p{Script=Latin}\p{Script=Common}]/u.test(text)) return false;
  if (splitIdentifier(text).join('') === splitIdentifier(seen[0] ?? '').join('')) return true;
  if (!/^[\x20-\x7e]*$/.test(text)) return false;
  const known = new Set(seen.flatMap(splitIdentifier).map(singularize));
  return splitIdentifier(text).every((word) => FILLERS.has(word) || known.has(singularize(word)));
}
