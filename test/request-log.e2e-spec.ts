import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { ALICE_TOKEN } from '../src/sandbox/sandbox.js';
import { ERAS, post, type RawOptions } from './raw-mcp.js';
import { until } from './running-server.js';
import {
  type Line,
  LIMIT,
  USER_AGENT,
  broker,
  server,
  strict,
  ofRequests,
  lineOf,
  withoutTimes,
  ALICE,
  startLoggingServers,
} from './request-lines.js';

startLoggingServers();

const HTTP = { level: 'info', context: 'Request', method: 'POST', path: '/mcp', status: 200 };
/** The token is validated each time: TOKEN_CACHE_SECONDS is 0. */
const asked = (upstreamStatus: number, upstreamCalls = 2) => ({ upstreamStatus, upstreamCalls });
const TEAMS = { mcpMethod: 'tools/call', tool: 'list_teams', operation: 'GET /teams' };
const PROJECT = { mcpMethod: 'tools/call', tool: 'get_project', operation: 'GET /projects/{id}' };

describe.each(ERAS)('%s: the log line of', (era) => {
  const who =
    era === 'handshake' ? { era: 'legacy', client: 'curl/8.0' } : { era: 'modern', client: 'raw' };
  const get = (id: unknown) => ({ name: 'get_project', arguments: { id } });
  const create = { name: 'create_project', arguments: { team_id: 1, name: 'The plan' } };

  it.each<[string, string, Line, Line]>([
    ['a call', 'tools/call', { name: 'list_teams' }, { ...TEAMS, outcome: 'ok', ...asked(200) }],
    ['a record', 'tools/call', get(1), { ...PROJECT, outcome: 'ok', ...asked(200) }],
    [
      'a record that is not found',
      'tools/call',
      get(99),
      { ...PROJECT, outcome: 'refused', ...asked(404) },
    ],
    [
      'wrong arguments',
      'tools/call',
      get({}),
      { ...PROJECT, outcome: 'refused', ...asked(200, 1) },
    ],
    [
      'a change',
      'tools/call',
      create,
      {
        mcpMethod: 'tools/call',
        tool: 'create_project',
        operation: 'POST /teams/{team_id}/projects',
        outcome: 'ok',
        ...asked(201),
      },
    ],
    [
      'an unknown tool',
      'tools/call',
      { name: 'no-such-tool' },
      { mcpMethod: 'tools/call', ...asked(200, 1) },
    ],
    ['the list of tools', 'tools/list', {}, { mcpMethod: 'tools/list', ...asked(200, 1) }],
    [
      'a member for the SDK',
      'tools/call',
      { name: 'list_teams', more: 1 },
      { ...TEAMS, outcome: 'ok', ...asked(200) },
    ],
    [
      'a resource',
      'resources/read',
      { uri: 'bullet-train://v1/projects/1' },
      { ...PROJECT, mcpMethod: 'resources/read', outcome: 'ok', ...asked(200) },
    ],
    [
      'an unknown method',
      'no/such\u0007method',
      {},
      { mcpMethod: 'no/suchmethod', ...asked(200, 1) },
    ],
  ])('%s', async (_what, method, params, expected) => {
    const answer = await post(server.url, method, params, {
      ...ALICE,
      era,
      // A header cannot carry the control character.
      headers: {
        'user-agent': USER_AGENT,
        ...(era !== 'handshake' && method.startsWith('no/') && { 'mcp-method': 'no/such' }),
      },
    });
    const line = await lineOf(answer.headers);
    expect(withoutTimes(line)).toEqual({ ...HTTP, status: answer.status, ...who, ...expected });
    expect(line['bytes']).toBeGreaterThan(answer.text.length);
    expect(Number(line['ms'])).toBeGreaterThanOrEqual(Number(line['upstreamMs']));
  });

  it('a list of several pages', async () => {
    const { teamId, token } = broker.sandbox.addPerson(`${randomUUID()}@example.com`, 'Hoarder');
    for (let at = 0; at < 20; at++) {
      const body = JSON.stringify({ project: { name: `Plan ${at}` } });
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const url = `${broker.sandbox.url}/api/v1/teams/${teamId}/projects`;
      expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(201);
    }
    const params = { name: 'list_projects', arguments: { team_id: teamId, max_items: 21 } };
    const answer = await post(server.url, 'tools/call', params, { token, era });
    expect(answer.body.result?.structuredContent?.items).toHaveLength(21);
    // The token, and two pages of at most 20.
    expect(await lineOf(answer.headers)).toMatchObject({
      tool: 'list_projects',
      operation: 'GET /teams/{team_id}/projects',
      ...asked(200, 3),
    });
  });

  it.each<[string, RawOptions, number, Line]>([
    ['without a token', {}, 401, {}],
    ['with an invalid token', { token: `no-such-token-${era}` }, 401, asked(401, 1)],
    [
      'from a page of another site',
      { token: ALICE_TOKEN, headers: { origin: 'https://evil.example' } },
      403,
      {},
    ],
  ])('a request %s', async (_what, options, status, expected) => {
    const headers = { 'user-agent': USER_AGENT, ...options.headers };
    const answer = await post(server.url, 'tools/list', {}, { ...options, era, headers });
    const line = withoutTimes(await lineOf(answer.headers));
    // Its body was not read.
    expect(line).toEqual({ ...HTTP, status, client: 'curl/8.0', ...expected });
  });

  it('a request over the rate limit', async () => {
    const token = broker.sandbox.addPerson(`${randomUUID()}@example.com`, 'Eve').token;
    let answer;
    for (let at = 0; at <= LIMIT; at++) {
      answer = await post(strict.url, 'tools/list', {}, { ...ALICE, token, era });
    }
    const line = withoutTimes(await lineOf(answer!.headers, strict));
    expect(line).toEqual({ ...HTTP, status: 429, client: 'curl/8.0' });
  });

  it('a request whose client disconnects', async () => {
    broker.sandbox.flags.faults = [{ path: '/api/v1/teams', kind: 'hang' }];
    const gone = new AbortController();
    const client = `impatient-${era}`;
    const before = broker.sandbox.requests.length;
    const options = {
      ...ALICE,
      era: ERAS[0]!,
      headers: { 'user-agent': client },
      signal: gone.signal,
    };
    const answer = post(server.url, 'tools/call', { name: 'list_teams' }, options);
    await until(() => broker.sandbox.requests.length >= before + 2);
    gone.abort();
    await expect(answer).rejects.toThrow(/abort/i);
    const found = () => ofRequests(server).filter((line) => line['client'] === client);
    await until(() => found().length === 1);
    expect(found()[0]).toMatchObject({ status: 499, aborted: true, ...TEAMS, outcome: 'gone' });
  });

  it('a call that the application aborts', async () => {
    broker.sandbox.flags.faults = [
      { path: '/api/v1/teams/1/projects', method: 'POST', kind: 'reset' },
    ];
    const answer = await post(server.url, 'tools/call', create, { ...ALICE, era });
    expect(await lineOf(answer.headers)).toMatchObject({
      status: 200,
      outcome: 'error',
      upstreamError: 'broken off',
    });
  });
});
