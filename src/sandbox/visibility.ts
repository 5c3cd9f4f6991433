import type { Database, Row } from './database.js';
import type { Model } from './models.js';
import { teamIdsOf } from './users.js';

/** Decides which rows a user may see: their teams, these teams' records, and their teammates. */
export function visibilityOf(database: Database, user: Row): (model: Model, row: Row) => boolean {
  const teamIds = teamIdsOf(database, user.id);
  const memberships = database.memberships.where(({ team_id }) => teamIds.has(team_id));
  const userIds = new Set<unknown>([user.id, ...memberships.map(({ user_id }) => user_id)]);

  return (model, row) => {
    switch (model.plural) {
      case 'teams':
        return teamIds.has(row.id);
      case 'users':
        return userIds.has(row.id);
      case 'memberships':
      case 'projects':
        return teamIds.has(row.team_id);
      case 'tasks':
        return teamIds.has(database.projects.find(row.project_id)?.team_id);
    }
  };
}
