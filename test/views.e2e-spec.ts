import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EXTENSION_ID, RESOURCE_MIME_TYPE } from '@modelcontextprotocol/ext-apps/server';
import { ALICE_TOKEN, startSandbox, type Sandbox } from '../src/sandbox/sandbox.js';
import { VIEW_TYPE, VIEWS_EXTENSION } from '../src/views/view-resource.js';
import { ERAS, post, type Era, type RawTool } from './raw-mcp.js';
import { startServer, type RunningServer } from './running-server.js';

const SHOWS_VIEWS = {
  extensions: { 'io.modelcontextprotocol/ui': { mimeTypes: ['text/html;profile=mcp-app'] } },
};

let sandbox: Sandbox;
let server: RunningServer;
let off: RunningServer;
let searched: RunningServer;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  [server, off, searched] = await Promise.all([
    startServer(sandbox.url),
    startServer(sandbox.url, { VIEWS: 'off' }),
    startServer(sandbox.url, { TOOLS_MODE: 'search' }),
  ]);
});

afterAll(async () => {
  await Promise.all([server.stop(), off.stop(), searched.stop()]);
  await sandbox.close();
});

interface Asked {
  era?: Era;
  at?: RunningServer;
  path?: string;
  capabilities?: object;
}

function ask(
  method: string,
  params: Record<string, unknown>,
  { era = '2026-07-28', at = server, path = '/mcp', capabilities = {} }: Asked = {},
) {
  return post(at.url, method, params, { token: ALICE_TOKEN, era, path, capabilities });
}

type ListedTool = RawTool & { _meta?: { ui?: { resourceUri?: string } } };
async function listed(asked: Asked = {}): Promise<ListedTool[]> {
  return (await ask('tools/list', {}, asked)).body.result!.tools!;
}

const views = (tools: ListedTool[]) => tools.flatMap(({ _meta }) => _meta?.ui?.resourceUri ?? []);

interface Content {
  uri: string;
  mimeType: string;
  text: string;
  _meta: unknown;
}
async function read(uri: string, asked: Asked = {}): Promise<Content> {
  const { body } = await ask('resources/read', { uri }, asked);
  if (body.error) throw new Error(JSON.stringify(body.error));
  return (body.result as unknown as { contents: [Content] }).contents[0];
}

function planIn({ text }: Content): { tools: Record<string, Record<string, unknown>> } {
  return JSON.parse(/id="plan">(.*?)<\/script>/s.exec(text)![1]!) as never;
}

it('the constants of the MCP Apps extension equal those of its package', () => {
  expect([VIEWS_EXTENSION, VIEW_TYPE]).toEqual([EXTENSION_ID, RESOURCE_MIME_TYPE]);
});

describe('tools refer to views', () => {
  it('for clients of 2026-07-28 that support them', async () => {
    const tools = await listed({ capabilities: SHOWS_VIEWS });
    expect(views(tools)).toHaveLength(tools.length);
    expect(tools.find(({ name }) => name === 'list_projects')!._meta).toMatchObject({
      ui: { resourceUri: 'ui://bullet-train-mcp/list_projects.html' },
    });
  });

  it('for clients of the older era, which say so in their handshake', async () => {
    const tools = await listed({ era: 'handshake' });
    expect(views(tools)).toHaveLength(tools.length);
  });

  it.each([
    ['a client that says nothing', {}],
    ['a client of another type', { extensions: { [EXTENSION_ID]: { mimeTypes: ['text/html'] } } }],
    ['a client of another extension', { extensions: { other: { mimeTypes: [VIEW_TYPE] } } }],
  ])('but not for %s', async (_who, capabilities) => {
    expect(views(await listed({ capabilities }))).toEqual([]);
  });

  it.each(ERAS)('but not with VIEWS=off (%s)', async (era) => {
    const tools = await listed({ era, at: off, capabilities: SHOWS_VIEWS });
    expect(views(tools)).toEqual([]);
    await expect(
      read('ui://bullet-train-mcp/list_projects.html', { era, at: off }),
    ).rejects.toThrow('not found');
  });

  it('and nothing else in the list is different', async () => {
    const withViews = await listed({ capabilities: SHOWS_VIEWS });
    const without = await listed();
    const withoutViews = withViews.map((tool) => {
      const { ui, ...meta } = tool._meta!;
      expect(ui).toBeDefined();
      return { ...tool, _meta: meta };
    });
    expect(withoutViews).toEqual(without);
  });

  it('from the SDK as on the fast path', async () => {
    const capabilities = SHOWS_VIEWS;
    const fast = await ask('tools/list', {}, { capabilities });
    const sdk = await ask('tools/list', { unknown: true }, { capabilities });
    expect(sdk.text).toBe(fast.text);
    expect(fast.text).toContain('ui://');
  });

  it('also in search mode, where the view calls operations', async () => {
    const tools = await listed({ at: searched, capabilities: SHOWS_VIEWS });
    expect(views(tools)).toEqual(
      ['read', 'write', 'delete'].map(
        (kind) => `ui://bullet-train-mcp/call_${kind}_operation.html`,
      ),
    );
  });
});

