/** One request that the sandbox and a real application must answer alike. */
export interface Question {
  name: string;
  method?: string;
  path: string;
  /** By default Alice's token; none with null. */
  token?: string | null;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as a form. */
  form?: Record<string, string>;
  headers?: Record<string, string>;
  /** The records that both lists have in common. */
  only?: (record: Record<string, unknown>) => boolean;
}

const CLIENT = { client_id: 'sandbox-client-id', client_secret: 'sandbox-client-secret' };
const AUTHORIZE = {
  client_id: CLIENT.client_id,
  redirect_uri: 'https://client.example/callback',
  response_type: 'code',
};
const authorize = (changes: Record<string, string>) =>
  `/oauth/authorize?${new URLSearchParams({ ...AUTHORIZE, ...changes })}`;

const get = (name: string, path: string, more: Partial<Question> = {}): Question => ({
  name,
  path,
  ...more,
});
const write = (name: string, method: string, path: string, body: unknown): Question => ({
  name,
  method,
  path,
  body,
});
const token = (name: string, form: Record<string, string>, path = '/oauth/token'): Question => ({
  name,
  method: 'POST',
  path,
  form,
  token: null,
});

export const QUESTIONS: Question[] = [
  get('the person', '/api/v1/users/me'),
  get('a team', '/api/v1/teams/1'),
  get('the teams', '/api/v1/teams'),
  get("somebody else's team", '/api/v1/teams/3'),
  get('a record', '/api/v1/projects/1'),
  get('a record that is missing', '/api/v1/projects/999'),
  get('a record that the person may not see', '/api/v1/projects/49'),
  get('a record without a token', '/api/v1/projects/1', { token: null }),
  get('a record with a made-up token', '/api/v1/projects/1', { token: 'made-up' }),
  get('a path that is not routed', '/api/v1/nothing', {}),
  get('a path that is not routed, for a browser', '/api/v1/nothing', {
    headers: { accept: 'text/html' },
  }),
  get('a list, its first page', '/api/v1/teams/1/projects'),
  get('a list, its last page', '/api/v1/teams/1/projects?after=40'),
  get('a list, beyond its end', '/api/v1/teams/1/projects?after=45'),
  get('a list, after what is no number', '/api/v1/teams/1/projects?after=abc'),
  get('a list, with an unknown filter', '/api/v1/teams/2/projects?per_page=1&sort=name'),
  get('a list of another model', '/api/v1/projects/1/tasks'),
  get("a list of somebody else's team", '/api/v1/teams/3/projects'),
  get('a list of a team that is missing', '/api/v1/teams/99/projects'),
  get('memberships, whatever the team', '/api/v1/teams/2/memberships', {
    only: ({ user_id }) => user_id === 1,
  }),
  get('a membership', '/api/v1/memberships/1'),
  write('a membership is created', 'POST', '/api/v1/teams/1/memberships', {
    membership: { user_first_name: 'New' },
  }),
  write('a membership is updated', 'PUT', '/api/v1/memberships/1', {
    membership: { user_first_name: 'Alicia', team_id: 3 },
  }),
  write('a user is updated', 'PUT', '/api/v1/users/1', { user: { first_name: 'Al' } }),
  write('a team is updated', 'PATCH', '/api/v1/teams/2', { team: { name: 'Globex Ltd' } }),
  write('a team is emptied of its name', 'PUT', '/api/v1/teams/2', { team: { name: '' } }),
  write('a record is created', 'POST', '/api/v1/teams/2/projects', {
    project: {
      name: 'Canal',
      priority: 'nobody checks this',
      due_on: '2027-02-28T23:00:00Z',
      budget: '12.50',
      archived: 'yes',
      tag_names: ['a', 1],
      team_id: 3,
      unknown: true,
    },
  }),
  write('a record is created with a flat body', 'POST', '/api/v1/teams/2/projects', {
    name: 'Flat',
    budget: 7,
    due_on: 'not a date',
  }),
  write('a record with a number that is none', 'PUT', '/api/v1/projects/47', {
    project: { budget: 'much' },
  }),
  write('a record is created without a name', 'POST', '/api/v1/teams/2/projects', {
    project: { description: 'nameless' },
  }),
  write('a record is created with an empty body', 'POST', '/api/v1/teams/2/projects', {}),
  write('a record is created with an empty wrapper', 'POST', '/api/v1/teams/2/projects', {
    project: {},
  }),
  write('a record is created in a missing team', 'POST', '/api/v1/teams/99/projects', {
    project: { name: 'No' },
  }),
  write('a record is updated', 'PUT', '/api/v1/projects/46', {
    project: { budget: 0.1, tag_names: [], due_on: null, description: null },
  }),
  write('a record is updated by PATCH', 'PATCH', '/api/v1/projects/46', {
    project: { archived: false },
  }),
  write('a record is emptied of its name', 'PUT', '/api/v1/projects/46', {
    project: { name: ' ' },
  }),
  write('a record that is missing is updated', 'PUT', '/api/v1/projects/999', {
    project: { name: 'No' },
  }),
  write('an action', 'POST', '/api/v1/projects/47/archive', {}),
  write('a record is deleted', 'DELETE', '/api/v1/projects/48', undefined),
  write('a record is deleted again', 'DELETE', '/api/v1/projects/48', undefined),
  {
    name: 'JSON that cannot be read',
    method: 'POST',
    path: '/api/v1/teams/2/projects',
    headers: { 'content-type': 'application/json' },
    body: 'not JSON',
  },

  get('token info', '/oauth/token/info'),
  get('token info without a token', '/oauth/token/info', { token: null }),
  get('token info of a made-up token', '/oauth/token/info', { token: 'made-up' }),
  get('authorize, not signed in', authorize({ state: 'a b' }), { token: null }),
  token('a token without a grant type', CLIENT),
  token('a token for an unknown grant type', { ...CLIENT, grant_type: 'password' }),
  token('a token for the client itself', { ...CLIENT, grant_type: 'client_credentials' }),
  token('a token for a made-up code', {
    ...CLIENT,
    grant_type: 'authorization_code',
    code: 'made-up',
    redirect_uri: AUTHORIZE.redirect_uri,
  }),
  token('a token without a code', {
    ...CLIENT,
    grant_type: 'authorization_code',
    redirect_uri: AUTHORIZE.redirect_uri,
  }),
  token('a token for an unknown client', {
    client_id: 'nobody',
    grant_type: 'authorization_code',
    code: 'made-up',
    redirect_uri: AUTHORIZE.redirect_uri,
  }),
  token('a token with a wrong secret', {
    ...CLIENT,
    client_secret: 'wrong',
    grant_type: 'authorization_code',
    code: 'made-up',
    redirect_uri: AUTHORIZE.redirect_uri,
  }),
  token('a refresh where there is none', {
    ...CLIENT,
    grant_type: 'refresh_token',
    refresh_token: 'made-up',
  }),
  token('revoking a made-up token', { ...CLIENT, token: 'made-up' }, '/oauth/revoke'),
  token('revoking without a client', { token: 'made-up' }, '/oauth/revoke'),
  token('introspecting a made-up token', { ...CLIENT, token: 'made-up' }, '/oauth/introspect'),
  token(
    'introspecting a good token',
    { ...CLIENT, token: 'sandbox-token-of-alice' },
    '/oauth/introspect',
  ),
  token('introspecting without a client', { token: 'made-up' }, '/oauth/introspect'),
  get('a metadata document', '/.well-known/oauth-authorization-server', { token: null }),
];
