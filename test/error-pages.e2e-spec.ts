import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import axe from 'axe-core';
import { decode } from 'html-entities';
import type { Browser as Chromium, BrowserContext, Page } from 'playwright-core';
import { startBroker, type Broker } from './broker.js';
import { Browser } from './browser.js';
import { hasChromium, launchChromium } from './chromium.js';
import { RawClient, REDIRECT_URI, type Parameters } from './raw-oauth.js';
import { startServer, type RunningServer } from './running-server.js';
import { leaveForBulletTrain, openConsentPage, reseal, sealingOf } from './sealed-values.js';

const SECRET = randomBytes(32).toString('base64');
const CONNECT_AGAIN = /Nothing has been shared\. Go back to the program you came from/;
const HOW_TO_CONNECT = /How to connect/;
const SIGN_IN = 'This sign-in cannot go on';
const FOR_PROGRAMS = 'This address is for programs';

let broker: Broker;
let server: string;
let client: RawClient;
let person: Browser;
/** A server that allows one sign-in a minute. */
let strict: RunningServer;

beforeAll(async () => {
  broker = await startBroker({}, { OAUTH_SECRET: SECRET, BULLET_TRAIN_TOKENS: 'tokens-only' });
  server = broker.server.url;
  client = await RawClient.register(server);
  strict = await startServer(broker.sandbox.url, { RATE_LIMIT_PER_ADDRESS: '1' });
});
beforeEach(() => {
  person = new Browser();
});
afterEach(() => {
  broker.sandbox.flags.faults.length = 0;
});
afterAll(async () => {
  await strict.stop();
  await broker.close();
});

const open = (path: string, headers: Record<string, string> = {}) =>
  person.request(server + path, { headers });
const authorize = (changes: Parameters) => person.request(client.authorizeUrl(changes));
const approve = (request: string, by = person, headers: Record<string, string> = {}) =>
  by.request(`${server}/oauth/consent`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams({ request, decision: 'approve' }),
  });
const callback = (state: string, by = person) =>
  by.request(`${server}/oauth/callback?${new URLSearchParams({ state, code: 'upstream' })}`);
const tooLate = (purpose: 'consent' | 'state', value: string) =>
  reseal(purpose, value, sealingOf(server, SECRET), { life: -121 });
/** Goes as far as the application, so that there is a pending sign-in to return with. */
async function leave(): Promise<string> {
  await approve(await openConsentPage(client, person));
  return leaveForBulletTrain(client, person);
}

/** What a person does, and the page that they see: status, title, what happened, what to do. */
type Mishap = [
  what: string,
  happen: () => Promise<Response>,
  status: number,
  title: string,
  message: RegExp,
  advice: RegExp,
];

