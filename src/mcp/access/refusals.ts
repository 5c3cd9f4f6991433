import { collectionOf } from '../../catalog/record-routes.js';
import type { Tool } from '../../openapi/tools/tool.js';
import { isRecord } from '../../values/is-record.js';
import { teamsOf } from './other-teams.js';

/** How the person grants more; the model tells them. */
export const ADVICE =
  'Nothing was done. Do not try another way; if the person wants this, they connect again and choose that team on the page that names their account.';

/** The note in the result of a call that changed something. */
export const NOT_SHOWN =
  'The record is of a team that the person has not chosen for this connection, so it is not shown.';

/** The error of a call that reads. */
export function notShown(
  { name, path }: Tool,
  record: unknown,
  chosen: ReadonlySet<string>,
): string {
  const isTeam = collectionOf(path) === 'teams';
  const own = isRecord(record) ? (isTeam ? [String(record['id'])] : teamsOf(record)) : [];
  const why =
    own.length > 0
      ? `it is of team ${listed(new Set(own))}, which the person has not chosen for this connection (they chose ${listed(chosen)})`
      : 'the application does not say that it is of a team that the person has chosen for this connection';
  return `The answer of ${name} is not shown: ${why}. ${ADVICE}`;
}

export function listed(teams: ReadonlySet<string>): string {
  return [...teams].map(show).join(', ');
}

export function show(id: unknown): string {
  return String(typeof id === 'object' ? JSON.stringify(id) : id).slice(0, 60);
}
