import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Frame } from 'playwright-core';
import { ALICE_TOKEN, startSandbox, type Sandbox } from '../src/sandbox/sandbox.js';
import { hasChromium, launchChromium } from './chromium.js';
import { callTool, ERAS } from './raw-mcp.js';
import { startServer, type RunningServer } from './running-server.js';
import { startViewHost, type OpenView, type ViewCall, type ViewHost } from './view-host.js';

let sandbox: Sandbox;
let server: RunningServer;
let searched: RunningServer;
let chromium: Browser;
let host: ViewHost;
let open: OpenView;

async function show(
  tool: string,
  args: Record<string, unknown>,
  more: Partial<ViewCall> = {},
): Promise<Frame> {
  open = await host.open({
    mcpUrl: `${server.url}/mcp`,
    token: ALICE_TOKEN,
    era: '2026-07-28',
    tool,
    args,
    ...more,
  });
  return open.view;
}

async function cellsOf(view: Frame, column: number): Promise<string[]> {
  return view.locator(`tbody tr > :nth-child(${column})`).allTextContents();
}

async function click(view: Frame, name: string | RegExp): Promise<void> {
  await view.getByRole('button', { name }).first().click();
  await view.locator('#view[aria-busy="false"]').waitFor();
}

async function recordOf(id: number) {
  const { structuredContent } = await callTool(
    server.url,
    'get_project',
    { id: String(id) },
    { token: ALICE_TOKEN },
  );
  return structuredContent!;
}

