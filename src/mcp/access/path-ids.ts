import { isPlaceholder, placeholdersOf } from '../../openapi/document/path-template.js';
import { fieldName, namesTeam } from './references.js';

/** A placeholder of a path, with what stands for it. */
export interface PathId {
  /** The path template up to it: `/projects/{project_id}`. */
  path: string;
  /** The values of the placeholders up to it, as the request has them. */
  values: readonly string[];
  id: string;
  /** Whether a team stands there. */
  isTeam: boolean;
  /** Whether an id stands there by its name, and no date or kind. */
  isId: boolean;
  /** Whether the path ends with it. */
  isLast: boolean;
}

/**
 * Reads the ids of a requested path: `/teams/7/projects` of `/teams/{team_id}/projects`.
 * @param template the tool's path
 * @param requested percent-encoded, with its query
 */
export function readIds(template: string, requested: string): PathId[] {
  const segments = template.split('/');
  const given = requested.replace(/\?.*$/s, '').split('/');
  const values: string[] = [];
  return segments.flatMap((segment, index): PathId[] => {
    const [name] = placeholdersOf(segment);
    if (name === undefined) return [];
    const isLast = index === segments.length - 1;
    // Where a value may hold slashes, it takes the rest.
    const raw = isLast ? given.slice(index).join('/') : (given[index] ?? '');
    const [before = '', after = ''] = segment.split(/\{[^{}]+\}/);
    const id = decode(raw.slice(before.length, raw.length - after.length));
    values.push(id);
    const field = fieldName(name);
    return [
      {
        path: segments.slice(0, index + 1).join('/'),
        values: [...values],
        id,
        isTeam: (segments[index - 1] === 'teams' && isPlaceholder(segment)) || namesTeam(field),
        isId: /(^|_)(id|uuid|slug|key|gid)$/.test(field),
        isLast,
      },
    ];
  });
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