describe('a person in a browser', () => {
  it.each<Mishap>([
    [
      'mistypes the address',
      () => open('/mpc'),
      404,
      'There is nothing here',
      /^There is nothing at this address\.$/,
      /ends in \/mcp: How to connect/,
    ],
    [
      'opens the MCP endpoint',
      () => open('/mcp'),
      401,
      FOR_PROGRAMS,
      /^Sign in first/,
      HOW_TO_CONNECT,
    ],
    [
      'opens the token endpoint',
      () => open('/oauth/token'),
      405,
      FOR_PROGRAMS,
      /^This address does not take this method/,
      HOW_TO_CONNECT,
    ],
    [
      'comes from another site',
      () => open('/mcp', { origin: 'https://evil.example' }),
      403,
      'This server does not answer here',
      /^The Origin .*evil\.example.* is not allowed here/,
      /Use the address that you were given/,
    ],
    [
      'has an application that is down',
      () => {
        broker.sandbox.flags.faults.push({ path: '/oauth/token/info', kind: 'status' });
        return open('/mcp', {
          authorization: `Bearer ${broker.sandbox.issueToken('bob@example.com')}`,
        });
      },
      503,
      'The application does not answer',
      /^The Bullet Train application does not answer: try again later\.$/,
      /Nothing is lost: load this page again in a minute/,
    ],
    [
      'opens the sign-in by itself',
      () => open('/oauth/authorize'),
      400,
      SIGN_IN,
      /^The parameter client_id is missing\.$/,
      CONNECT_AGAIN,
    ],
    [
      'comes from a client that is not known any more',
      () => authorize({ client_id: 'https://gone.example/client.json' }),
      400,
      SIGN_IN,
      /client/,
      /remove the connection there and add it again/,
    ],
    [
      'has a redirect URI that the client did not register',
      () => authorize({ redirect_uri: 'https://evil.example/callback' }),
      400,
      SIGN_IN,
      /^The redirect_uri is not one that the client has registered\.$/,
      /show its makers what stands here/,
    ],
    [
      'reloads the consent page after answering',
      () => open('/oauth/consent'),
      405,
      SIGN_IN,
      /^This page cannot be opened by its address alone\.$/,
      CONNECT_AGAIN,
    ],
    [
      'answers the consent page too late',
      async () => approve(await tooLate('consent', await openConsentPage(client, person))),
      400,
      SIGN_IN,
      /^This page is too old to be answered\.$/,
      CONNECT_AGAIN,
    ],
    [
      'answers it in another browser',
      async () => approve(await openConsentPage(client, person), new Browser()),
      400,
      SIGN_IN,
      /^This page was opened in another browser, /,
      CONNECT_AGAIN,
    ],
    [
      'answers the consent page from another site',
      async () =>
        approve(await openConsentPage(client, person), person, { 'sec-fetch-site': 'cross-site' }),
      400,
      SIGN_IN,
      /^This page was answered from another site\.$/,
      CONNECT_AGAIN,
    ],
    [
      'comes back from the application too late',
      async () => callback(await tooLate('state', await leave())),
      400,
      SIGN_IN,
      /^This sign-in has taken too long, or is not from here\.$/,
      CONNECT_AGAIN,
    ],
    [
      'comes back in another browser',
      async () => callback(await leave(), new Browser()),
      400,
      SIGN_IN,
      /^This sign-in was begun in another browser, /,
      CONNECT_AGAIN,
    ],
    [
      'signs in too often',
      async () => {
        await person.request(`${strict.url}/oauth/authorize`);
        return person.request(`${strict.url}/oauth/authorize`);
      },
      429,
      'Too many requests',
      /^Too many requests: wait \d+ s\.$/,
      /wait that long, and load this page again/,
    ],
  ])('who %s reads what to do', async (_, happen, status, title, message, advice) => {
    const answer = await happen();
    const page = await answer.text();
    const [, head] = /<title>([^<]*)<\/title>/.exec(page) ?? [];
    const [, heading] = /<h1>([^<]*)<\/h1>/.exec(page) ?? [];
    expect([answer.status, head, heading]).toEqual([status, title, title]);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('x-robots-tag')).toBe('noindex');
    expect(answer.headers.has('retry-after')).toBe(status === 429 || status === 503);
    const [, alert, rest] = /<p role="alert">([^<]*)<\/p>([^]*)<\/main>/.exec(page)!;
    expect(decode(alert)).toMatch(message);
    const text = decode(rest!.replace(/<[^>]*>/g, ''));
    expect(text.replace(/\s+/g, ' ')).toMatch(advice);
  });

  it('who is denied by the application returns to the client', async () => {
    const state = await leave();
    const query = new URLSearchParams({ state, error: 'temporarily_unavailable' });
    const answer = await open(`/oauth/callback?${query}`);
    const { origin, pathname, searchParams } = new URL(answer.headers.get('location')!);
    expect([origin + pathname, searchParams.get('error')]).toEqual([
      REDIRECT_URI,
      'temporarily_unavailable',
    ]);
  });
});

(hasChromium ? describe : describe.skip)('an error page', () => {
  let chromium: Chromium;
  let context: BrowserContext;

  beforeAll(async () => {
    chromium = await launchChromium();
  });
  afterAll(() => chromium.close());
  afterEach(() => context.close());

  async function show(path: string, colorScheme: 'light' | 'dark' = 'light'): Promise<Page> {
    context = await chromium.newContext({ colorScheme, viewport: { width: 320, height: 600 } });
    const page = await context.newPage();
    await page.goto(server + path);
    return page;
  }

  it.each([
    ['light', '/mpc'],
    ['dark', '/mcp'],
    ['dark', `/oauth/authorize?client_id=${'x'.repeat(500)}`],
    ['light', '/oauth/callback?state=x'],
  ] as const)('an error page passes axe, %s, %s', async (colorScheme, path) => {
    const page = await show(path, colorScheme);
    await page.evaluate(axe.source);
    expect(await page.evaluate('axe.run().then(({ violations }) => violations)')).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
  });

  it.each(['/mpc', '/mcp'])('the error page at %s links to the connect page', async (path) => {
    const page = await show(path);
    await page.getByRole('link', { name: 'How to connect' }).click();
    expect(await page.locator('#address').innerText()).toBe(`${server}/mcp`);
  });
});
