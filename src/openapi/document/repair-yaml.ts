import { YAMLException } from 'js-yaml';

/** The outcome of `readRepairing`. */
export interface Repaired {
  value: unknown;
  /** One sentence for each line that was read as text. */
  repairs: string[];
}

type Read = (text: string) => unknown;

/** A key and its value on one line, in a list or not. */
const LINE = /^(?<start>\s*(?:- +)*(?<key>[\w$./{}-]+): +)(?<value>\S.*?)\s*$/;
const LIST_ENTRY = /^(?<start>\s*- +)(?<value>\S.*?)\s*$/;
/** Keys of texts for people. Bullet Train writes these texts unquoted, from its translations. */
const FOR_PEOPLE = /^(title|summary|description|name|label|heading)$/;
/** A value that YAML may read as something other than text. */
const DOUBTFUL = /: |:$|(^|\s)#|^[%@&*!`"'[\]{},|>?:-]/;
/** A value that YAML silently reads as a comment, an anchor or a tag, so the text is lost. */
const SWALLOWED =
  /^[ \t]*(?:- +)*(?:title|summary|description): +(?:#|&\S|!(?!!|ruby\/|binary\b|str\b)\S)/m;
/** Each retry reads the whole document again. */
const MAX_RETRIES = 10;
/** How many lines above the error to look for an unclosed quotation mark. */
const MAX_LINES_BACK = 200;
/** Each doubtful line is searched for in the whole text, or parsed on its own. */
const MAX_DOUBTED = 1_000;
const MAX_NAMED = 20;

/**
 * Reads YAML whose texts are unquoted, as in `summary: Tasks: all of them` or `title: # of seats`. Bullet Train's
 * template writes summaries so, and one of them makes the whole document invalid. A document that does not parse is
 * read again with such lines quoted; in one that parses, only lines whose text would be lost are quoted.
 * @param read parses YAML and throws YAMLException
 * @returns the value, and a sentence for each repaired line
 * @throws YAMLException the first one, where no repair helps
 */
export function readRepairing(text: string, read: Read): Repaired {
  const losesText = SWALLOWED.test(text);
  try {
    if (!losesText) return { value: read(text), repairs: [] };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
  }
  const lines = text.split('\n');
  const repaired = new Set<number>();
  const quote = (index: number): boolean => {
    const quoted = quoteLine(lines[index] ?? '');
    if (quoted === undefined || repaired.has(index)) return false;
    lines[index] = quoted;
    repaired.add(index);
    return true;
  };
  const again = () => read(lines.join('\n'));

  if (losesText) {
    const inBlocks = linesInBlocks(lines);
    const swallowed = [...lines.keys()].filter(
      (index) => SWALLOWED.test(lines[index] ?? '') && !inBlocks.has(index),
    );
    for (const index of swallowed.slice(0, MAX_DOUBTED)) {
      if (isLost(lines[index] ?? '', text)) quote(index);
    }
  }
  let failure: YAMLException;
  try {
    return { value: again(), repairs: nameLines(repaired, text) };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    failure = error;
  }
  const first = failure;
  for (const index of textsThatFail(lines, text, read)) quote(index);
  for (let retries = 0; retries <= MAX_RETRIES; retries++) {
    try {
      return { value: again(), repairs: nameLines(repaired, text) };
    } catch (error) {
      if (!(error instanceof YAMLException)) throw error;
      failure = error;
    }
    const culprit = findCulprit(lines, failure, read, repaired);
    if (culprit === undefined || !quote(culprit)) break;
  }
  throw first;
}

/** `&name` is an anchor where something refers to it. */
function isLost(line: string, text: string): boolean {
  const { value = '' } = LINE.exec(line)?.groups ?? {};
  const [, anchor] = /^&(\S+)/.exec(value) ?? [];
  return anchor === undefined || !text.includes(`*${anchor}`);
}

function quoteLine(line: string): string | undefined {
  const { start, value } = (LINE.exec(line) ?? LIST_ENTRY.exec(line))?.groups ?? {};
  return start === undefined || value === undefined ? undefined : start + JSON.stringify(value);
}

/** Lines for people that do not parse even on their own, or that end early at what looks like a comment. */
function textsThatFail(lines: readonly string[], text: string, read: Read): number[] {
  const inBlocks = linesInBlocks(lines);
  const doubtful = [...lines.keys()].filter((index) => {
    const { key = '', value = '' } = LINE.exec(lines[index] ?? '')?.groups ?? {};
    const isDoubtful = FOR_PEOPLE.test(key) && DOUBTFUL.test(value);
    return isDoubtful && !inBlocks.has(index) && !continues(lines, index);
  });
  return doubtful.slice(0, MAX_DOUBTED).filter((index) => {
    const { value = '' } = LINE.exec(lines[index] ?? '')?.groups ?? {};
    if (value.startsWith('*') && text.includes(`&${value.slice(1)}`)) return false;
    return fails(value, read) || (/ #/.test(value) && !/^["'[{|>]/.test(value));
  });
}

function fails(value: string, read: Read): boolean {
  try {
    read(`text: ${value}`);
    return false;
  } catch (error) {
    if (error instanceof YAMLException) return true;
    throw error;
  }
}

/** Whether the text continues on the next line, indented deeper than its key. */
function continues(lines: readonly string[], index: number): boolean {
  const next = lines[index + 1];
  return next !== undefined && next.trim() !== '' && indentOf(next) > indentOf(lines[index] ?? '');
}

/** Lines inside a block scalar (`|` or `>`), which are text already. */
function linesInBlocks(lines: readonly string[]): Set<number> {
  const inBlock = new Set<number>();
  let announcedAt = Infinity;
  for (const [index, line] of lines.entries()) {
    const indent = indentOf(line);
    if (line.trim() === '' || indent > announcedAt) {
      inBlock.add(index);
      continue;
    }
    const announces = /(^|[:\s-])[|>][+-]?\d?[+-]?(\s+#.*)?$/.test(line.trimEnd());
    announcedAt = announces ? indent : Infinity;
  }
  return inBlock;
}

function indentOf(line: string): number {
  return line.search(/\S|$/);
}

/** The nearest line at or above the error that does not parse on its own either. */
function findCulprit(
  lines: readonly string[],
  { mark }: YAMLException,
  read: Read,
  repaired: ReadonlySet<number>,
): number | undefined {
  const at = Math.min(mark?.line ?? 0, lines.length - 1);
  for (let index = at; index >= Math.max(0, at - MAX_LINES_BACK); index--) {
    const line = lines[index] ?? '';
    const { key = '', value = '' } = (LINE.exec(line) ?? LIST_ENTRY.exec(line))?.groups ?? {};
    // An unclosed list or object is not an unquoted text.
    const isText = FOR_PEOPLE.test(key) || !/^[[{]/.test(value);
    const isCandidate = !repaired.has(index) && isText && DOUBTFUL.test(value);
    if (isCandidate && fails(value, read)) return index;
  }
  return undefined;
}

function nameLines(repaired: ReadonlySet<number>, text: string): string[] {
  if (repaired.size === 0) return [];
  const lines = text.split('\n');
  const indexes = [...repaired].toSorted((one, other) => one - other);
  const named = indexes.slice(0, MAX_NAMED).map((index) => {
    const line = (lines[index] ?? '').trim().slice(0, 120);
    return `Line ${index + 1} of the document is invalid YAML and was read as plain text: ${line}. Quote it in the application's translations, where it comes from`;
  });
  const more = indexes.length - named.length;
  return more > 0 ? [...named, `${more} more lines were read as texts likewise`] : named;
}
