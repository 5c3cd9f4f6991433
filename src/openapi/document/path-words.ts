import { singularize } from '../../values/inflect.js';
import { withoutAccents } from '../../values/latin.js';
import { memoize } from '../../values/memoize.js';
import type { Method } from './method.js';
import { endsInPlaceholder, isPlaceholder, segmentsOf } from './path-template.js';

/** Splits an identifier or a short text into lower-case words: `listAPIKeys` → list, api, keys. */
export const splitIdentifier = memoize((identifier): readonly string[] =>
  withoutAccents(identifier)
    .replace(/[A-Z]{2,}s(?![a-z])/g, (plural) => plural[0] + plural.slice(1).toLowerCase())
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean),
);

/**
 * Names an operation by its method and path: a verb and its nouns.
 * `GET /teams/{team_id}/projects` → list, team, projects. `POST /projects/{id}/archive` → archive, project.
 */
export function wordsFromPath(method: Method, path: string): string[] {
  const segments = segmentsOf(path.replace(/\.(json|xml)$/, ''));
  // A segment in another script yields no words.
  const named = segments.filter(
    (segment) => !isPlaceholder(segment) && splitIdentifier(segment).length > 0,
  );
  const last = named.at(-1);
  if (last === undefined) {
    if (segments.length === 0) return [method, 'item'];
    if (method === 'get' && !endsInPlaceholder(path)) return ['list', 'items'];
    return [method === 'post' ? 'create' : VERB_FOR_ONE[method], 'item'];
  }
  const nouns = segments.flatMap((segment, index) => {
    if (isPlaceholder(segment)) return [];
    const words = splitIdentifier(segment);
    return isPlaceholder(segments[index + 1]) ? singular(words) : words;
  });
  if (endsInPlaceholder(path)) return [VERB_FOR_ONE[method], ...nouns];
  if (method === 'get') return [isPluralSegment(last) ? 'list' : 'get', ...nouns];
  if (method !== 'post') return [VERB_FOR_ONE[method], ...nouns];
  if (named.length === 1 || isPluralSegment(last)) return ['create', ...singular(nouns)];
  const action = splitIdentifier(last);
  return [...action, ...nouns.slice(0, -action.length)];
}

const VERB_FOR_ONE: Record<Method, string> = {
  get: 'get',
  post: 'post',
  put: 'update',
  patch: 'update',
  delete: 'delete',
};

/** Puts the last word into the singular: `contacts tags` → `contacts tag`. */
export function singular(words: readonly string[]): string[] {
  return words.map((word, index) => (index === words.length - 1 ? singularize(word) : word));
}

function isPluralSegment(segment: string): boolean {
  const word = splitIdentifier(segment).at(-1) ?? '';
  return singularize(word) !== word;
}
