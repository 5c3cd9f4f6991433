import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser as Chromium, BrowserContext, Page } from 'playwright-core';
import { LANGUAGES, type Language } from '../src/pages/language.js';
import { wordsOf } from '../src/pages/words.js';
import { axeFindings } from './axe.js';
import { startBroker, type Broker } from './broker.js';
import { Browser, requestIn } from './browser.js';
import { hasChromium, launchChromium } from './chromium.js';
import { RawClient } from './raw-oauth.js';

let broker: Broker;
let server: string;
let client: RawClient;

beforeAll(async () => {
  broker = await startBroker();
  server = broker.server.url;
  client = await RawClient.register(server);
});
afterAll(() => broker.close());

/** The pages of a sign-in, by their addresses. */
const PAGES: [name: string, address: () => string][] = [
  ['connect', () => `${server}/`],
  ['consent', () => client.authorizeUrl()],
  ['error', () => `${server}/mpc`],
  ['sign-in error', () => `${server}/oauth/authorize?client_id=gone`],
];
const titleOf = (page: string) => /<title>([^<]*)<\/title>/.exec(page)?.[1];
const inLanguage = (address: string, language: string) =>
  `${address}${address.includes('?') ? '&' : '?'}lang=${language}`;

describe.each(PAGES)('the %s page', (_, address) => {
  it.each(LANGUAGES)(
    'is in %s by Accept-Language and by ?lang=, and declares it',
    async (language) => {
      const accepted = await new Browser().request(address(), {
        headers: { 'accept-language': `${language}-XX,en;q=0.5` },
      });
      const chosen = await new Browser().request(inLanguage(address(), language), {
        headers: { 'accept-language': 'it, zh;q=0.5' },
      });
      for (const answer of [accepted, chosen]) {
        expect(answer.headers.get('content-language')).toBe(language);
        expect(answer.headers.get('vary')).toMatch(/\bAccept-Language\b/);
      }
      const [first, second] = [await accepted.text(), await chosen.text()];
      expect(first).toContain(`<html lang="${language}">`);
      expect(titleOf(first)).toBe(titleOf(second));
    },
  );

  it('has its own title in each language', async () => {
    const titles = new Set<string | undefined>();
    for (const language of LANGUAGES) {
      const answer = await new Browser().request(inLanguage(address(), language));
      titles.add(titleOf(await answer.text()));
    }
    expect(titles.size).toBe(LANGUAGES.length);
  });
});

it.each(LANGUAGES)(
  'the guides in %s are in that language, but for what clients call their buttons',
  async (language) => {
    const answer = await new Browser().request(inLanguage(`${server}/`, language));
    const guides = /<div class="tabs".*?<h2>/s.exec(await answer.text())?.[0] ?? '';
    const { say } = wordsOf(language);
    expect(guides).toContain(say('other.sign_in').text);
    expect(guides).toContain(`<section aria-label="${say('guide.other_client').text}">`);
    expect(guides).not.toMatch(/20\d\d-\d\d/);
    expect(guides).toMatch(language === 'ja' ? /: 20\d\d年\d+月</ : /: \p{L}{3,} (de )?20\d\d</u);
    const label = language === 'en' ? '<b>Connect</b>' : '<b lang="en">Connect</b>';
    expect(guides).toContain(label);
    const languages = [...guides.matchAll(/<(\w+)[^>]* lang="(\w+)"/g)].map(
      ([, tag, lang]) => `${tag} ${lang}`,
    );
    expect([...new Set(languages)]).toEqual(language === 'en' ? [] : ['b en']);
  },
);

it('a language chosen on the consent page holds through the sign-in, including its errors', async () => {
  const person = new Browser();
  const page = await person.request(inLanguage(client.authorizeUrl(), 'ja'));
  const answer = { request: requestIn(await page.text()), decision: 'approve' };
  await person.post(`${server}/oauth/consent`, answer);
  const title = wordsOf('ja').say('error.sign_in').text;
  const tooLate = await person.post(`${server}/oauth/consent`, { ...answer, request: 'x' });
  expect(titleOf(await tooLate.text())).toBe(title);
  const callback = await person.request(`${server}/oauth/callback?state=x&code=secret`);
  const shown = await callback.text();
  expect(titleOf(shown)).toBe(title);
  // No link contains an authorization code.
  expect(shown).not.toContain('secret');
  expect(shown).not.toContain('class="languages"');
});

it('without a choice no language cookie is set', async () => {
  const person = new Browser();
  await person.request(client.authorizeUrl(), { headers: { 'accept-language': 'de' } });
  expect(Object.keys(person.cookies(server)).filter((name) => name.includes('lang'))).toEqual([]);
});

(hasChromium ? describe : describe.skip)('in a browser', () => {
  let chromium: Chromium;
  let context: BrowserContext;

  beforeAll(async () => {
    chromium = await launchChromium();
  });
  afterAll(() => chromium.close());
  afterEach(() => context.close());

  async function open(url: string, locale: string, dark = false): Promise<Page> {
    context = await chromium.newContext({
      locale,
      colorScheme: dark ? 'dark' : 'light',
      viewport: { width: 320, height: 700 },
    });
    const page = await context.newPage();
    await page.goto(url);
    return page;
  }

  it.each(LANGUAGES)(
    'every page in %s passes axe and fits 320 px',
    async (language) => {
      const first = await open('about:blank', language, language === 'ja' || language === 'de');
      for (const [name, address] of PAGES) {
        const page = name === 'connect' ? first : await context.newPage();
        await page.goto(address());
        // Every guide, not only that of the chosen tab.
        await page.evaluate(
          `for (const guide of document.querySelectorAll('.tabs > section')) guide.style.display = 'block'`,
        );
        expect(await page.evaluate('document.documentElement.lang')).toBe(language);
        // Pages of errors differ in their texts only: one light and one dark language show what axe finds.
        const looked = !name.endsWith('error') || ['en', 'de'].includes(language);
        if (looked) expect([name, await axeFindings(page)]).toEqual([name, []]);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
      }
    },
    120_000,
  );

  it("the language links keep the rest of the address, and change the script's texts", async () => {
    const page = await open(`${server}/?from=mail&a=1%262`, 'en');
    await page.getByRole('navigation').getByText('Deutsch').click();
    const { searchParams } = new URL(page.url());
    expect([...searchParams]).toEqual([
      ['from', 'mail'],
      ['a', '1&2'],
      ['lang', 'de'],
    ]);
    await page.getByRole('searchbox', { name: 'Suchen' }).fill('project');
    expect(await page.locator('#found').innerText()).toBe('6 von 22 gefunden');
    expect(await page.locator('.languages [aria-current]').innerText()).toBe('Deutsch');
  });

  it('a consent page can be approved after its language was changed', async () => {
    const page = await open(client.authorizeUrl(), 'de');
    await page.getByRole('navigation').getByText('日本語').click();
    const { say } = wordsOf('ja' satisfies Language);
    expect(await page.getByLabel(say('consent.access_all').text).isChecked()).toBe(true);
    await page.getByRole('button', { name: say('consent.approve').text }).click();
    await page.getByLabel('Email address').waitFor();
    expect(page.url()).toContain(broker.sandbox.url);
  });
});
