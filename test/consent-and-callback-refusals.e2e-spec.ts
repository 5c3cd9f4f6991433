import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import type { Sealing } from '../src/oauth/sealing/sealing.js';
import { startBroker, type Broker } from './broker.js';
import { expectErrorAtClient, expectPage } from './browser-answers.js';
import { Browser, requestIn } from './browser.js';
import { encode, postForm, RawClient, type Parameters } from './raw-oauth.js';
import {
  collectSealedValues,
  KINDS,
  type Kind,
  leaveForBulletTrain,
  openConsentPage,
  reseal,
  sealingOf,
  tamper,
} from './sealed-values.js';

const SECRET = randomBytes(32).toString('base64');
const LONG = 'x'.repeat(9_000);

let broker: Broker;
let server: string;
let client: RawClient;
/** The server's sealing, and one with another secret. */
let seal: Sealing;
let foreign: Sealing;
/** A browser that has signed in before. */
let browser: Browser;
/** One valid sealed value of each kind. */
let sealed: Record<Kind, string>;

beforeAll(async () => {
  broker = await startBroker({ pkce: true, refreshTokens: true }, { OAUTH_SECRET: SECRET });
  server = broker.server.url;
  client = await RawClient.register(server);
  seal = sealingOf(server, SECRET);
  foreign = sealingOf(server, randomBytes(32).toString('hex'));
  browser = new Browser();
  sealed = await collectSealedValues(client, browser);
});

beforeEach(() => {
  broker.sandbox.requests.length = 0;
});

afterAll(() => broker.close());

describe('POST /oauth/consent refuses', () => {
  let person: Browser;
  let request: string;

  beforeEach(async () => {
    person = new Browser();
    request = await openConsentPage(client, person);
  });

  const approve = (by: Browser, form: Parameters = {}, headers: Record<string, string> = {}) =>
    by.request(`${server}/oauth/consent`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: encode({ request, decision: 'approve', access: 'read', ...form }),
    });

  /** Expects that the page is refused, and that the right answer still works afterwards. */
  async function expectRefused(response: Response, status = 400) {
    await expectPage(broker, response, status);
    const right = await approve(person);
    expect([right.status, right.headers.get('location')]).toEqual([
      303,
      expect.stringContaining(`${broker.sandbox.url}/oauth/authorize?`),
    ]);
  }

  it.each<[string, () => Parameters | Promise<Parameters>]>([
    ['no request', () => ({ request: undefined })],
    ['an empty request', () => ({ request: '' })],
    ['request twice', () => ({ request: [request, request] })],
    ['a request of 9,000 characters', () => ({ request: LONG })],
    ['a request nobody sealed', () => ({ request: 'eyJhIjoxfQ..YQ.YQ.YQ' })],
    ['a request with another header', () => ({ request: tamper(request, 0) })],
    ['a request with another iv', () => ({ request: tamper(request, 2) })],
    ['a request with other content', () => ({ request: tamper(request, 3) })],
    ['a request with another tag', () => ({ request: tamper(request, 4) })],
    [
      'a request answered after its time',
      async () => ({ request: await reseal('consent', request, seal, { life: -121 }) }),
    ],
    [
      'a request sealed with another secret',
      async () => ({ request: await reseal('consent', request, seal, { to: foreign }) }),
    ],
    [
      "another browser's request",
      async () => ({ request: await openConsentPage(client, new Browser()) }),
    ],
    ['no decision', () => ({ decision: undefined })],
    ['a decision nobody knows', () => ({ decision: 'yes' })],
    ['decision twice', () => ({ decision: ['deny', 'approve'] })],
    ['access twice', () => ({ access: ['read', 'read write'] })],
    ['access that was not offered', () => ({ access: 'read write delete admin' })],
  ])('%s', async (_, change) => {
    await expectRefused(await approve(person, await change()));
  });

  it.each(KINDS.filter((kind) => kind !== 'consent'))('a sealed %s as request', async (kind) => {
    await expectRefused(await approve(person, { request: sealed[kind] }));
  });

  it('an answer from another browser', async () => {
    await expectRefused(await approve(browser));
  });

  it('an answer without a cookie', async () => {
    await expectRefused(await approve(new Browser()));
  });

  it.each(['', 'x', 'x'.repeat(42), 'x'.repeat(4_000)])(
    'a page that was requested with the made-up cookie "%.9s"',
    async (value) => {
      // The attacker requests the page with a chosen cookie, and makes a browser without one post the form.
      const name = `mcp-consent-${createHash('sha256').update(value).digest('base64url').slice(0, 8)}`;
      const cookie = { headers: { cookie: `${name}=${value}` } };
      const page = await fetch(client.authorizeUrl(), cookie);
      const prepared = requestIn(await page.text());
      await expectRefused(await approve(new Browser(), { request: prepared }));
      await expectRefused(await approve(new Browser(), { request: prepared }, cookie.headers));
    },
  );

  it('a JSON body', async () => {
    const json = { 'content-type': 'application/json' };
    await expectRefused(await approve(person, {}, json), 415);
  });

  it('a body that is too large', async () => {
    await expectRefused(await approve(person, { more: 'x'.repeat(70_000) }), 413);
  });

  it('GET', async () => {
    const answer = encode({ request, decision: 'approve' });
    await expectRefused(await person.request(`${server}/oauth/consent?${answer}`), 405);
  });
});

