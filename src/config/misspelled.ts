import { distance } from 'fastest-levenshtein';
import { VARIABLES } from './variables.js';

/** Characters: two shorter names are often similar by chance. */
const SHORTEST = 8;
const MOST_WRONG = 2;
/** Variables of other programs whose names look like ours. */
const OTHERS = new Set(['NODE_ENV', 'NO_PROXY', 'HTTP_PROXY', 'HTTPS_PROXY']);

/**
 * @returns a sentence for each variable that this server does not know but that looks like one of its own:
 *   `TOOL_READ_ONLY` would silently leave every tool writable. Values are left out, because they may be secrets.
 */
export function misspelledVariables(given: NodeJS.ProcessEnv = process.env): string[] {
  const names = VARIABLES.map(({ name }) => name);
  const known = new Set(names);
  return Object.keys(given)
    .filter((name) => name.length >= SHORTEST && !known.has(name) && !OTHERS.has(name))
    .flatMap((name) => {
      const meant = names.filter((other) => !given[other] && isLike(name, other));
      return meant.length > 0
        ? [`${name} is not a variable of this server: did you mean ${meant[0]}?`]
        : [];
    })
    .slice(0, 10);
}

/** One or two letters are wrong, or the same words stand in another order, number or case. */
function isLike(name: string, other: string): boolean {
  const upper = name.toUpperCase();
  return (
    (other.length >= SHORTEST && distance(upper, other) <= MOST_WRONG) ||
    wordsOf(upper) === wordsOf(other)
  );
}

function wordsOf(name: string): string {
  return name
    .split('_')
    .map((word) => word.replace(/S$/, ''))
    .toSorted()
    .join(' ');
}
