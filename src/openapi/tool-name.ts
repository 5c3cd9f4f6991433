import { createHash } from 'node:crypto';
import { singularize } from 'inflection';
import type { Operation } from './operations.js';
import { placeholdersOf } from './parameters.js';

/** Anthropic and OpenAI stop at 64 characters; clients put the server's name in front. */
const MAX_LENGTH = 48;

/** Bullet Train's verbs, and the ones a person would use. */
const VERBS: Record<string, string> = { fetch: 'get', remove: 'delete', destroy: 'delete' };
const SINGULAR_VERBS = ['get', 'create', 'update', 'delete', 'upsert'];

type Named = Pick<Operation, 'id' | 'method' | 'path'>;

/**
 * A name for each operation, in their order: `list_projects`, `get_project`, `archive_project`.
 * A name depends on its own operation alone, unless two operations would share it: then both keep
 * the plural that Bullet Train gave them, so that unrelated operations never rename a tool.
 */
export function nameTools(operations: readonly Named[]): string[] {
  const chosen = operations.map((operation) => toolName(operation));
  const taken = countOf(chosen);
  const plain = operations.map((operation, index) =>
    taken.get(chosen[index]!) === 1 ? chosen[index]! : shorten(wordsOf(identifierOf(operation))),
  );
  const stillTaken = countOf(plain);
  return plain.map((name, index) =>
    stillTaken.get(name) === 1 ? name : withHash(name, operations[index]!),
  );
}

function countOf(names: readonly string[]): Map<string, number> {
  const count = new Map<string, number>();
  for (const name of names) count.set(name, (count.get(name) ?? 0) + 1);
  return count;
}

/** `createProjects` → `create_project`; an id in another style only becomes snake_case. */
function toolName(operation: Named): string {
  const words = wordsOf(identifierOf(operation));
  const [first = '', ...noun] = words;
  const verb = VERBS[first] ?? first;
  if (!isBulletTrainStyle(operation.id) || noun.length === 0) return shorten(words);
  const last = noun.pop()!;
  return shorten([verb, ...noun, actsOnOne(verb, operation) ? singularize(last) : last]);
}

/** A lower-case verb and a CamelCase model: `listTeams`, `gdpr_destroyContacts`. */
function isBulletTrainStyle(id: string): boolean {
  return /^[a-z]+(_[a-z]+)*([A-Z][A-Za-z0-9]*)+$/.test(id);
}

/** `/projects/{id}/archive` acts on one record, `/fields/reorder` on all of them. */
function actsOnOne(verb: string, { path }: Named): boolean {
  if (verb === 'list') return false;
  const segments = path.split('/').filter(Boolean);
  const owner = segments.at(-1)?.startsWith('{') ? segments.at(-1) : segments.at(-2);
  return SINGULAR_VERBS.includes(verb) || owner?.startsWith('{') === true;
}

/** Without an operation id the method and the path are all there is. */
function identifierOf({ id, method, path }: Named): string {
  if (id) return id;
  const words = path
    .replace(/\{[^{}]*\}/g, '')
    .split('/')
    .filter(Boolean);
  const by =
    placeholdersOf(path).length > 0 && path.endsWith('}')
      ? ['by', placeholdersOf(path).at(-1)!]
      : [];
  return [method, ...words, ...by].join('_');
}

function wordsOf(identifier: string): string[] {
  const words = identifier
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
  return /^[a-z]/.test(words[0] ?? '') ? words : ['call', ...words];
}

/** Too long a name loses its leading namespaces first: the verb and the last word say the most. */
function shorten([verb = 'call', ...noun]: string[]): string {
  while (noun.length > 1 && [verb, ...noun].join('_').length > MAX_LENGTH) noun.shift();
  return [verb, ...noun].join('_').slice(0, MAX_LENGTH);
}

function withHash(name: string, { id, method, path }: Named): string {
  const hash = createHash('sha256').update(`${method} ${path} ${id}`).digest('hex').slice(0, 6);
  return `${name.slice(0, MAX_LENGTH - 7)}_${hash}`;
}
