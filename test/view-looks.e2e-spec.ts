import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Frame } from 'playwright-core';
import { ALICE_TOKEN, startSandbox, type Sandbox } from '../src/sandbox/sandbox.js';
import { axeFindings } from './axe.js';
import { hasChromium, launchChromium } from './chromium.js';
import {
  answering,
  reading,
  startApplication,
  TOKEN,
  type OwnApplication,
} from './own-application.js';
import { startServer, until, type RunningServer } from './running-server.js';
import { startViewHost, type OpenView, type ViewCall, type ViewHost } from './view-host.js';

const MARKUP = '<img src=x onerror="top.pwned=1"><script>top.pwned=1</script>';
const HOSTILE = {
  id: 1,
  name: MARKUP,
  [MARKUP]: 'a column',
  site: 'javascript:top.pwned=1',
  link: 'https://example.com/?"><script>top.pwned=1</script>',
  good: 'https://example.com/a',
  plan: '</script><script>top.pwned=1</script>',
  ['__proto__']: { polluted: true },
  constructor: 'text',
  nested: { deeper: [{ text: MARKUP }] },
  large: 2 ** 64,
};

let sandbox: Sandbox;
let server: RunningServer;
let hostile: OwnApplication;
let hostileServer: RunningServer;
let chromium: Browser;
let host: ViewHost;
let open: OpenView;

async function show(
  tool: string,
  args: Record<string, unknown>,
  more: Partial<ViewCall> = {},
): Promise<Frame> {
  const call = { mcpUrl: `${server.url}/mcp`, token: ALICE_TOKEN, tool, args };
  open = await host.open({ ...call, ...more });
  return open.view;
}

const showHostile = (tool: string, args: Record<string, unknown>) =>
  show(tool, args, { mcpUrl: `${hostileServer.url}/mcp`, token: TOKEN });

async function click(view: Frame, name: string): Promise<void> {
  await view.getByRole('button', { name }).first().click();
  await view.locator('#view[aria-busy="false"]').waitFor();
}

(hasChromium ? describe : describe.skip)('views in a host of MCP Apps', () => {
  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0 });
    const object = { type: 'object', title: MARKUP, properties: { id: { type: 'integer' } } };
    const id = { name: 'id', in: 'path', required: true, schema: { type: 'integer' } };
    const summary = `</script>${MARKUP}`;
    hostile = await startApplication(
      {
        '/things': reading({ type: 'array', items: object }, { summary }),
        '/things/{id}': reading(object, { summary, parameters: [id] }),
      },
      {
        '/things': answering(JSON.stringify([HOSTILE])),
        '/things/1': answering(JSON.stringify(HOSTILE)),
      },
    );
    [server, hostileServer] = await Promise.all([
      startServer(sandbox.url),
      startServer(hostile.url),
    ]);
    chromium = await launchChromium();
    host = await startViewHost(chromium);
    // Servers, Chromium and the host's bundle start at the same time.
  }, 120_000);

  afterEach(async () => {
    expect(open.problems).toEqual([]);
    await open.close();
  });

  afterAll(async () => {
    await host.close();
    await chromium.close();
    await Promise.all([server.stop(), hostileServer.stop()]);
    await Promise.all([sandbox.close(), hostile.close()]);
  });

  it('a view shows hostile records as text', async () => {
    const view = await showHostile('list_things', {});
    await view.getByText('Columns').click();
    for (const box of await view.getByRole('checkbox').all()) await box.check();
    await click(view, 'Chart');
    await click(view, 'Table');
    await click(view, 'Open');
    const details = view.locator('details');
    if ((await details.count()) > 0) await details.locator('summary').click();
    expect(await view.getByRole('heading').textContent()).toBe(MARKUP);
    expect(await view.evaluate('document.querySelectorAll("img, a, iframe, object").length')).toBe(
      0,
    );
    expect(await view.evaluate('document.scripts.length')).toBe(2);
    expect(await open.page.evaluate('window.pwned')).toBeUndefined();
    expect(await view.evaluate('({}).polluted')).toBeUndefined();
  });

  it('a view opens http addresses through the host, and no other scheme', async () => {
    const view = await showHostile('get_thing', { id: '1' });
    const links = view.locator('button.link');
    expect(await links.allTextContents()).toEqual([HOSTILE.link, HOSTILE.good]);
    await links.last().click();
    await until(async () => (await open.seen()).links.length > 0);
    expect((await open.seen()).links).toEqual([HOSTILE.good]);
  });

  it('a view takes the colours of the host, and requests nothing but the host', async () => {
    const variables = { '--color-background-primary': 'rgb(1, 2, 3)', '--evil': 'x' };
    const view = await show(
      'get_project',
      { id: '1' },
      { hostContext: { theme: 'dark', styles: { variables } } },
    );
    expect(await view.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(
      'rgb(1, 2, 3)',
    );
    expect(await view.evaluate('document.documentElement.style.getPropertyValue("--evil")')).toBe(
      '',
    );
    await until(async () => ((await open.seen()).sizes.at(-1) ?? 0) > 100);
    const own = [new URL(open.page.url()).origin, new URL(server.url).origin];
    const others = open.requested.filter((origin) => !own.includes(origin));
    // The sandbox proxy's page and its script.
    expect(new Set(others).size).toBe(1);
  });

  describe.each(['light', 'dark'] as const)('a view passes axe, %s', (theme) => {
    it.each([
      ['a list', 'list_projects', { team_id: '1' }, []],
      ['a chart', 'list_projects', { team_id: '1' }, ['Chart']],
      ['a record', 'get_project', { id: '1' }, []],
      ['a form with problems', 'get_project', { id: '1' }, ['Edit', 'Review changes']],
      ['a review', 'get_project', { id: '1' }, ['Delete…']],
    ])('%s', async (what, tool, args, buttons) => {
      const view = await show(tool, args, { hostContext: { theme } });
      for (const name of buttons) {
        await click(view, name);
        if (name === 'Edit') await view.getByLabel('Budget').fill('many');
      }
      const folder = process.env['SCREENSHOTS'];
      if (folder)
        await open.page.screenshot({ path: `${folder}/${what} ${theme}.png`.replaceAll(' ', '-') });
      expect(await axeFindings(view)).toEqual([]);
    });
  });
});
