import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ALICE_TOKEN, startSandbox, type Sandbox } from '../src/sandbox/sandbox.js';
import { callTool, ERAS, post, type Era } from './raw-mcp.js';
import { startServer, until, type RunningServer } from './running-server.js';

let sandbox: Sandbox;
let server: RunningServer;
let small: RunningServer;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  server = await startServer(sandbox.url);
  small = await startServer(sandbox.url, { MCP_MAX_RESULT_TOKENS: '750' });
});

afterEach(() => {
  sandbox.flags.faults = [];
});

afterAll(async () => {
  await Promise.all([server.stop(), small.stop()]);
  await sandbox.close();
});

const PROJECTS = '/api/v1/teams/1/projects';
const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

async function list(args: Record<string, unknown>, { at = server, era = 'handshake' as Era } = {}) {
  const before = sandbox.requests.length;
  const result = await callTool(
    at.url,
    'list_projects',
    { team_id: 1, ...args },
    { token: ALICE_TOKEN, era },
  );
  if (!result.structuredContent) throw new Error(result.content?.[0]?.text);
  const { items = [], next_after, note } = result.structuredContent;
  expect(JSON.parse(result.content![0]!.text)).toEqual(result.structuredContent);
  const pages = sandbox.requests.slice(before).filter(({ path }) => path === PROJECTS).length;
  return {
    ids: items.map(({ id }) => id),
    items,
    next_after,
    note: note as string | undefined,
    pages,
    length: result.content![0]!.text.length,
  };
}

describe('max_items', () => {
  it.each([
    [{}, range(1, 20), 20, 1],
    [{ max_items: 500 }, range(1, 45), null, 3],
    [{ max_items: '30' }, range(1, 30), 30, 2],
    [{ max_items: 30, after: 30 }, range(31, 45), null, 1],
    [{ max_items: 3 }, range(1, 3), 3, 1],
  ])('reads as many records as %j asks for', async (args, ids, next_after, pages) => {
    for (const era of ERAS) {
      expect(await list(args, { era })).toMatchObject({ ids, next_after, pages, note: undefined });
    }
  });

  it.each([0, 501, 'many', 2.5])('cannot be %j', async (max_items) => {
    await expect(list({ max_items })).rejects.toThrow(/"max_items"/);
  });

  it.each([
    [{ kind: 'status', status: 503 }, /^The application failed \(503/],
    [{ kind: 'status', status: 429, headers: { 'Retry-After': '7' } }, /Wait 7 seconds/],
    [{ kind: 'reset' }, /could not be reached any more/],
    [{ kind: 'html' }, /with a page for people/],
  ] as const)('keeps the first two pages when the third is %j', async (fault, problem) => {
    for (const era of ERAS) {
      sandbox.flags.faults = [{ path: PROJECTS, skip: 2, ...fault }];
      const { ids, next_after, note } = await list({ max_items: 500 }, { era });
      expect({ ids, next_after }).toEqual({ ids: range(1, 40), next_after: 40 });
      expect(note).toMatch(problem);
      expect(note).toContain('Pass next_after as after for the rest.');
    }
  });

  it.each(ERAS)(
    'becomes a challenge when the token is refused on a later page (%s)',
    async (era) => {
      sandbox.flags.faults = [{ path: PROJECTS, skip: 1, kind: 'status', status: 401 }];
      const params = { name: 'list_projects', arguments: { team_id: 1, max_items: 500 } };
      const answer = await post(server.url, 'tools/call', params, { token: ALICE_TOKEN, era });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toContain('error="invalid_token"');
    },
  );

  it('stops reading when the client disconnects', async () => {
    sandbox.flags.faults = [{ path: PROJECTS, skip: 1, times: 1, kind: 'hang' }];
    const aborted = new AbortController();
    const before = sandbox.requests.length;
    const asked = () => sandbox.requests.slice(before).filter(({ path }) => path === PROJECTS);
    const params = { name: 'list_projects', arguments: { team_id: 1, max_items: 500 } };
    const options = { token: ALICE_TOKEN, signal: aborted.signal };
    const answer = post(server.url, 'tools/call', params, options);
    await until(() => asked().length === 2);
    aborted.abort();
    await expect(answer).rejects.toThrow(/abort/i);
    await list({ max_items: 1 });
    expect(asked()).toHaveLength(3);
  });
});

describe('a result over the token limit', () => {
  it('is truncated after a record, and no record is lost or repeated', async () => {
    const seen: unknown[] = [];
    for (let after: unknown = 0; after !== null;) {
      const { ids, next_after, note, length } = await list(
        { max_items: 500, after },
        { at: small },
      );
      expect(length).toBeLessThanOrEqual(3_000);
      expect(note === undefined).toBe(next_after === null);
      seen.push(...ids);
      after = next_after;
    }
    expect(seen).toEqual(range(1, 45));
  });

  it('has room for more records with fewer fields', async () => {
    const args = { max_items: 500, fields: '["name"]' };
    const { items, ids, note } = await list(args, { at: small });
    expect(items[0]).toEqual({ id: 1, name: expect.any(String) });
    expect(ids).toEqual(range(1, 45));
    expect(note).toBeUndefined();
  });

  it('names the known fields when an unknown one is requested', async () => {
    const { note } = await list({ fields: ['title'] });
    expect(note).toMatch(/^There is no column title; there are id, .*name/);
  });

  it('of one record has its longest texts truncated, with their lengths', async () => {
    const token = ALICE_TOKEN;
    const args = { team_id: 2, name: 'Long', description: 'word '.repeat(2_000) };
    const created = await callTool(small.url, 'create_project', args, { token });
    expect(created.content![0]!.text.length).toBeLessThanOrEqual(4_000);
    const { id, name, description } = created.structuredContent!;
    expect(name).toBe('Long');
    expect(description).toMatch(/^word word .* \(the first \d+ of 10000 characters\)$/);
    await callTool(small.url, 'delete_project', { id }, { token });
  });
});

it('every list tool, and no other, takes max_items and fields', async () => {
  const { body } = await post(server.url, 'tools/list', {}, { token: ALICE_TOKEN });
  const { tools } = body.result!;
  const taking = tools!.filter(({ inputSchema }) => 'max_items' in inputSchema.properties);
  expect(taking.map(({ name }) => name)).toEqual([
    'list_teams',
    'list_users',
    'list_memberships',
    'list_projects',
    'list_tasks',
  ]);
  expect(taking.every(({ inputSchema }) => 'fields' in inputSchema.properties)).toBe(true);
});
