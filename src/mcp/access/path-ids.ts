import { isPlaceholder, placeholdersOf } from '../../openapi/document/path-template.js';
import { fieldName, namesTeam } from './references.js';

/** A placeholder of a path, with its value. */
export interface PathId {
  /** The path template up to it: `/projects/{project_id}`. */
  path: string;
  /** The values of the placeholders up to it, as the request has them. */
  values: readonly string[];
  id: string;
  /** Whether the value is a team. */
  isTeam: boolean;
  /** Whether the placeholder's name says that the value is an id, and not a date or a kind. */
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
    // The last value may contain slashes.
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
