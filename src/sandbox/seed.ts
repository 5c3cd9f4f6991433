import type { Database, Row } from './database.js';
import { issueToken } from './access-tokens.js';
import { initialAttributes, PROJECT, TASK } from './models.js';
import { addTeam, addUser } from './users.js';

/** Everybody's password. */
export const PASSWORD = 'bullet-train';
/** The seeded users. */
export const ALICE_EMAIL = 'alice@example.com';
export const BOB_EMAIL = 'bob@example.com';
/** The Default Access Tokens, which never expire. */
export const ALICE_TOKEN = 'sandbox-token-of-alice';
export const BOB_TOKEN = 'sandbox-token-of-bob';
/** The seeded Platform Application. */
export const CLIENT_ID = 'sandbox-client-id';
export const CLIENT_SECRET = 'sandbox-client-secret';

const REDIRECT_URIS = [
  'https://chatgpt.com/connector_platform_oauth_redirect',
  'http://localhost:6274/oauth/callback',
  'http://localhost:3001/oauth/callback',
  'http://127.0.0.1/callback',
];
const SUBJECTS = [
  'Website',
  'Mobile app',
  'Billing',
  'Onboarding',
  'Warehouse',
  'Newsletter',
  'Support desk',
  'Partner portal',
  'Data import',
];
const UNDERTAKINGS = ['relaunch', 'audit', 'research', 'migration', 'clean-up'];
const PRIORITIES = ['normal', 'high', 'low'];
const TASKS = ['Write the brief', 'Agree on a budget', 'Review with the team'];

/** Fills an empty database: Alice with teams 1 and 2, Bob with team 3, and one application. */
export function seed(database: Database, moreRedirectUris: string[] = []): void {
  database.applications.set(CLIENT_ID, {
    name: 'Sandbox Platform Application',
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    redirectUris: [...REDIRECT_URIS, ...moreRedirectUris],
    confidential: true,
  });

  const alice = addUser(database, ALICE_EMAIL, 'Alice Archer');
  const bob = addUser(database, BOB_EMAIL, 'Bob Baker');
  for (const [user, token] of [
    [alice, ALICE_TOKEN],
    [bob, BOB_TOKEN],
  ] as const) {
    issueToken(database, { token, userId: user.id, clientId: CLIENT_ID, expiresIn: null });
  }

  const acme = addTeam(database, 'Acme', alice);
  const globex = addTeam(database, 'Globex', alice);
  const initech = addTeam(database, 'Initech', bob);
  // 45 projects are three pages: 20, 20 and 5.
  for (const subject of SUBJECTS) {
    for (const undertaking of UNDERTAKINGS) addProject(database, acme, `${subject} ${undertaking}`);
  }
  for (const name of ['Hammock District', 'Moon base', 'Volcano lair']) {
    addProject(database, globex, name);
  }
  for (const name of ['TPS reports', 'Stapler inventory', 'Printer replacement', 'Basement move']) {
    addProject(database, initech, name);
  }
}

/** Adds a project to a team; every third gets tasks. */
export function addProject(database: Database, team: Row, name: string): Row {
  const project = database.projects.insert({
    ...initialAttributes(PROJECT),
    team_id: team.id,
    name,
  });
  const count = project.id;
  database.projects.update(project, {
    description: `${name} at ${String(team.name)}`,
    priority: PRIORITIES[count % PRIORITIES.length] ?? null,
    due_on: `2027-${String((count % 12) + 1).padStart(2, '0')}-15`,
    budget: `${count * 1250}.0`,
    tag_names: count % 2 ? ['internal'] : ['customer', 'urgent'],
  });
  if (count % 3 !== 1) return project;
  for (const [index, task] of TASKS.entries()) {
    const attributes = { project_id: project.id, name: task, done: index === 0 };
    database.tasks.insert({ ...initialAttributes(TASK), ...attributes });
  }
  return project;
}
