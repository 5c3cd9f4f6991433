import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An application whose one person is in the teams 1 and 2, and which believes whatever a request says. */
export interface TeamApplication {
  url: string;
  /** The requests that changed something, as `PUT /projects/7 {"project":{}}`. */
  changes: string[];
  /** The paths that were read. */
  reads: string[];
  /** The teams that the person is in. */
  teams: object[];
  close(): Promise<void>;
}

const ME = {
  id: 9,
  email: 'ann@example.com',
  current_team_id: 2,
  current_team: { id: 2, name: 'Globex' },
  team_ids: [1, 2],
  teams: [
    { id: 1, name: 'Acme' },
    { id: 2, name: 'Globex' },
  ],
  memberships: [
    { id: 11, team_id: 1 },
    { id: 12, team_id: 2 },
  ],
};
const RECORDS: Record<string, Record<number, object>> = {
  teams: { 1: { id: 1, name: 'Acme' }, 2: { id: 2, name: 'Globex' } },
  users: { 9: ME, 10: { id: 10, email: 'ben@example.com' } },
  projects: {
    7: { id: 7, team_id: 1, name: 'Ours' },
    8: { id: 8, team_id: 2, name: 'Theirs', lead: { id: 3, team_id: 2 } },
  },
  tasks: {
    70: { id: 70, project_id: 7, name: 'Our task' },
    80: { id: 80, project_id: 8, name: 'Their task' },
  },
  memberships: { 11: { id: 11, team_id: 1 }, 12: { id: 12, team_id: 2 } },
  notes: { 5: { id: 5, text: 'Whose?' } },
};

const parameter = (name: string, place: string, type = 'string') => ({
  name,
  in: place,
  required: place === 'path',
  schema: { type },
});
const open = { type: 'object', additionalProperties: true };
/** A schema with any fields names at least one, or it would be a single argument. */
const fields = { ...open, properties: { name: { type: 'string' } } };
const body = (schema: object) => ({ content: { 'application/json': { schema } } });
const listed = { 200: { description: '', ...body({ type: 'array', items: open }) } };
const single = { 200: { description: '', ...body(open) } };

function operation(operationId: string, path: string, more: object = {}): object {
  const ids = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => parameter(name!, 'path'));
  const { parameters = [], ...others } = more as { parameters?: object[] };
  return { operationId, parameters: [...ids, ...parameters], responses: single, ...others };
}

const list = (operationId: string, path: string, parameters: object[] = []) =>
  operation(operationId, path, {
    responses: listed,
    parameters: [...parameters, parameter('after', 'query', 'integer')],
  });

const project = body({
  type: 'object',
  properties: {
    project: {
      type: 'object',
      properties: { name: { type: 'string' } },
      additionalProperties: true,
    },
  },
});

const PATHS: Record<string, Record<string, object>> = {
  '/teams': { get: list('listTeams', '') },
  '/teams/{id}': {
    get: operation('getTeam', '{id}'),
    put: operation('updateTeam', '{id}', { requestBody: body(fields) }),
  },
  '/teams/{team_id}/projects': {
    get: list('listProjects', '{team_id}', [parameter('team_id', 'query')]),
    post: operation('createProject', '{team_id}', { requestBody: project }),
  },
  '/teams/{team_id}/memberships': { get: list('listMemberships', '{team_id}') },
  '/projects': { get: list('listAllProjects', '', [parameter('team_id', 'query')]) },
  '/projects/{id}': {
    get: operation('getProject', '{id}'),
    put: operation('updateProject', '{id}', { requestBody: project }),
    delete: operation('deleteProject', '{id}'),
  },
  '/projects/{id}/archive': { post: operation('archiveProject', '{id}') },
  '/projects/{project_id}/tasks': { get: list('listTasks', '{project_id}') },
  '/projects/{project_id}/tasks/{id}': { get: operation('getTaskOfProject', '{project_id}{id}') },
  '/projects/remove': { post: operation('deleteProjects', '', { requestBody: body(fields) }) },
  '/tasks': { get: list('listAllTasks', '') },
  '/tasks/{id}': {
    get: operation('getTask', '{id}'),
    put: operation('updateTask', '{id}', { requestBody: body(fields) }),
  },
  '/memberships/{id}': { get: operation('getMembership', '{id}') },
  '/notes': {
    get: list('listNotes', ''),
    post: operation('createNote', '', { requestBody: body(fields) }),
  },
  '/notes/{id}': { get: operation('getNote', '{id}'), delete: operation('deleteNote', '{id}') },
  '/imports': { post: operation('createImport', '', { requestBody: body(open) }) },
  '/users': { get: list('listUsers', '') },
  '/users/{id}': {
    get: operation('getUser', '{id}'),
    put: operation('updateUser', '{id}', { requestBody: body(fields) }),
  },
  '/dashboard': { get: operation('getDashboard', '') },
  '/export': { get: operation('getExport', '') },
  '/reports': {
    post: operation('createReport', '', {
      parameters: [parameter('X-Team-Id', 'header'), parameter('X-HTTP-Method-Override', 'header')],
      requestBody: body(fields),
    }),
  },
};

export async function startTeamApplication(): Promise<TeamApplication> {
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const application: TeamApplication = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    changes: [],
    reads: [],
    teams: Object.values(RECORDS['teams']!),
    close: async () => {
      const closed = once(server.close(), 'close');
      server.closeAllConnections();
      await closed;
    },
  };
  return application;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '' } = request;
    const text = Buffer.concat((await request.toArray()) as Buffer[]).toString();
    const send = (value: unknown, status = 200, type = 'application/json') =>
      response
        .writeHead(status, { 'content-type': type })
        .end(typeof value === 'string' ? value : JSON.stringify(value));
    if (url === '/oauth/token/info') return void send({ resource_owner_id: 9, expires_in: null });
    const [path = '', query = ''] = url.replace('/api/v1', '').split('?');
    if (path === '/openapi.yaml') {
      const info = { title: 'Teams', version: '1' };
      return void send({ openapi: '3.1.0', info, paths: PATHS });
    }
    if (method === 'GET') application.reads.push(path);
    else application.changes.push(`${method} ${path} ${text}`);
    if (path === '/dashboard') return void send({ revenue: 42 });
    if (path === '/export') return void send(Buffer.from('PK').toString(), 200, 'application/zip');
    const found = find(path, query);
    send(found ?? { error: 'Not found' }, found ? 200 : 404);
  }

  /** Finds records like Rails: `2x` is 2, and an obfuscated id is accepted like a number. */
  function find(path: string, query: string): unknown {
    const [collection = '', id, inner, innerId] = path.split('/').slice(1).map(decodeURIComponent);
    if (collection === 'teams' && id === undefined) {
      return new URLSearchParams(query).has('after') ? [] : application.teams;
    }
    const records = RECORDS[inner ?? collection] ?? {};
    if (innerId !== undefined) return records[numberOf(innerId)];
    if (inner !== undefined || id === undefined) return Object.values(records);
    return records[numberOf(id)];
  }
}

function numberOf(id: string): number {
  if (id === 'me') return 9;
  const [, digits] = /^s(\d+)$/.exec(id) ?? [];
  return Number.parseInt(digits ?? id, 10);
}
