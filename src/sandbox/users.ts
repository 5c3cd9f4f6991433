import type { Database, Row } from './database.js';

/** Adds a person who is in no team yet. */
export function addUser(database: Database, email: string, name: string): Row {
  const [firstName = '', ...lastNames] = name.split(' ');
  return database.users.insert({
    email,
    first_name: firstName,
    last_name: lastNames.join(' '),
    time_zone: 'UTC',
    locale: 'en',
  });
}

/** Adds a team with `user` as its admin. */
export function addTeam(database: Database, name: string, user: Row): Row {
  const team = database.teams.insert({ name, time_zone: 'UTC', locale: 'en' });
  addAdmin(database, team, user);
  return team;
}

/**
 * Adds the user row that a `new_installation` acts as: an admin of that one team.
 * Bullet Train adds a new one at every visit.
 */
export function addPlatformAgent(
  database: Database,
  team: Row,
  application: { name: string; clientId: string },
): Row {
  const agent = addUser(database, '', application.name);
  database.users.update(agent, { email: `noreply+${agent.id}@sandbox.example` });
  const membership = addAdmin(database, team, agent);
  database.memberships.update(membership, {
    platform_agent: true,
    platform_agent_of_id: [...database.applications.keys()].indexOf(application.clientId) + 1,
  });
  return agent;
}

/** @returns the user with this e-mail address */
export function findUser(database: Database, email: string): Row | undefined {
  return database.users.where((user) => user.email === email)[0];
}

/** The ids of the teams a user is in. */
export function teamIdsOf(database: Database, userId: number): Set<unknown> {
  const memberships = database.memberships.where((membership) => membership.user_id === userId);
  return new Set(memberships.map((membership) => membership.team_id));
}

function addAdmin(database: Database, team: Row, user: Row): Row {
  return database.memberships.insert({
    team_id: team.id,
    user_id: user.id,
    user_first_name: user.first_name ?? null,
    user_last_name: user.last_name ?? null,
    user_email: user.email ?? null,
    role_ids: ['admin'],
    platform_agent: false,
  });
}
