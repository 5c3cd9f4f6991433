import { distance } from 'fastest-levenshtein';
import { stemmer } from 'stemmer';
import type { QueryWord } from './query.js';

/** Fields of a tool that say what it is about; a word in a description may stand there by chance. */
const TELLING = new Set(['name', 'tags', 'title', 'path']);
/** What is done to records everywhere: that a tool creates something does not make it fit. */
const EVERYWHERE = new Set(
  'list get show find see search fetch create add new make update change edit delete remove'
    .split(' ')
    .map(stemmer),
);

/** By the words of the index that were found: the fields in which they stand. */
type Match = Record<string, string[]>;

/**
 * Whether a tool has to do with the question at all. It has where a word of the question, or one that means the same,
 * stands in what says what the tool is about: measured, this leaves out most of what is found for questions that have
 * no answer, and nothing that is right.
 */
export function hasEvidence(words: readonly QueryWord[], match: Match): boolean {
  const isTold = (term: string) =>
    Object.hasOwn(match, term) && match[term]?.some((field) => TELLING.has(field)) === true;
  return words.some(({ pieces, meant }) => {
    const [first = ''] = pieces;
    if (pieces.length === 1 && EVERYWHERE.has(first)) return false;
    if (meant.some(isTold)) return true;
    if (pieces.length === 1) return isTold(first) || hasMisspelled(first, match, isTold);
    // At least half of a word, in scripts without spaces.
    return pieces.length > 0 && pieces.filter(isTold).length * 2 >= pieces.length;
  });
}

/**
 * One letter wrong, missing or added, or two exchanged, except the first and an ending: `crate` does not match `rate`.
 */
function hasMisspelled(term: string, match: Match, isTold: (term: string) => boolean): boolean {
  return (
    term.length > 4 &&
    Object.keys(match).some(
      (found) => !EVERYWHERE.has(found) && isNear(term, found) && isTold(found),
    )
  );
}

function isNear(one: string, other: string): boolean {
  if (one[0] !== other[0] || one.startsWith(other) || other.startsWith(one)) return false;
  const apart = distance(one, other);
  if (apart !== 2 || one.length !== other.length) return apart === 1;
  const at = [...one].findIndex((letter, index) => letter !== other[index]);
  return one[at] === other[at + 1] && one[at + 1] === other[at];
}
