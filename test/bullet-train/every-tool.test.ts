import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFileHost } from '../file-host.js';
import { callTool, post, type RawResult, type RawTool } from '../raw-mcp.js';
import { startServer, type RunningServer } from '../running-server.js';
import { ExhibitStore, fileOf } from './exhibit-store.js';
import { LACKING_FIELDS, RECORDS, decimals, type Records } from './records.js';
import { ALICE_TOKEN, CAROL_TOKEN, startRig, type Rig } from './rig.js';

/** Arguments of lists and results, not fields of the record. */
const OPTIONS = new Set(['idempotency_key', 'after', 'max_items', 'fields', 'id']);

let rig: Rig;
let tools: Map<string, RawTool>;
const called = new Set<string>();

beforeAll(async () => {
  rig = await startRig();
  const { body } = await post(rig.server.url, 'tools/list', {}, { token: ALICE_TOKEN });
  tools = new Map(body.result!.tools!.map((tool) => [tool.name, tool]));
});

afterAll(() => rig?.close());

async function call(
  name: string,
  args: Record<string, unknown> = {},
  token = ALICE_TOKEN,
): Promise<RawResult> {
  called.add(name);
  return callTool(rig.server.url, name, args, { token });
}

async function succeed(name: string, args?: Record<string, unknown>, token?: string) {
  const result = await call(name, args, token);
  if (result.isError) throw new Error(`${name}: ${result.content?.[0]?.text}`);
  return result.structuredContent!;
}

/** @returns every record of a list, page by page */
async function follow(name: string, args: Record<string, unknown>) {
  const items: Record<string, unknown>[] = [];
  let after: unknown;
  do {
    const page = await succeed(name, { ...args, ...(after !== undefined && { after }) });
    items.push(...page.items!);
    after = page['next_after'];
  } while (after !== undefined && after !== null);
  return items;
}

function fieldsOf(name: string): string[] {
  return Object.keys(tools.get(name)!.inputSchema.properties).filter((key) => !OPTIONS.has(key));
}

it('the server makes a tool of every operation of the document', async () => {
  const document = await (await fetch(`${rig.application.url}/api/v1/openapi.yaml`)).text();
  const operations = document.match(/^ +operationId: /gm)!;
  expect(operations.length).toBeGreaterThan(50);
  expect(tools.size).toBe(operations.length);
});

describe.each(RECORDS.map((records) => [records.singular, records] as const))(
  'records of %s',
  (singular: string, { list, parent, created, updated, shown }: Records) => {
    let record: Record<string, unknown>;

    it('are created with every field, and returned as they were sent', async () => {
      const given = { ...parent, ...created };
      expect(Object.keys(given).toSorted()).toEqual(fieldsOf(`create_${singular}`).toSorted());
      record = await succeed(`create_${singular}`, given);
      expect(record).toMatchObject({ ...given, ...shown });
    });

    it('are read and listed', async () => {
      const { id } = record;
      expect(await succeed(`get_${singular}`, { id })).toMatchObject({ id, ...created, ...shown });
      const { items } = await succeed(list, { ...parent, after: Number(id) - 1 });
      expect(items).toContainEqual(expect.objectContaining({ id, ...created, ...shown }));
    });

    it('are updated, and keep a field that is left out', async () => {
      const { id } = record;
      const result = await succeed(`update_${singular}`, { id, ...updated });
      const changed = { ...created, ...shown, ...updated };
      expect(result).toMatchObject({ id, ...changed, ...decimals(updated, shown) });
    });

    it('are deleted, and not found afterwards', async () => {
      const { id } = record;
      await succeed(`delete_${singular}`, { id });
      const { isError, content } = await call(`get_${singular}`, { id });
      expect([isError, content?.[0]?.text]).toEqual([
        true,
        expect.stringMatching(/404|not found/i),
      ]);
    });
  },
);

it("an endpoint's secret, which the application shows once, does not reach a model", async () => {
  const args = { team_id: 2, name: 'Signed', url: 'https://hooks.example.com/signed' };
  const endpoint = await succeed('create_webhooks_outgoing_endpoint', args);
  expect(endpoint['webhook_secret']).toBe('[redacted]');
});

it('the secrets of existing records do not reach a model', async () => {
  const secret = rig.application.query(
    'SELECT webhook_secret FROM webhooks_outgoing_endpoints WHERE id = 1',
  );
  expect(secret).toMatch(/^\S{16,}$/);
  const endpoint = await call('get_webhooks_outgoing_endpoint', { id: 1 });
  expect(endpoint.structuredContent).toMatchObject({ name: 'Archive' });
  expect(JSON.stringify(endpoint)).not.toContain(secret);
  expect(await succeed('get_exhibit', { id: 1 })).toMatchObject({ secret_word: '[redacted]' });
});

