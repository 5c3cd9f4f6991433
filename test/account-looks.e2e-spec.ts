import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser as Chromium, Page } from 'playwright-core';
import { axeFindings } from './axe.js';
import { startBroker, type Broker } from './broker.js';
import { hasChromium, launchChromium } from './chromium.js';
import { RawClient } from './raw-oauth.js';

const SCREENSHOTS = process.env['SCREENSHOTS'];

let broker: Broker;
let chromium: Chromium;

beforeAll(async () => {
  broker = await startBroker();
  if (hasChromium) chromium = await launchChromium();
});

afterAll(async () => {
  if (hasChromium) await chromium.close();
  await broker.close();
});

async function look(page: Page, name: string): Promise<void> {
  if (SCREENSHOTS) await page.screenshot({ path: `${SCREENSHOTS}/${name}.png`, fullPage: true });
  expect(await axeFindings(page)).toEqual([]);
  const overflow = 'document.documentElement.scrollWidth > innerWidth';
  expect(await page.evaluate(overflow)).toBe(false);
}

(hasChromium ? describe : describe.skip)(
  'the pages of a sign-in have no fault that axe finds',
  () => {
    it.each([
      ['light', 'en', 1280],
      ['dark', 'de', 360],
    ] as const)(
      'the account page looks right and passes axe: %s, in %s, %d pixels wide',
      async (colorScheme, locale, width) => {
        const client = await RawClient.register(broker.server.url, {
          client_name: 'Acme Assistant',
        });
        const viewport = { width, height: 800 };
        const context = await chromium.newContext({ colorScheme, locale, viewport });
        const page = await context.newPage();
        await page.goto(client.authorizeUrl({ scope: undefined, login_hint: 'bob@example.com' }));
        await look(page, `consent-${locale}`);
        await page.locator('button.primary').click();
        await page.getByLabel('Email address').fill('alice@example.com');
        await page.getByLabel('Password').fill('bullet-train');
        await page.keyboard.press('Enter');
        await page.getByRole('heading', { name: /alice@example.com/ }).waitFor();
        await look(page, `account-${locale}`);
        // In another language, and back in this one.
        await page.getByRole('button', { name: '日本語' }).click();
        await page.getByRole('heading', { name: /alice@example.com/ }).waitFor();
        await look(page, `account-${locale}-ja`);
        expect(await page.evaluate('document.documentElement.lang')).toBe('ja');
        const own = locale === 'de' ? 'Deutsch' : 'English';
        await page.getByRole('button', { name: own }).click();
        await page.locator('button.primary').click();
        // The client's own site, which does not exist; the headless shell shows another address then.
        const isBack = ({ href }: URL) => /^(https:\/\/client\.example|chrome-error:)/.test(href);
        await page.waitForURL(isBack, { waitUntil: 'commit' });
        await page.goto(`${broker.server.url}/connections`);
        await page.getByRole('heading', { name: 'Acme Assistant' }).waitFor();
        await look(page, `connections-${locale}`);
        await page.locator('button[name=connection]').focus();
        await page.keyboard.press('Enter');
        await page.getByRole('status').waitFor();
        await look(page, `disconnected-${locale}`);
        await context.close();
      },
    );
  },
);