describe('tool results have the same bytes', () => {
  it.each([
    ['a list', 'list_projects', { team_id: '1' }],
    ['a record', 'get_project', { id: '1' }],
    ['a refusal', 'get_project', { id: '999' }],
    ['wrong arguments', 'get_project', {}],
  ])('for %s, whether or not a client supports views', async (_what, name, args) => {
    for (const era of ERAS) {
      const params = { name, arguments: args };
      const [shows, not, none] = await Promise.all([
        ask('tools/call', params, { era, capabilities: SHOWS_VIEWS }),
        ask('tools/call', params, { era }),
        ask('tools/call', params, { era, at: off }),
      ]);
      expect(shows.text).toBe(not.text);
      // The icon's URL contains the server's address.
      expect(none.text.replaceAll(off.url, server.url)).toBe(not.text);
    }
  });
});

describe('a view', () => {
  it.each(ERAS)('is MCP Apps HTML that loads nothing (%s)', async (era) => {
    const view = await read('ui://bullet-train-mcp/get_project.html', { era });
    expect(view.mimeType).toBe(RESOURCE_MIME_TYPE);
    expect(view._meta).toEqual({
      ui: { csp: { connectDomains: [], resourceDomains: [] }, prefersBorder: true },
    });
    expect(view.text).toMatch(/^<!doctype html>/);
    expect(view.text).toContain("default-src 'none'; script-src 'sha256-");
    expect(view.text.replace('http-equiv', '')).not.toMatch(
      /https?:\/\/(?!\S*\$)|\bsrc=|\bhref=|@import|url\(/,
    );
  });

  it('exists for every tool, and is smaller than 60 KB', async () => {
    for (const [at, era] of [
      [server, 'handshake'],
      [searched, '2026-07-28'],
    ] as const) {
      const tools = await listed({ at, era, capabilities: SHOWS_VIEWS });
      for (const uri of views(tools)) {
        const { text } = await read(uri, { at });
        expect(Buffer.byteLength(text)).toBeLessThan(60_000);
      }
    }
  });

  it('knows the tools that open, change and delete its records', async () => {
    const { tools } = planIn(await read('ui://bullet-train-mcp/list_projects.html'));
    expect(tools['list_projects']).toMatchObject({ does: 'list', open: 'get_project' });
    expect(tools['get_project']).toMatchObject({
      edit: 'update_project',
      remove: 'delete_project',
      lists: ['list_tasks'],
    });
    expect(tools['archive_project']).toEqual({
      title: 'Archive Project',
      does: 'act',
      path: ['id'],
    });
  });

  it('knows no writing tools on a read-only connection', async () => {
    const path = '/mcp?readonly=true';
    const { tools } = planIn(await read('ui://bullet-train-mcp/get_project.html', { path }));
    expect(Object.keys(tools)).not.toContain('update_project');
    expect(tools['get_project']).not.toHaveProperty('edit');
    expect(tools['get_project']).not.toHaveProperty('remove');
    await expect(read('ui://bullet-train-mcp/delete_project.html', { path })).rejects.toThrow(
      'not found',
    );
  });

  it.each([
    'ui://bullet-train-mcp/nothing.html',
    'ui://bullet-train-mcp/__proto__.html',
    'ui://bullet-train-mcp/../list_projects.html',
    'ui://bullet-train-mcp/list_projects',
    'ui://other/list_projects.html',
  ])('does not exist at %s', async (uri) => {
    await expect(read(uri)).rejects.toThrow('not found');
  });
});

it.each(ERAS)('the server announces the MCP Apps extension (%s)', async (era) => {
  const asked =
    era === 'handshake'
      ? ([
          'initialize',
          {
            protocolVersion: '2025-11-25',
            capabilities: {},
            clientInfo: { name: 'x', version: '1' },
          },
        ] as const)
      : (['server/discover', {}] as const);
  const capabilitiesOf = async (at: RunningServer) =>
    (await ask(asked[0], asked[1], { era, at })).body.result!['capabilities'];
  expect(await capabilitiesOf(server)).toHaveProperty(['extensions', EXTENSION_ID], {});
  expect(await capabilitiesOf(off)).not.toHaveProperty(['extensions', EXTENSION_ID]);
});
