import { ExactNumber } from '../../values/exact-number.js';
import { isRecord } from '../../values/is-record.js';

/** The teams and records that a call's arguments name, except in its path. */
export interface References {
  /** Teams: by a field such as `team_id`, at any depth. */
  teams: unknown[];
  /** Other records: `project` and 7 of `project_id: 7`. */
  records: { name: string; id: unknown }[];
  /** Ids of records whose kind only the path tells: `ids`. */
  ids: unknown[];
}

/** `team`, `team_ids`, `new_team_id`, `teams_attributes`; no `team_name`. */
const TEAM = /(^|_)teams?(_(ids?|gids?|sgids?|uuids?|slugs?|keys?|attributes))?$/;
const MAX_DEPTH = 40;

/** A field's name in snake case; of nested names, the last one: `filter[teamId]` → `team_id`. */
export function fieldName(name: string): string {
  const [last = ''] = name
    .split(/[[\].]+/)
    .filter(Boolean)
    .slice(-1);
  return last
    .replaceAll(/([a-z\d])([A-Z])/g, '$1_$2')
    .replaceAll(/\W+/g, '_')
    .toLowerCase();
}

/** Whether a field of this name (in snake case) names teams. */
export function namesTeam(name: string): boolean {
  return TEAM.test(name);
}

/** Collects the teams and records that a field and its nested fields name. */
export function collectReferences(name: string, value: unknown, into: References, depth = 0): void {
  if (value === undefined || value === null || value === '') return;
  // Its contents are unknown.
  if (depth > MAX_DEPTH) into.teams.push(value);
  else if (Array.isArray(value)) {
    for (const each of value) collectReferences(name, each, into, depth + 1);
  } else if (isRecord(value)) collectFields(name, value, into, depth);
  else collectScalar(fieldName(name), value, into);
}

function collectFields(
  name: string,
  value: Record<string, unknown>,
  into: References,
  depth: number,
): void {
  const isTeam = namesTeam(fieldName(name));
  for (const [key, inner] of Object.entries(value)) {
    // `{team: {id: 2}}`. Nested records of other kinds belong to the parent that they are written with.
    if (isTeam && /^(id|gid|sgid|uuid|slug)$/.test(key))
      collectReferences('team_id', inner, into, depth + 1);
    else if (fieldName(key) !== 'id') collectReferences(key, inner, into, depth + 1);
  }
}

function collectScalar(name: string, value: unknown, into: References): void {
  if (namesTeam(name)) into.teams.push(value);
  else if (/^ids?$/.test(name)) into.ids.push(value);
  else if (/_ids?$/.test(name)) into.records.push({ name: name.replace(/_ids?$/, ''), id: value });
}

/** A number, a word or a UUID: text that everybody reads as the same id. Rails reads `2,3` and `2 ` as 2. */
const ID = /^(0|[1-9]\d*|[A-Za-z_][\w-]*|[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12})$/i;

/** @returns an id as text; undefined for anything else, such as `true`, which Rails reads as 1 */
export function idOf(value: unknown): string | undefined {
  const isScalar =
    typeof value === 'string' || typeof value === 'number' || value instanceof ExactNumber;
  const text = isScalar ? String(value) : '';
  return ID.test(text) && text.length <= 100 ? text : undefined;
}
