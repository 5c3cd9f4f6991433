import { once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { callTool } from './raw-mcp.js';
import { until } from './running-server.js';
import { sandbox, server, alice, upstream, itLoggedNoToken, startServerForAlice } from './alice.js';

startServerForAlice();

const call = (name: string, args: Record<string, unknown> = {}, options = {}) =>
  callTool(server.url, name, args, { ...alice, ...options });

describe('tool calls', () => {
  it('follow a list page by page', async () => {
    const ids: unknown[] = [];
    let after: unknown;
    do {
      const args = { team_id: 1, ...(after ? { after } : {}) };
      const { structuredContent, content } = await call('list_projects', args);
      expect(JSON.parse(content![0]!.text)).toEqual(structuredContent);
      ids.push(...structuredContent!.items!.map(({ id }) => id));
      after = structuredContent!['next_after'];
    } while (after !== null);
    expect(ids).toEqual(Array.from({ length: 45 }, (_, index) => index + 1));
  });

  it('create, update, read and delete a record in the wrapper that Rails expects', async () => {
    const created = await call('create_project', {
      team_id: 2,
      name: 'Grün & blau',
      budget: '250',
      tag_names: '["a","b"]',
    });
    expect(created.structuredContent).toMatchObject({
      name: 'Grün & blau',
      budget: '250.0',
      tag_names: ['a', 'b'],
    });
    expect(JSON.parse(sandbox.requests.at(-1)!.body)).toEqual({
      project: { name: 'Grün & blau', budget: 250, tag_names: ['a', 'b'] },
    });
    const id = created.structuredContent!['id'];
    const updated = await call('update_project', { id, description: 'new' });
    expect(updated.structuredContent).toMatchObject({
      id,
      name: 'Grün & blau',
      description: 'new',
    });
    const archived = await call('archive_project', { id });
    expect(archived.structuredContent).toMatchObject({ archived: true });
    const deleted = await call('delete_project', { id });
    expect(deleted).toMatchObject({ structuredContent: { done: true } });
    expect((await call('get_project', { id })).isError).toBe(true);
  });

  it.each([
    ['get_project', {}, '"id" is missing'],
    ['list_projects', { team_id: null }, '"team_id"'],
    ['create_project', { team_id: 1 }, '"name" is missing'],
    ['create_project', { team_id: 1, name: 'x', archived: 'perhaps' }, '"archived" must be'],
    ['create_project', { team_id: 1, name: 'x', colour: 'red' }, 'no argument "colour"'],
    ['update_project', { id: 1 }, 'give at least one of name'],
    ['get_project', { id: '../teams' }, 'must be an id'],
  ])('of %s with %j are refused by name, and nothing is sent', async (name, args, message) => {
    const before = sandbox.requests.length;
    const result = await call(name, args);
    expect(result.isError).toBe(true);
    expect(result.content![0]!.text).toContain(message);
    expect(sandbox.requests.slice(before).filter(({ path }) => path.startsWith('/api'))).toEqual(
      [],
    );
  });

  it.each([
    ['get_project', { id: 999 }, /Not found \(404\).*may not see it/],
    ['get_project', { id: 49 }, /Not found \(404\)/],
    ['create_project', { team_id: 1, name: '' }, /422.*name can't be blank/],
    ['update_user', { id: 1, first_name: 'A' }, /failed \(500/],
  ])('of %s with %j say what to do', async (name, args, message) => {
    const result = await call(name, args);
    expect(result.isError).toBe(true);
    expect(result.content![0]!.text).toMatch(message);
  });

  it.each([
    [{ kind: 'status', status: 429, headers: { 'Retry-After': '7' } }, /Wait 7 seconds/],
    [{ kind: 'reset' }, /broke off/],
    [{ kind: 'html' }, /./],
    [{ kind: 'status', status: 302, headers: { location: 'http://evil.example/' } }, /redirect/],
  ] as const)('report %j as an error result', async (fault, message) => {
    sandbox.flags.faults = [{ path: '/api/v1/teams', ...fault }];
    const result = await call('list_teams');
    expect(result.content![0]!.text).toMatch(message);
    sandbox.flags.faults = [];
    expect((await call('list_teams')).isError).toBeUndefined();
  });

  it('are aborted when the client disconnects', async () => {
    sandbox.flags.faults = [{ path: '/api/v1/teams', kind: 'hang' }];
    const aborted = new AbortController();
    const before = upstream('/api/v1/teams').length;
    const answer = call('list_teams', {}, { signal: aborted.signal });
    await until(() => upstream('/api/v1/teams').length > before);
    aborted.abort();
    await expect(answer).rejects.toThrow(/abort/i);
    await until(() => /has gone away/.test(server.log()));
  });

  it('are aborted when a connection ends that has carried others before', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const body = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'list_teams' } };
    const ask = () => {
      const headers = {
        authorization: `Bearer ${alice.token}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
      };
      const asked = request(`${server.url}/mcp`, { method: 'POST', agent, headers });
      return asked.end(JSON.stringify(body));
    };
    const ports = new Set<number | undefined>();
    for (let calls = 0; calls < 30; calls++) {
      const [response] = (await once(ask(), 'response')) as [IncomingMessage];
      ports.add(response.socket.localPort);
      expect((await json(response)) as object).toHaveProperty('result.structuredContent');
    }
    expect(ports.size).toBe(1);
    sandbox.flags.faults = [{ path: '/api/v1/teams', kind: 'hang' }];
    const before = upstream('/api/v1/teams').length;
    const gone = server.log().split('has gone away').length;
    const last = ask().on('error', () => undefined);
    await until(() => upstream('/api/v1/teams').length > before);
    last.destroy();
    await until(() => server.log().split('has gone away').length > gone);
  });
});

itLoggedNoToken();