(hasChromium ? describe : describe.skip)('views in a host of MCP Apps', () => {
  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0 });
    server = await startServer(sandbox.url);
    searched = await startServer(sandbox.url, { TOOLS_MODE: 'search' });
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
    await Promise.all([server.stop(), searched.stop()]);
    await sandbox.close();
  });

  it.each(ERAS)('a view shows a list and sorts it by column (%s)', async (era) => {
    const view = await show('list_projects', { team_id: '1' }, era === '2026-07-28' ? { era } : {});
    const [first] = await cellsOf(view, 1);
    expect(first).toBe('Website relaunch');
    await click(view, 'Budget');
    expect(await view.getByRole('columnheader', { name: 'Budget' }).getAttribute('aria-sort')).toBe(
      'ascending',
    );
    await click(view, 'Budget');
    const head = view.getByRole('columnheader', { name: 'Budget' });
    expect(await head.getAttribute('aria-sort')).toBe('descending');
    const column = (await view.getByRole('columnheader').allTextContents()).findIndex((text) =>
      text.startsWith('Budget'),
    );
    const budgets = (await cellsOf(view, column + 1)).map(Number);
    expect(budgets).toEqual(budgets.toSorted((a, b) => b - a));
    expect(new Set(budgets).size).toBeGreaterThan(3);
  });

  it('a view appends the next page', async () => {
    const view = await show('list_projects', { team_id: '1', max_items: 3 });
    expect(await cellsOf(view, 1)).toHaveLength(3);
    await click(view, 'Load more');
    const names = await cellsOf(view, 1);
    expect(names).toHaveLength(6);
    expect(new Set(names).size).toBe(6);
    const { calls } = await open.seen();
    expect(calls).toMatchObject([{ name: 'list_projects', arguments: { after: 3, max_items: 3 } }]);
  });

  it('a view lets the person choose the columns', async () => {
    const view = await show('list_projects', { team_id: '1' });
    await view.getByText('Columns').click();
    await view.getByRole('checkbox', { name: 'Created at' }).check();
    await view.getByRole('checkbox', { name: 'Budget' }).uncheck();
    const heads = await view.getByRole('columnheader').allTextContents();
    expect(heads).toContain('Created at');
    expect(heads).not.toContain('Budget');
  });

  it('a view opens a record and its lists, and goes back', async () => {
    const view = await show('list_projects', { team_id: '1' });
    await click(view, 'Open Website relaunch');
    expect(await view.getByRole('heading').textContent()).toBe('Website relaunch');
    await click(view, 'List tasks');
    expect(await cellsOf(view, 1)).toContain('Write the brief');
    await click(view, 'Back');
    await click(view, 'Back');
    expect((await cellsOf(view, 1)).length).toBeGreaterThan(3);
  });

  it('a view charts a list by count, by sum and by day', async () => {
    const view = await show('list_projects', { team_id: '1', max_items: 100 });
    const all = (
      await callTool(
        server.url,
        'list_projects',
        { team_id: '1', max_items: 100 },
        { token: ALICE_TOKEN },
      )
    ).structuredContent!.items!;
    await click(view, 'Chart');
    await view.getByLabel('Group by').selectOption('priority');
    expect(await view.locator('caption').textContent()).toBe('Count by Priority');
    const high = view.getByRole('row', { name: /^high/ }).getByRole('cell').first();
    const ofHigh = all.filter(({ priority }) => priority === 'high');
    expect(await high.textContent()).toBe(String(ofHigh.length));
    await view.getByLabel('Measure').selectOption('budget');
    const sum = ofHigh.reduce((total, { budget }) => total + Number(budget), 0);
    expect((await high.textContent())!.replaceAll(',', '')).toBe(String(sum));
    await view.getByLabel('Group by').selectOption('due_on');
    expect(await view.locator('caption').textContent()).toBe('Sum of Budget by Due on, by day');
  });

  it('a view reviews a change with before and after, makes it, and tells the model', async () => {
    const view = await show('get_project', { id: '2' });
    await click(view, 'Edit');
    await view.getByLabel('Name', { exact: true }).fill('Website audit II');
    await view.getByLabel('Budget').fill('2600');
    await click(view, 'Review changes');
    const rows = await view.locator('tbody tr').allTextContents();
    expect(rows).toEqual(['NameWebsite auditWebsite audit II', 'Budget2500.02600']);
    expect(await recordOf(2)).toMatchObject({ name: 'Website audit' });
    await click(view, 'Save changes');
    expect(await view.getByRole('status').textContent()).toBe('Saved.');
    expect(await recordOf(2)).toMatchObject({ name: 'Website audit II', budget: '2600.0' });
    const { contexts, calls } = await open.seen();
    expect(calls.at(-1)).toEqual({
      name: 'update_project',
      arguments: { id: '2', name: 'Website audit II', budget: 2600 },
    });
    expect(contexts.at(-1)!.content[0]!.text).toContain('id 2 and changed: name, budget');
    expect(contexts.at(-1)!.content[0]!.text).not.toContain('Website audit II');
  });

  it('a view reports invalid fields and what the application refuses', async () => {
    const view = await show('get_project', { id: '3' });
    await click(view, 'Edit');
    await view.getByLabel('Budget').fill('a lot');
    await view.getByLabel('Name', { exact: true }).fill('');
    await view.getByLabel('Name', { exact: true }).press('Enter');
    const budget = view.getByLabel('Budget');
    expect(await budget.getAttribute('aria-invalid')).toBe('true');
    const described = (await budget.getAttribute('aria-describedby'))!.split(' ').at(-1)!;
    expect(await view.locator(`[id="${described}"]`).textContent()).toBe('Enter a number.');
    await budget.fill('5');
    await click(view, 'Review changes');
    await click(view, 'Save changes');
    expect(await view.getByRole('alert').textContent()).toMatch(/name/i);
    expect(await recordOf(3)).toMatchObject({ name: 'Website research' });
  });

  it('a view deletes a record after the person has confirmed', async () => {
    const view = await show('list_projects', { team_id: '1' });
    const before = await cellsOf(view, 1);
    await click(view, `Open ${before[3]}`);
    await click(view, 'Delete…');
    expect(await view.locator('tbody tr').first().textContent()).toMatch(/deleted$/);
    await click(view, 'Cancel');
    await click(view, 'Delete…');
    await click(view, 'Delete for good');
    expect(await view.getByRole('status').textContent()).toBe('Deleted.');
    await click(view, 'Back');
    expect(await cellsOf(view, 1)).toEqual(before.filter((name) => name !== before[3]));
  });

  it('a view shows what a model has changed', async () => {
    const view = await show('update_project', { id: '5', name: 'Renamed by a model' });
    expect(await view.getByRole('status').textContent()).toBe('Saved.');
    expect(await view.getByRole('heading').textContent()).toBe('Renamed by a model');
  });

  it('a view works in search mode', async () => {
    const view = await show(
      'call_read_operation',
      { operation: 'list_projects', arguments: { team_id: '1' } },
      { mcpUrl: `${searched.url}/mcp` },
    );
    await click(view, 'Open Website relaunch');
    await click(view, 'Edit');
    await view.getByLabel('Name', { exact: true }).fill('Website relaunch, searched');
    await click(view, 'Review changes');
    await click(view, 'Save changes');
    expect(await recordOf(1)).toMatchObject({ name: 'Website relaunch, searched' });
    await callTool(
      server.url,
      'update_project',
      { id: '1', name: 'Website relaunch' },
      { token: ALICE_TOKEN },
    );
  });

  it('a view only shows where the host cannot call tools', async () => {
    const view = await show('list_projects', { team_id: '1', max_items: 2 }, { capabilities: {} });
    expect(await view.getByRole('button', { name: /^(Open|Load)/ }).count()).toBe(0);
  });

  it('a view works with the keyboard alone', async () => {
    const view = await show('list_projects', { team_id: '1' });
    const { keyboard } = open.page;
    const focused = () => view.evaluate('document.activeElement.textContent');
    for (let n = 0; n < 30 && (await focused()) !== 'Open'; n++) await keyboard.press('Tab');
    await keyboard.press('Enter');
    await view.getByRole('button', { name: 'Edit' }).waitFor();
    // The heading of the opened record has the focus, so that a screen reader continues there.
    expect(await focused()).toBe('Website relaunch');
    await keyboard.press('Tab');
    await keyboard.press('Tab');
    expect(await focused()).toBe('Edit');
  });
});