describe('GET /oauth/callback', () => {
  let state: string;
  const callback = (by: Browser, answer: Parameters, init?: RequestInit) =>
    by.request(`${server}/oauth/callback?${encode({ state, code: 'upstream', ...answer })}`, init);

  beforeEach(async () => {
    state = await leaveForBulletTrain(client, browser);
    broker.sandbox.requests.length = 0;
  });

  /** Expects that the page is refused, and that the right browser can finish afterwards. */
  async function expectRefused(response: Response) {
    await expectPage(broker, response);
    const right = await callback(browser, {});
    expect(new URL(right.headers.get('location')!).searchParams.get('code')).toMatch(/^eyJ/);
  }

  it.each<[string, () => Parameters | Promise<Parameters>]>([
    ['no state', () => ({ state: undefined })],
    ['an empty state', () => ({ state: '' })],
    ['state twice', () => ({ state: [state, state] })],
    ['a state of 9,000 characters', () => ({ state: LONG })],
    ["the client's own state", () => ({ state: 'its-state' })],
    ['a state nobody sealed', () => ({ state: 'eyJhIjoxfQ..YQ.YQ.YQ' })],
    ['a state with another header', () => ({ state: tamper(state, 0) })],
    ['a state with another iv', () => ({ state: tamper(state, 2) })],
    ['a state with other content', () => ({ state: tamper(state, 3) })],
    ['a state with another tag', () => ({ state: tamper(state, 4) })],
    [
      'an expired state',
      async () => ({ state: await reseal('state', state, seal, { life: -121 }) }),
    ],
    [
      'a state sealed with another secret',
      async () => ({ state: await reseal('state', state, seal, { to: foreign }) }),
    ],
    ['code twice', () => ({ code: ['a', 'b'] })],
    ['error twice', () => ({ error: ['access_denied', 'a'] })],
    ['a code of 9,000 characters', () => ({ code: LONG })],
  ])('refuses %s', async (_, change) => {
    await expectRefused(await callback(browser, await change()));
  });

  it.each(KINDS.filter((kind) => kind !== 'state'))(
    'refuses a sealed %s as state',
    async (kind) => {
      await expectRefused(await callback(browser, { state: sealed[kind] }));
    },
  );

  it('refuses a browser without a cookie', async () => {
    await expectRefused(await callback(new Browser(), {}));
  });

  it('refuses a browser with another pending sign-in', async () => {
    const another = new Browser();
    await client.signIn(another);
    await leaveForBulletTrain(client, another);
    broker.sandbox.requests.length = 0;
    await expectRefused(await callback(another, {}));
  });

  it('refuses empty and made-up nonces', async () => {
    const [name] = Object.keys(browser.cookies(server))
      .filter((one) => /sign-in/.test(one))
      .slice(-1);
    for (const value of ['', 'x', sealed.state]) {
      const headers = { cookie: `${name}=${value}` };
      await expectPage(broker, await callback(new Browser(), {}, { headers }));
    }
  });

  it('finishes a sign-in only once', async () => {
    expect((await callback(browser, {})).status).toBe(302);
    await expectPage(broker, await callback(browser, {}));
  });

  it.each<[string, Parameters, string]>([
    ['access_denied', { code: undefined, error: 'access_denied' }, 'access_denied'],
    [
      'temporarily_unavailable',
      { code: undefined, error: 'temporarily_unavailable' },
      'temporarily_unavailable',
    ],
    [
      "an error of the operator's application",
      { code: undefined, error: 'invalid_scope' },
      'server_error',
    ],
    ['an unknown error', { code: undefined, error: '<script>' }, 'server_error'],
    ['an error beside a code', { error: 'access_denied' }, 'access_denied'],
    ['neither code nor error', { code: undefined }, 'server_error'],
    ['an empty code', { code: '' }, 'server_error'],
  ])('passes %s to the client', async (_, answer, error) => {
    const response = await callback(browser, { ...answer, error_description: 'from upstream' });
    expectErrorAtClient(broker, response, client.redirectUri, error);
    expect(response.headers.get('location')).not.toContain('upstream');
    // The nonce is spent.
    expect(response.headers.getSetCookie()).toEqual([expect.stringMatching(/sign-in-.*Max-Age=0/)]);
  });
});

it('no other web page may read the responses of the consent and callback endpoints', async () => {
  const headers = { origin: 'https://evil.example' };
  for (const path of ['authorize', 'consent', 'callback']) {
    const { headers: answer } = await fetch(`${server}/oauth/${path}`, { headers });
    expect(answer.get('access-control-allow-origin')).toBeNull();
  }
  const { status } = await postForm(`${server}/oauth/consent`, {}, { accept: 'application/json' });
  expect(status).toBe(400);
});
