import { distance } from 'fastest-levenshtein';

/** The name of an argument or a field, and the path to it: `filter.email_address`. */
export interface KnownName {
  name: string;
  path: string;
}

/** The path of the most similar known name; undefined if none is similar. */
export function nearestName(name: string, known: readonly KnownName[]): string | undefined {
  let nearest: string | undefined;
  let least = Infinity;
  for (const candidate of known) {
    const far = nameDistance(name, candidate.name);
    if (far < least) [least, nearest] = [far, candidate.path];
  }
  return nearest;
}

/** The distance of two names: 0 if only case and separators differ, Infinity if they are not similar. */
function nameDistance(given: string, known: string): number {
  const [a, b] = [lettersOf(given), lettersOf(known)];
  if (a === b) return 0;
  const steps = distance(a, b);
  const isTypo = steps <= Math.max(2, b.length / 3) && steps < Math.min(a.length, b.length);
  const typo = isTypo ? steps / Math.max(a.length, b.length) : Infinity;
  return Math.min(typo, wordDistance(given, known));
}

/** `email` is most of `email_address`, and `due_date` shares a word with `due_on`. */
function wordDistance(given: string, known: string): number {
  const [a, b] = [singularWords(given), singularWords(known)];
  const shared = a.filter((word) => b.includes(word)).length;
  if (shared === 0) return Infinity;
  if (shared === Math.min(a.length, b.length))
    return 0.3 + 0.1 * (1 - shared / Math.max(a.length, b.length));
  const alike = (2 * shared) / (a.length + b.length);
  return alike >= 0.5 ? 1 - alike / 2 : Infinity;
}

function lettersOf(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

function singularWords(name: string): string[] {
  return name
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .map((word) => (word.length > 3 ? word.replace(/s$/, '') : word));
}
