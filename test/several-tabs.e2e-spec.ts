import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startBroker, type Broker } from './broker.js';
import { Browser, requestIn } from './browser.js';
import { RawClient } from './raw-oauth.js';

let broker: Broker;
let server: string;

beforeAll(async () => {
  broker = await startBroker({ pkce: true });
  server = broker.server.url;
});

afterAll(() => broker.close());

const stateOf = (tab: number) => `state of tab ${tab}`;

/** As far as the redirect to the application. */
async function approve(browser: Browser, page: string): Promise<string> {
  const answer = { request: requestIn(page), decision: 'approve' };
  const response = await browser.post(`${server}/oauth/consent`, answer);
  expect(response.status).toBe(303);
  return response.headers.get('location')!;
}

it('consent pages that one browser opens at once can all be answered, and all sign-ins finish', async () => {
  const client = await RawClient.register(server);
  const browser = new Browser();
  const tabs = [0, 1, 2, 3, 4, 5, 6, 7];
  const pages = await Promise.all(
    tabs.map(async (tab) => {
      const response = await browser.request(client.authorizeUrl({ state: stateOf(tab) }));
      return response.text();
    }),
  );
  const atApplication: string[] = [];
  for (const tab of [3, 0, 7, 1, 6, 2, 5, 4]) {
    atApplication[tab] = await approve(browser, pages[tab]!);
  }
  for (const tab of [5, 1, 0, 7, 4, 6, 3, 2]) {
    const person = { email: 'alice@example.com' };
    const back = await browser.signIn(atApplication[tab]!, client.redirectUri, person);
    expect(back.searchParams.get('state')).toBe(stateOf(tab));
    const { status } = await client.exchange(back.searchParams.get('code')!);
    expect(status).toBe(200);
  }
});

it('a consent page can be answered twice, as by a double click, and the newer sign-in finishes', async () => {
  const client = await RawClient.register(server);
  const browser = new Browser();
  const page = await (await browser.request(client.authorizeUrl())).text();
  const [, second] = await Promise.all([approve(browser, page), approve(browser, page)]);
  const back = await browser.signIn(second, client.redirectUri, { email: 'bob@example.com' });
  expect((await client.exchange(back.searchParams.get('code')!)).status).toBe(200);
});

it('abandoned sign-ins with a long state never exceed the header limit', async () => {
  const client = await RawClient.register(server);
  const browser = new Browser();
  const state = 'ä'.repeat(512);
  for (let begun = 0; begun < 25; begun += 1) {
    const page = await browser.request(client.authorizeUrl({ state }));
    expect(page.status).toBe(200);
    await approve(browser, await page.text());
    const header = Object.entries(browser.cookies(server)).flat().join('');
    expect(header.length).toBeLessThan(8_192);
  }
  const back = await client.signIn(browser, { state });
  expect(back.searchParams.get('state')).toBe(state);
});

it('a sign-in that cannot continue is explained without blame', async () => {
  const client = await RawClient.register(server);
  const browser = new Browser();
  const page = await (await browser.request(client.authorizeUrl())).text();
  const person = { email: 'alice@example.com' };
  const atCallback = await browser.signIn(
    await approve(browser, page),
    `${server}/oauth/callback`,
    person,
  );
  expect((await browser.request(atCallback.href)).status).toBe(200);
  const again = await browser.request(atCallback.href);
  expect([again.status, await again.text()]).toEqual([
    400,
    expect.stringContaining('is finished already'),
  ]);
  const elsewhere = await new Browser().post(`${server}/oauth/consent`, {
    request: requestIn(page),
    decision: 'approve',
  });
  expect(await elsewhere.text()).toContain('no longer has its cookie');
});
