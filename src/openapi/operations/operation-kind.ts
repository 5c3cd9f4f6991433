import type { OperationKind } from '../../values/operation-kind.js';
import type { Method } from '../document/method.js';
import { segmentsOf } from '../document/path-template.js';
import { splitIdentifier } from '../document/path-words.js';

/** Verbs that take something away, whatever the method: permission to write does not include them. */
const TAKES_AWAY =
  /^(archive|cancel|clear|destroy|delete|detach|discard|erase|expire|purge|redact|remove|revoke|terminate|trash|void|wipe)$/;
/** Verbs after which a word of `TAKES_AWAY` is a noun: `create_archive`. */
const PLAIN =
  /^(add|create|edit|fetch|get|list|new|notify|patch|post|put|resend|restore|send|set|show|undo|update|upsert)$/;

/**
 * Classifies an operation as read, write or delete. The consent page, the meta-tools of search mode and the tool's
 * annotations all use it. An update is a write although it overwrites.
 *
 *     operationKind({ method: 'post', path: '/projects/{id}/archive', name: 'archive_project' }); // 'delete'
 *
 * @param overrides the hints of `x-mcp`, which win
 */
export function operationKind(
  { method, path, name }: { method: Method; path: string; name: string },
  overrides: { readOnly?: boolean; destructive?: boolean } = {},
): OperationKind {
  const { readOnly, destructive } = overrides;
  if (readOnly ?? method === 'get') return 'read';
  if (method === 'delete') return 'delete';
  if (method === 'post' && destructive !== undefined) return destructive ? 'delete' : 'write';
  return takesAway(name, path) ? 'delete' : 'write';
}

/** `archive_project`, `bulk_delete_tags`, `POST /orders/{id}/cancel`; and not `create_archive`. */
function takesAway(name: string, path: string): boolean {
  const verb = name.split('_').find((word) => TAKES_AWAY.test(word) || PLAIN.test(word)) ?? '';
  const [action = ''] = splitIdentifier(segmentsOf(path).at(-1) ?? '');
  return TAKES_AWAY.test(verb) || TAKES_AWAY.test(action);
}