describe('fields that the document lacks, added by TOOLS_OVERRIDES,', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mcp-overrides-'));
  const ADDRESS = { address_one: '2 Mole', city: 'Wismar', country_id: 82, postal_code: '23966' };
  let server: RunningServer;
  let id: number;
  let store: ExhibitStore;

  beforeAll(async () => {
    const file = join(folder, 'tools.yaml');
    writeFileSync(file, LACKING_FIELDS);
    server = await startServer(rig.application.url, { TOOLS_OVERRIDES: file });
  });

  afterAll(async () => {
    await server?.stop();
    rmSync(folder, { recursive: true });
  });

  async function write(name: string, args: Record<string, unknown>) {
    const result = await callTool(server.url, name, args, { token: ALICE_TOKEN });
    if (result.isError) throw new Error(`${name}: ${result.content?.[0]?.text}`);
    return result.structuredContent!;
  }

  it('are stored: rich text, files and an address', async () => {
    const exhibit = await write('create_exhibit', {
      team_id: 1,
      name: 'Sea chest',
      story: '<div>Washed <strong>ashore</strong></div>',
      photograph: fileOf('a chest'),
      papers: [fileOf('its key'), fileOf('its lock')],
      address_attributes: ADDRESS,
    });
    id = Number(exhibit['id']);
    store = new ExhibitStore(rig.application, id);
    expect(await store.contentOf(exhibit['photograph'])).toBe('a chest');
    const papers = exhibit['papers'] as unknown[];
    expect(await Promise.all(papers.map((paper) => store.contentOf(paper)))).toEqual([
      'its key',
      'its lock',
    ]);
    expect(store.rows('name, body', 'action_text_rich_texts')).toEqual([
      'story|<div>Washed <strong>ashore</strong></div>',
    ]);
    expect(
      store.rows('address_one, city, country_id, postal_code', 'addresses', 'addressable'),
    ).toEqual([Object.values(ADDRESS).join('|')]);
  });

  it('are changed: a file is replaced, and an address with its id keeps the rest', async () => {
    const [address] = store.rows('id', 'addresses', 'addressable');
    const changed = await write('update_exhibit', {
      id,
      story: '<div>Bought</div>',
      photograph: fileOf('an open chest'),
      address_attributes: { id: Number(address), city: 'Kiel' },
    });
    expect(await store.contentOf(changed['photograph'])).toBe('an open chest');
    expect(changed['papers']).toHaveLength(2);
    expect(store.rows('body', 'action_text_rich_texts')).toEqual(['<div>Bought</div>']);
    expect(store.rows('id, address_one, city', 'addresses', 'addressable')).toEqual([
      `${address}|2 Mole|Kiel`,
    ]);
  });

  it('are changed by a link, as ChatGPT sends it, to a file that no MCP request could hold', async () => {
    const host = await startFileHost();
    const linked = await startServer(rig.application.url, {
      TOOLS_OVERRIDES: join(folder, 'tools.yaml'),
      CLIENT_METADATA_ALLOW_LOOPBACK: 'on',
      NODE_EXTRA_CA_CERTS: host.certificate,
    });
    const chest = 'an open chest\n'.repeat(200_000);
    for (const [text, hasLength] of [
      [chest, false],
      [chest.slice(0, 13), true],
    ] as const) {
      const download_url = host.link((_request, response) => {
        const length = { 'content-length': String(text.length) };
        response.writeHead(200, { 'content-type': 'text/plain', ...(hasLength && length) });
        response.end(text);
      });
      const photograph = { download_url, file_id: 'file_1', mime_type: 'text/plain' };
      const options = { token: ALICE_TOKEN, headers: { 'user-agent': 'openai-mcp/1.0.0' } };
      const { structuredContent } = await callTool(
        linked.url,
        'update_exhibit',
        { id, photograph },
        options,
      );
      expect(await store.contentOf(structuredContent!['photograph'])).toBe(text);
    }
    await linked.stop();
    await host.close();
  });

  it('delete files by their removal fields, and no others', async () => {
    const attachments = store.rows('name, id', 'active_storage_attachments');
    const [, key] = attachments.find((row) => row.startsWith('papers|'))!.split('|');
    const left = await write('update_exhibit', { id, papers_removal: [Number(key)] });
    const papers = left['papers'] as unknown[];
    expect([papers.length, await store.contentOf(papers[0])]).toEqual([1, 'its lock']);
    expect(await store.contentOf(left['photograph'])).toBe('an open chest');
    const bare = await write('update_exhibit', { id, photograph_removal: true });
    expect(bare).not.toHaveProperty('photograph');
    expect(store.rows('name', 'active_storage_attachments')).toEqual(['papers']);
  });
});

