import { createHash } from 'node:crypto';
import { hasNonLatinLetters } from '../../values/latin.js';
import type { Method } from '../document/method.js';
import type { Overrides } from '../operations/overrides.js';
import { endsInPlaceholder, isPlaceholder, segmentsOf } from '../document/path-template.js';
import { singular, wordsFromPath, splitIdentifier } from '../document/path-words.js';

/** Anthropic and OpenAI stop at 64 characters; clients put the server's name in front. */
const MAX_LENGTH = 48;

/** Bullet Train's verbs, and the ones a person would use. */
const VERBS = new Map([
  ['fetch', 'get'],
  ['remove', 'delete'],
  ['destroy', 'delete'],
]);
const VERBS_FOR_ONE = ['get', 'update', 'delete'];
const VERBS_THAT_MAKE_ONE = ['create', 'upsert'];

/** The parts of an operation that its name is made of. */
interface Named {
  id: string;
  method: Method;
  path: string;
  overrides: Pick<Overrides, 'name'>;
}

/**
 * Names the tools, in the order of the operations: `list_projects`, `get_project`, `archive_project`.
 * A name depends on its own operation alone. Where two would share one, the operation whose own words
 * it is keeps it and the other takes the plural that Bullet Train gave it, or a hash of its method and
 * path: so an operation that comes or goes can rename nothing but what it shares a name with.
 */
export function nameTools(operations: readonly Named[]): string[] {
  const ids = countOf(operations.map(({ id }) => id));
  // An id given twice names nothing; the method and the path always do.
  const candidates = operations.map((operation) =>
    candidatesFor(ids.get(operation.id) === 1 ? operation : { ...operation, id: '' }),
  );
  const claims = countOf(candidates.flatMap((names) => [...new Set(names)]));
  const winners = new Map<string, number>();
  for (const { index, chosen } of byRank(operations, candidates)) {
    if (!winners.has(chosen)) winners.set(chosen, index);
  }
  return operations.map((operation, index) => {
    const [chosen, plain] = candidates[index]!; // there is one for each operation
    if (winners.get(chosen) === index) return chosen;
    return plain !== chosen && claims.get(plain) === 1 ? plain : withHash(plain, operation);
  });
}

/** The name a person would give, and the operation's own words as they are. */
function candidatesFor(operation: Named): [chosen: string, plain: string] {
  const { id, method, path, overrides } = operation;
  // `actions/get-cache-usage`: what stands before the last separator is a namespace.
  // `ユーザー作成` gives no name; its method and path do.
  const readable = hasNonLatinLetters(id) ? '' : id;
  const parts = readable.split(/[/.#]|::/).filter((part) => splitIdentifier(part).length > 0);
  const last = parts.at(-1);
  const words = last === undefined ? wordsFromPath(method, path) : splitIdentifier(last);
  const plain = shorten(words, parts.slice(0, -1).flatMap(splitIdentifier));
  const chosen = isBulletTrainStyle(id) ? shorten(asPersonSays(words, operation)) : plain;
  return [overrides.name ?? chosen, plain];
}

/** Ranks the claims to a name: an override first, then the operation whose own words it is, then the path. */
function byRank(
  operations: readonly Named[],
  candidates: readonly [chosen: string, plain: string][],
): { index: number; chosen: string }[] {
  return operations
    .map(({ overrides, method, path }, index) => {
      const [chosen, plain] = candidates[index]!; // there is one for each operation
      const rank = overrides.name !== undefined ? 0 : chosen === plain ? 1 : 2;
      return { index, chosen, key: `${rank} ${path} ${method}` };
    })
    .toSorted((one, other) => (one.key < other.key ? -1 : 1));
}

function countOf(names: readonly string[]): Map<string, number> {
  const count = new Map<string, number>();
  for (const name of names) count.set(name, (count.get(name) ?? 0) + 1);
  return count;
}

/** A lower-case verb and a CamelCase model: `listTeams`, `gdpr_destroyContacts`. */
function isBulletTrainStyle(id: string): boolean {
  return /^[a-z]+(_[a-z]+)*([A-Z][A-Za-z0-9]*)+$/.test(id);
}

/** `fetch teams` of one record → `get team`. */
function asPersonSays([first = '', ...noun]: readonly string[], { path }: Named): string[] {
  const verb = VERBS.get(first) ?? first;
  return [verb, ...(actsOnOne(verb, path) ? singular(noun) : noun)];
}

/** `/projects/{id}/archive` acts on one record, `/fields/reorder` on all of them. */
function actsOnOne(verb: string, path: string): boolean {
  if (verb === 'list') return false;
  if (VERBS_THAT_MAKE_ONE.includes(verb) || endsInPlaceholder(path)) return true;
  return !VERBS_FOR_ONE.includes(verb) && isPlaceholder(segmentsOf(path).at(-2));
}

/** Truncates a long name: leading namespaces go first, because the verb and the last word say the most. */
function shorten(words: readonly string[], namespaces: readonly string[] = []): string {
  const all = [...namespaces, ...words];
  while (all.length > words.length && all.join('_').length > MAX_LENGTH) all.shift();
  const [verb = 'call', ...noun] = /^[a-z]/.test(all[0] ?? '') ? all : ['call', ...all];
  while (noun.length > 1 && [verb, ...noun].join('_').length > MAX_LENGTH) noun.shift();
  return [verb, ...noun].join('_').slice(0, MAX_LENGTH).replace(/_+$/, '');
}

function withHash(name: string, { method, path }: Named): string {
  const hash = createHash('sha256').update(`${method} ${path}`).digest('hex').slice(0, 6);
  return `${name.slice(0, MAX_LENGTH - 7)}_${hash}`;
}
