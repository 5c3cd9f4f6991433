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
  const known = new Map(VARIABLES.map(({ name }) => [name, wordsOf(name)]));
  return Object.keys(given)
    .filter((name) => name.length >= SHORTEST && !known.has(name) && !OTHERS.has(name))
    .flatMap((name) => {
      const upper = name.toUpperCase();
      const words = wordsOf(upper);
      const [meant] =
        [...known].find(
          ([other, theirs]) => !given[other] && (words === theirs || isNear(upper, other)),
        ) ?? [];
      return meant ? [`${name} is not a variable of this server: did you mean ${meant}?`] : [];
    })
    .slice(0, 10);
}

/** One or two letters are wrong. */
function isNear(name: string, other: string): boolean {
  if (other.length < SHORTEST || Math.abs(name.length - other.length) > MOST_WRONG) return false;
  return distance(name, other) <= MOST_WRONG;
}

/** Equal for the same words in another order or number. */
function wordsOf(name: string): string {
  return name
    .split('_')
    .map((word) => word.replace(/S$/, ''))
    .toSorted()
    .join(' ');
}