describe('lists', () => {
  it('are followed to the end, with each record once', async () => {
    const ids = (await follow('list_projects', { team_id: 1 })).map(({ id }) => Number(id));
    expect(ids).toHaveLength(45);
    expect(new Set(ids).size).toBe(45);
    expect(ids).toEqual(ids.toSorted((one, other) => one - other));
  });

  it('are filtered as documented', async () => {
    const items = await follow('list_projects', { team_id: 1, priority: 'high' });
    expect(items).toHaveLength(15);
    expect(new Set(items.map(({ priority }) => priority))).toEqual(new Set(['high']));
    const archived = await follow('list_projects', { team_id: 1, archived: true });
    expect(archived).toEqual([]);
  });

  it('of a sortable model repeat no record, and say that some may be missing', async () => {
    const result = await call('list_projects_milestones', { project_id: 1, max_items: 200 });
    const ids = result.structuredContent!.items!.map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(20);
    expect(new Set(ids).size).toBe(ids.length);
    expect(JSON.stringify(result)).toMatch(/some may be missing/);
  });

  it.each([
    ['list_memberships', 1, ['alice@example.com', 'carol@example.com', 'invited@example.com']],
    ['list_memberships', 2, ['alice@example.com', 'bob@example.com']],
  ])('contain only the members of that team: %s %i', async (name, team_id, emails) => {
    const members = await follow(name, { team_id });
    expect(members.map(({ user_email }) => user_email)).toEqual(emails);
  });
});

describe('read-only tools and those with known faults', () => {
  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['list_teams', {}, { items: [{ name: 'Acme' }, { name: 'Globex' }] }],
    ['get_team', { id: 2 }, { name: 'Globex' }],
    [
      'update_team',
      { id: 2, name: 'Globex', time_zone: 'Berlin', locale: 'en' },
      { time_zone: 'Berlin' },
    ],
    [
      'list_users',
      {},
      { items: expect.arrayContaining([expect.objectContaining({ first_name: 'Carol' })]) },
    ],
    ['get_user', { id: 'me' }, { email: 'alice@example.com' }],
    ['list_memberships', { team_id: 1 }, {}],
    ['get_membership', { id: 1 }, { user_email: 'alice@example.com', role_ids: ['admin'] }],
    [
      'update_membership',
      { id: 1, user_first_name: 'Al', user_last_name: 'A.' },
      { user_first_name: 'Al' },
    ],
    ['list_invitations', { team_id: 1 }, { items: [{ email: 'invited@example.com' }] }],
    ['get_invitation', { id: 1 }, { email: 'invited@example.com' }],
    ['resend_invitation', { id: 1 }, { email: 'invited@example.com' }],
    ['delete_invitation', { id: 1 }, {}],
    ['list_webhooks_outgoing_events', { team_id: 1 }, {}],
    ['get_webhooks_outgoing_event', { id: 1 }, { event_type: 'project.created', subject_id: 1 }],
    ['archive_project', { id: 2 }, { archived: true }],
  ])('%s %j succeeds', async (name, args, expected) => {
    expect(await succeed(name, args)).toMatchObject(expected);
  });

  it.each<[string, Record<string, unknown>]>([
    // The API answers 404 to both for everybody, because it checks whether they may be created without a team.
    ['create_membership', { team_id: 1, user_first_name: 'New', user_last_name: 'Member' }],
    ['create_invitation', { team_id: 1, email: 'somebody@example.com' }],
    // The gem answers "Not implemented".
    [
      'update_user',
      {
        id: 1,
        first_name: 'Al',
        last_name: 'A',
        email: 'a@example.com',
        time_zone: 'UTC',
        locale: 'en',
      },
    ],
    // Documented, but not routed.
    ['delete_webhooks_outgoing_event', { id: 1 }],
  ])('%s fails with a message', async (name, args) => {
    const { isError, content } = await call(name, args);
    expect([isError, content?.[0]?.text]).toEqual([true, expect.any(String)]);
  });

  it('delete_membership removes a person from a team', async () => {
    const carol = (await follow('list_memberships', { team_id: 1 })).find(
      ({ user_email }) => user_email === 'carol@example.com',
    );
    // A member without a role may read, but not write.
    expect(await succeed('get_project', { id: 1 }, CAROL_TOKEN)).toMatchObject({ id: 1 });
    const refused = await call('create_project', { team_id: 1, name: 'No' }, CAROL_TOKEN);
    expect(refused.isError).toBe(true);
    await succeed('delete_membership', { id: carol!['id'] });
    expect((await call('get_project', { id: 1 }, CAROL_TOKEN)).isError).toBe(true);
  });
});

it('this spec has called every tool of the document', () => {
  expect([...tools.keys()].filter((name) => !called.has(name))).toEqual([]);
});
