import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { axeFindings as findings } from './axe.js';
import { hasChromium, launchChromium } from './chromium.js';
import { freePort, startServer } from './running-server.js';
import { server, hostile, startConnectRig } from './connect-rig.js';

startConnectRig();

const CLIENTS = [
  'ChatGPT',
  'Claude',
  'Claude Code',
  'Cursor',
  'VS Code',
  'Copilot CLI',
  'Copilot Studio',
  'Codex',
  'Gemini CLI',
  'Antigravity',
  'Inspector',
  'Other client',
];

const SEARCHES: [words: string, said: string, groups: string[]][] = [
  ['project', '6 of 22 found', ['Projects 6']],
  ['LIST  task', '1 of 22 found', ['Tasks 1 of 5']],
  [
    'get_',
    '5 of 22 found',
    ['Memberships 1 of 5', 'Projects 1 of 6', 'Tasks 1 of 5', 'Teams 1 of 3', 'Users 1 of 3'],
  ],
  ['delete', '4 of 22 found', ['Memberships 1 of 5', 'Projects 2 of 6', 'Tasks 1 of 5']],
  ['nothing like it', 'Nothing found', []],
];

(hasChromium ? describe : describe.skip)('the connect page', () => {
  let chromium: Browser;
  let context: BrowserContext;
  let consoleErrors: string[];
  let asked: string[];

  beforeAll(async () => {
    chromium = await launchChromium();
  });
  afterAll(() => chromium.close());
  afterEach(() => context.close());

  async function open(
    options: Parameters<Browser['newContext']>[0] & { url?: string; before?: string } = {},
  ): Promise<Page> {
    const { url = server.url, before, ...rest } = options;
    context = await chromium.newContext(rest);
    const page = await context.newPage();
    consoleErrors = [];
    asked = [];
    page.on(
      'console',
      (message) => message.type() === 'error' && consoleErrors.push(message.text()),
    );
    page.on('pageerror', (error) => consoleErrors.push(error.message));
    page.on('request', (request) => asked.push(request.url()));
    if (before !== undefined) await page.addInitScript(before);
    await page.goto(url);
    return page;
  }

  const choose = (page: Page, client: string) =>
    page.locator('.tabs > label').getByText(client, { exact: true }).click();
  const steps = (page: Page) => page.locator('.tabs > section:visible');

  const overflow = (page: Page) =>
    page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');

  it.each([
    ['light', 360, () => server.url],
    ['dark', 360, () => hostile.url],
    ['light', 1280, () => hostile.url],
    ['dark', 1280, () => server.url],
  ] as const)(
    'the connect page passes axe, %s and %i px wide, for every client',
    async (colorScheme, width, url) => {
      const page = await open({ url: url(), colorScheme, viewport: { width, height: 800 } });
      // All guides at once: axe looks at the whole page each time.
      await page.evaluate(
        `for (const guide of document.querySelectorAll('.tabs > section')) guide.style.display = 'block'`,
      );
      expect(await steps(page).count()).toBe(CLIENTS.length);
      await page.getByRole('searchbox').fill('e');
      expect(await findings(page)).toEqual([]);
      expect(consoleErrors).toEqual([]);
      expect(asked).toEqual([`${url()}/`]);
    },
    120_000,
  );

  it.each([
    ['this application', () => server.url],
    ['one with endless names', () => hostile.url],
  ])('the connect page fits 320 px with %s', async (_, url) => {
    const page = await open({ url: url(), viewport: { width: 320, height: 600 } });
    for (const client of CLIENTS) {
      await choose(page, client);
      expect([client, await overflow(page)]).toEqual([client, 0]);
    }
    await page.getByRole('searchbox').fill('e');
    expect(await overflow(page)).toBe(0);
  });

  it('the connect page is complete while the application is down', async () => {
    const down = await startServer(`http://127.0.0.1:${await freePort()}`);
    const page = await open({ url: down.url, viewport: { width: 320, height: 600 } });
    await page.getByText('For whoever runs this server').click();
    expect(await findings(page)).toEqual([]);
    expect(await overflow(page)).toBe(0);
    const display = `getComputedStyle(document.querySelector('details li')).display`;
    expect(await page.evaluate(display)).toBe('list-item');
    expect(await page.getByRole('searchbox').count()).toBe(0);
    expect(consoleErrors).toEqual([]);
    await down.stop();
  });

  it('the connect page guides through every client and shows every tool without JavaScript', async () => {
    const page = await open({ javaScriptEnabled: false });
    for (const client of CLIENTS) {
      await choose(page, client);
      expect(await steps(page).getAttribute('aria-label')).toBe(client);
      expect(await steps(page).locator('ol > li').count()).toBeGreaterThanOrEqual(2);
    }
    expect(await page.locator('#address').textContent()).toBe(`${server.url}/mcp`);
    expect(await page.locator('button:visible, input[type=search]:visible').count()).toBe(0);
    await page.getByText('Projects 6').click();
    expect(await page.getByText('list_projects').isVisible()).toBe(true);
  });

  it('the connect page copies the address and the commands', async () => {
    const page = await open({ permissions: ['clipboard-read', 'clipboard-write'] });
    const clipboard = () => page.evaluate('navigator.clipboard.readText()');
    const said = () => page.locator('#copied').innerText();
    await page.getByRole('button', { name: 'Copy the address' }).click();
    await page.getByRole('button', { name: 'Copied the address' }).waitFor();
    expect(await clipboard()).toBe(`${server.url}/mcp`);
    expect(await said()).toBe('Copied the address');
    await choose(page, 'Cursor');
    await page.getByRole('button', { name: 'Copy the configuration' }).click();
    await page.getByRole('button', { name: 'Copied the configuration' }).waitFor();
    expect(JSON.parse(String(await clipboard()))).toEqual({
      mcpServers: { 'sandbox-application': { url: `${server.url}/mcp` } },
    });
    expect(await said()).toBe('Copied the configuration');
    expect(await page.getByRole('button', { name: 'Copy the address' }).count()).toBe(1);
  });

  it('the connect page for reading has its address in every command, link and configuration', async () => {
    const page = await open({ locale: 'de' });
    await page.getByRole('link', { name: 'Nur lesen' }).click();
    const address = `${server.url}/mcp?readonly=true`;
    expect(await page.locator('#address').innerText()).toBe(address);
    expect(await page.locator('.choice [aria-current]').innerText()).toBe('Nur lesen');
    const decoded =
      (await page.evaluate(`[...document.querySelectorAll('main [data-copy], main a[href]')]
      .map((one) => one.dataset.copy ?? one.getAttribute('href'))`)) as string[];
    // Cursor's link has its configuration in base64.
    const texts = decoded.map((text) => {
      const config = URL.canParse(text) ? new URL(text).searchParams.get('config') : null;
      return config === null ? decodeURIComponent(text) : atob(config);
    });
    const withAddress = texts.filter((text) => text.includes(`${server.url}/mcp`));
    expect(withAddress.filter((text) => !text.includes(address))).toEqual([]);
    // Of every client but ChatGPT and Copilot Studio, whose steps name the address above; some have several.
    expect(withAddress.length).toBeGreaterThanOrEqual(CLIENTS.length);
    expect(await page.locator('.kind').allInnerTexts()).not.toContain('ändern');
    expect(await page.locator('summary').first().innerText()).toBe('Memberships 2');
    await page.getByRole('link', { name: 'English' }).click();
    expect(await page.locator('#address').innerText()).toBe(address);
    await page.getByRole('link', { name: 'Read and change' }).click();
    expect(await page.locator('#address').innerText()).toBe(`${server.url}/mcp`);
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
  });

  it('the connect page selects the address where it may not copy', async () => {
    const before = 'navigator.clipboard.writeText = () => Promise.reject(new Error("no"))';
    const page = await open({ before });
    await page.getByRole('button', { name: 'Copy the address' }).click();
    await page.getByRole('button', { name: 'Selected the address' }).waitFor();
    expect(await page.evaluate('getSelection().toString()')).toBe(`${server.url}/mcp`);
    expect(consoleErrors).toEqual([]);
  });

  it('the connect page offers no copying without a clipboard, as over http', async () => {
    const before = `Object.defineProperty(navigator, 'clipboard', { value: undefined })`;
    const page = await open({ before });
    expect(await page.locator('button:visible').count()).toBe(0);
    expect(await page.getByRole('searchbox').isVisible()).toBe(true);
    expect(consoleErrors).toEqual([]);
  });

  it("the connect page's search says how much it found, and shows that", async () => {
    const page = await open();
    const search = page.getByRole('searchbox', { name: 'Search' });
    const found = page.getByRole('status').filter({ hasText: 'ound' });
    const groups = page.locator('.resource summary:visible');
    for (const [words, said, expected] of SEARCHES) {
      await search.fill(words);
      expect([words, await found.innerText()]).toEqual([words, said]);
      expect([words, await groups.allInnerTexts()]).toEqual([words, expected]);
      const shown = await page.locator('details li:visible').count();
      expect([words, shown]).toEqual([words, Number(/^\d+/.exec(said)?.[0] ?? 0)]);
      await search.fill('');
      expect(await page.locator('#found').innerText()).toBe('');
      expect(await groups.count()).toBe(5);
      expect(await page.locator('details[open]').count()).toBe(0);
    }
  });

  it('the connect page works with the keyboard alone, and shows the focus', async () => {
    const page = await open();
    /** @returns the focused element's id or text, once its focus is visible */
    const press = async (key: string) => {
      await page.keyboard.press(key);
      const [name, outline] = (await page.evaluate(`(() => {
        const at = document.activeElement;
        const seen = at.type === 'radio' ? at.nextElementSibling : at;
        return [at.id || at.ariaLabel || at.innerText.replace(/\\s+/g, ' ').trim(), getComputedStyle(seen).outlineStyle];
      })()`)) as [string, string];
      expect([name, outline]).toEqual([name, 'solid']);
      return name;
    };
    expect(await press('Tab')).toBe('Read and change');
    expect(await press('Tab')).toBe('Only read');
    expect(await press('Tab')).toBe('Copy the address');
    expect(await press('Tab')).toBe('client-chatgpt');
    expect(await press('Tab')).toBe('Plugins');
    expect(await press('Shift+Tab')).toBe('client-chatgpt');
    for (const client of ['claude', 'claude-code', 'cursor']) {
      expect(await press('ArrowRight')).toBe(`client-${client}`);
    }
    expect(await steps(page).getAttribute('aria-label')).toBe('Cursor');
    expect(await press('Tab')).toBe('Add to Cursor');
    expect(await press('Tab')).toBe('Copy the configuration');
    expect(await press('Tab')).toBe('search');
    for (const resource of ['Memberships 5', 'Projects 6', 'Tasks 5', 'Teams 3', 'Users 3']) {
      expect(await press('Tab')).toBe(resource);
    }
    await page.keyboard.press('Enter');
    expect(await page.getByText('list_users').isVisible()).toBe(true);
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Space');
    expect(await page.getByText('list_teams').isVisible()).toBe(true);
  });

  it("the connect page has no animations, whatever the reader's setting", async () => {
    for (const reducedMotion of ['reduce', 'no-preference'] as const) {
      const page = await open({ reducedMotion });
      await page.getByRole('searchbox').fill('project');
      const moving = `[...document.querySelectorAll('*')].filter((element) => {
        const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(element);
        return transitionDuration !== '0s' || animationName !== 'none' || scrollBehavior !== 'auto';
      }).length`;
      expect(await page.evaluate(moving)).toBe(0);
      await context.close();
    }
  });

  it('the connect page runs only its own script', async () => {
    const page = await open();
    await page.evaluate(`document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="window.attacked = 1">');
      document.body.append(Object.assign(document.createElement('script'), { text: 'window.attacked = 1' }))`);
    expect(await page.evaluate('window.attacked')).toBeUndefined();
    expect(consoleErrors.join()).toContain('Content Security Policy');
  });

  it('the connect page has an icon that browsers can draw', async () => {
    const page = await open();
    const icon = await page.locator('link[rel=icon]').getAttribute('href');
    const width = `new Promise((resolve, reject) => {
      const image = new Image();
      image.onload = () => resolve(image.naturalWidth);
      image.onerror = () => reject(new Error('no image'));
      image.src = ${JSON.stringify(icon)};
    })`;
    expect(await page.evaluate(width)).toBeGreaterThan(0);
  });

  it('the connect page shows everything from a document as text', async () => {
    const page = await open({ url: hostile.url });
    const heading = await page.locator('h1').innerText();
    expect(heading).toMatch(/^Work in <script>.*… from your AI assistant$/);
    expect(await page.title()).toMatch(/^Connect to <script>/);
    const text = await page.locator('main').innerText();
    expect(text).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.locator('script').count()).toBe(1);
    expect(await page.evaluate('window.attacked')).toBeUndefined();
    await page.getByRole('searchbox').fill('unbreakable');
    expect(await page.locator('#found').innerText()).toBe('1 of 3 found');
    expect(consoleErrors).toEqual([]);
  });
});
