import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { startBroker, type Broker } from './broker.js';
import { hasChromium, launchChromium } from './chromium.js';
import { startDocumentHost, type DocumentHost } from './document-host.js';
import { freePort, until } from './running-server.js';
import { startTlsProxy } from './tls-proxy.js';

const VERIFIER = 'v'.repeat(43);

let broker: Broker;
let proxy: { close(): Promise<void> };
let publicUrl: string;
/** The client's host: its page at the redirect URI stands for the client. */
let client: DocumentHost;
let chromium: Browser;
let context: BrowserContext;
const consoleErrors: string[] = [];

async function openPage(options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
  context = await chromium.newContext({ ignoreHTTPSErrors: true, ...options });
  const page = await context.newPage();
  page.on('console', (message) => {
    const { url } = message.location();
    // The application's pages are not checked.
    if (message.type() !== 'error' || url.startsWith(broker.sandbox.url)) return;
    consoleErrors.push(`${message.text()} ${url}`);
  });
  return page;
}

async function authorizeUrl(name = 'Acme Assistant', path = '/callback'): Promise<string> {
  const redirectUri = client.url + path;
  client.serve(path, (_request, response) => response.end('back at the client'));
  const answer = await fetch(`${broker.server.url}/oauth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      client_name: name,
      redirect_uris: [redirectUri],
      token_endpoint_auth_method: 'none',
    }),
  });
  const { client_id } = (await answer.json()) as { client_id: string };
  const query = new URLSearchParams({
    client_id,
    redirect_uri: redirectUri,
    response_type: 'code',
    state: 'the client’s own',
    code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
    code_challenge_method: 'S256',
  });
  return `${publicUrl}/oauth/authorize?${query}`;
}

/** The query with which the browser arrived at the client. */
function arrival(page: Page): URLSearchParams {
  const url = new URL(page.url());
  expect(url.origin).toBe(client.url);
  return url.searchParams;
}

(hasChromium ? describe : describe.skip)('the consent page', () => {
  beforeAll(async () => {
    const port = await freePort();
    publicUrl = `https://localhost:${port}`;
    broker = await startBroker({}, { PUBLIC_URL: publicUrl });
    proxy = await startTlsProxy(port, broker.server.url);
    client = await startDocumentHost();
    chromium = await launchChromium();
  });

  afterEach(async () => {
    await context.close();
    consoleErrors.length = 0;
  });

  afterAll(async () => {
    await chromium.close();
    await client.close();
    await proxy.close();
    await broker.close();
  });

  it.each([true, false])(
    'the consent page can be used with the keyboard alone, JavaScript: %s',
    async (javaScript) => {
      const page = await openPage({ javaScriptEnabled: javaScript });
      await page.goto(await authorizeUrl());
      expect(await page.title()).toBe('Connect Acme Assistant to Sandbox Application?');
      // A group of radio buttons is one tab stop, then Deny, then Approve.
      for (const key of ['Tab', 'Tab', 'Tab', 'Enter']) await page.keyboard.press(key);
      await page.getByLabel('Email address').fill('bob@example.com');
      await page.getByLabel('Password').fill('bullet-train');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: /bob@example\.com/ }).waitFor();
      // The tab stops: the choice, its team, the application's link, Deny, another account, Continue.
      for (const key of ['Tab', 'Tab', 'Tab', 'Tab', 'Tab', 'Tab', 'Enter'])
        await page.keyboard.press(key);
      await page.waitForURL(`${client.url}/callback**`);
      const query = arrival(page);
      expect(query.get('state')).toBe('the client’s own');
      expect(query.get('iss')).toBe(publicUrl);
      expect(query.get('code')).toMatch(/^eyJ/);
      expect(consoleErrors).toEqual([]);
    },
  );

  it('the consent page sets cookies that only this host gets and no script can read', async () => {
    const page = await openPage();
    const url = await authorizeUrl();
    await page.goto(url);
    await page.getByRole('button', { name: 'Approve' }).click();
    const cookies = (await context.cookies()).filter(({ name }) => name.includes('mcp-'));
    expect(cookies.map(({ name }) => name.replace(/-[\w-]{8}$/, '')).toSorted()).toEqual([
      '__Host-mcp-consent',
      '__Host-mcp-sign-in',
    ]);
    for (const cookie of cookies) {
      expect(cookie).toMatchObject({ secure: true, httpOnly: true, sameSite: 'Lax', path: '/' });
      expect(cookie.domain).toBe('localhost');
    }
    // Another visit asks the person again, whoever caused it.
    await page.goto(url);
    await page.getByRole('button', { name: 'Approve' }).waitFor();
  });

  it('denying on the consent page returns to the client without a code', async () => {
    const page = await openPage();
    await page.goto(await authorizeUrl());
    await page.getByRole('button', { name: 'Deny' }).click();
    await page.waitForURL(`${client.url}/callback**`);
    expect(arrival(page).get('error')).toBe('access_denied');
    expect(arrival(page).has('code')).toBe(false);
    expect((await context.cookies()).map(({ name }) => name)).toEqual([
      expect.stringMatching(/^__Host-mcp-consent-/),
    ]);
  });

  it('the consent page offers to connect as a member of one team', async () => {
    const page = await openPage();
    await page.goto(`${await authorizeUrl()}&connect_as=team`);
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.getByLabel('Email address').fill('alice@example.com');
    await page.getByLabel('Password').fill('bullet-train');
    await page.keyboard.press('Enter');
    expect(await page.getByLabel('a new member of one team').isChecked()).toBe(true);
    await page.getByLabel('Team:').selectOption('Globex');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.waitForURL(`${client.url}/callback**`);
    expect(arrival(page).get('code')).toMatch(/^eyJ/);
  });

  it("the consent page warns of a program on the person's own computer and shows names as text", async () => {
    const page = await openPage();
    await page.goto(await authorizeUrl('<img src=x onerror=alert(1)>"\u202eevil'));
    expect(await page.locator('h1').textContent()).toContain("<img src=x onerror=alert(1)>'evil");
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.locator('.host').textContent()).toBe('localhost');
    expect(await page.locator('.warning').textContent()).toContain('your own computer');
  });

  it('the consent page cannot be framed', async () => {
    const page = await openPage();
    const url = await authorizeUrl();
    client.serve('/frame', (_request, response) => {
      response.setHeader('content-type', 'text/html');
      response.end(`<iframe src="${url.replaceAll('&', '&amp;')}"></iframe>`);
    });
    await page.goto(`${client.url}/frame`);
    await until(() =>
      consoleErrors.some((text) =>
        /frame-ancestors|X-Frame-Options|refused to connect/i.test(text),
      ),
    );
    expect(page.frames().some((frame) => frame.url().startsWith(publicUrl))).toBe(false);
  });

  it('the consent page cannot be answered from another site', async () => {
    const page = await openPage();
    await page.goto(await authorizeUrl());
    const request = await page.locator('input[name=request]').inputValue();
    client.serve('/forged', (_request, response) => {
      response.setHeader('content-type', 'text/html');
      response.end(
        `<form method="post" action="${publicUrl}/oauth/consent"><input name="request" value="${request}"><input name="decision" value="approve"><button>Win a prize</button></form>`,
      );
    });
    await context.clearCookies();
    const before = broker.sandbox.requests.length;
    await page.goto(`${client.url}/forged`);
    await page.getByRole('button').click();
    expect(await page.getByRole('alert').textContent()).toContain('another site');
    expect(broker.sandbox.requests.length).toBe(before);
  });

  it("the consent page and the error page follow the reader's light or dark setting", async () => {
    const ground = async (url: string, colorScheme: 'light' | 'dark') => {
      const page = await openPage({ colorScheme });
      await page.goto(url);
      const color = await page.evaluate('getComputedStyle(document.body).backgroundColor');
      await context.close();
      return color;
    };
    for (const url of [await authorizeUrl(), `${publicUrl}/oauth/authorize`]) {
      expect(await ground(url, 'light')).toBe('rgb(242, 244, 247)');
      expect(await ground(url, 'dark')).toBe('rgb(18, 22, 27)');
    }
  });
});
