import type { RequestContext } from '../../request/request-context.js';
import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import type { BulletTrainClient } from '../../bullet-train/bullet-train.client.js';
import type { ToolCatalog } from '../../catalog/tool-catalog.js';
import { readConfig } from '../../config/app-config.js';
import type { AuthorizationRequest } from '../authorization/authorization-request.js';
import type { Cookies } from '../authorization/browser.js';
import { BulletTrainApplication } from '../upstream/bullet-train-application.js';
import type { Client } from '../clients/client.js';
import { wordsOf } from '../../pages/words.js';
import { ConsentEndpoint } from './consent.js';
import { SignInFailures } from '../protocol/sign-in-failures.js';
import { sha256 } from '../../values/sha256.js';
import { PageForms } from '../authorization/page-forms.js';
import { PendingSignIn } from '../authorization/pending-sign-in.js';
import { Sealing } from '../sealing/sealing.js';

/** What is only told to the audit trail. */
const CONTEXT = { describeCaller: () => undefined } as unknown as RequestContext;
const config = readConfig({
  PUBLIC_URL: 'https://mcp.example.com',
  BULLET_TRAIN_BASE_URL: 'https://app.example.com',
  BULLET_TRAIN_CLIENT_ID: 'id',
  BULLET_TRAIN_CLIENT_SECRET: 'secret',
  OAUTH_SECRET: randomBytes(32).toString('hex'),
});
const sealing = new Sealing(config);
const application = new BulletTrainApplication(
  { send: () => Promise.resolve({ status: 401 }) } as unknown as BulletTrainClient, // asked whether it is alive
  config,
);
const endpoint = new ConsentEndpoint(
  new PageForms(sealing),
  new PendingSignIn(sealing, application),
  {} as ToolCatalog,
  application,
  new SignInFailures(CONTEXT),
  CONTEXT,
  config,
);
const client: Client = {
  id: 'registered',
  kind: 'registered',
  name: 'A client',
  redirectUris: ['https://client.example/callback'],
  authenticationMethod: 'none',
};
const request: AuthorizationRequest = {
  client: 'thumbprint',
  redirectUri: 'https://client.example/callback',
  codeChallenge: 'challenge',
  resource: 'https://mcp.example.com/mcp',
  scope: 'read write delete',
  state: 'state',
};

/** The form of a page shown to a browser, and the cookie it was shown with. */
async function ask(cookies: Cookies) {
  const { page, cookies: set } = await endpoint.ask(
    client,
    request,
    { connectAs: 'me', isNamed: true },
    cookies,
  );
  const [, sealed] = /name="request" value="([^"]+)"/.exec(page!(wordsOf('en')).content.text)!;
  const [{ name, value }] = set! as [{ name: string; value: string }];
  return { sealed: sealed!, cookie: { [name]: value } };
}

const nameOf = (secret: string) => `consent-${sha256(secret).slice(0, 8)}`;
const newCookie = () => {
  const secret = randomBytes(32).toString('base64url');
  return { [nameOf(secret)]: secret };
};
const GIVEN = newCookie();
const [[NAME, SECRET]] = Object.entries(GIVEN) as [[string, string]];

describe('the answer to a consent page is accepted only from the browser that was asked', () => {
  it.each<[asked: string, cookies: Cookies]>([
    ['for the first time', {}],
    ['with a cookie of an earlier page', GIVEN],
    ['with a secret under the name of another', { 'consent-12345678': SECRET }],
    ['with an empty cookie', { [NAME]: '' }],
    ['with a cookie that is not from here', { [nameOf('x')]: 'x' }],
    ['with a cookie that would break a header', { [NAME]: 'a\r\nSet-Cookie: b' }],
  ])('%s', async (_, cookies) => {
    const { sealed, cookie } = await ask(cookies);
    const [[name, secret]] = Object.entries(cookie) as [[string, string]];
    expect([name, secret]).toEqual([nameOf(secret), expect.stringMatching(/^[\w-]{43}$/)]);
    const answer = { request: sealed, decision: 'approve' };
    const { redirectTo } = await endpoint.answer(answer, cookie);
    expect(redirectTo).toMatch(/^https:\/\/app\.example\.com\/oauth\/authorize\?/);
  });

  it('keeping the cookie of an earlier page, so that both pages can be answered', async () => {
    expect((await ask(GIVEN)).cookie).toEqual(GIVEN);
  });

  it('also for pages opened at the same time, whichever cookie came last', async () => {
    const pages = await Promise.all([ask({}), ask({}), ask({})]);
    const cookies = Object.assign({}, ...pages.map(({ cookie }) => cookie)) as Cookies;
    for (const { sealed } of pages.toReversed()) {
      const answer = { request: sealed, decision: 'approve' };
      expect((await endpoint.answer(answer, cookies)).redirectTo).toMatch(/^https:\/\/app/);
    }
  });

  it('for at most twelve pages; the oldest cookie is dropped', async () => {
    const many = Array.from({ length: 20 }, newCookie);
    const { cookies = [] } = await endpoint.ask(
      client,
      request,
      { connectAs: 'me', isNamed: true },
      Object.assign({}, ...many),
    );
    const [kept, ...dropped] = cookies;
    expect(kept).toMatchObject({ name: Object.keys(many[19]!)[0], maxAgeSeconds: 720 });
    expect(dropped.map(({ name }) => name)).toEqual(many.slice(0, 8).flatMap(Object.keys));
    expect(dropped.every(({ maxAgeSeconds }) => maxAgeSeconds === 0)).toBe(true);
  });

  // What an attacker gets with a cookie of their choice must not fit the browser of someone else.
  it.each<[asked: Cookies, answering: Cookies]>([
    [GIVEN, {}],
    [GIVEN, { [NAME]: '' }],
    [GIVEN, newCookie()],
    [GIVEN, { consent: SECRET }],
    [{}, {}],
    [{}, { [nameOf('')]: '' }],
    [{ [nameOf('')]: '' }, { [nameOf('')]: '' }],
    [{ [nameOf('x')]: 'x' }, { [nameOf('x')]: 'x' }],
    [{ consent: SECRET }, { consent: SECRET }],
  ])('which is checked by the cookie: asked with %j, answered with %j', async (asked, cookies) => {
    const { sealed } = await ask(asked);
    for (const decision of ['approve', 'deny']) {
      await expect(endpoint.answer({ request: sealed, decision }, cookies)).rejects.toThrow(
        'This page was opened in another browser',
      );
    }
  });

  it.each([
    ['decision', 'maybe', 'decision must be approve or deny'],
    ['decision', '', 'decision is missing'],
    ['decision', ['approve', 'deny'], 'decision must be given once'],
    ['request', '', 'request is missing'],
    ['request', 'x', 'too old'],
    ['access', ['read', 'read write'], 'access must be given once'],
    ['access', 'everything', 'one of the offered choices'],
  ])('and not with %s = %j', async (name, value, message) => {
    const { sealed, cookie } = await ask({});
    const form = { request: sealed, decision: 'approve', [name]: value };
    await expect(endpoint.answer(form, cookie)).rejects.toThrow(message);
  });
});

it('a denied consent returns to the client and is not remembered', async () => {
  const { sealed, cookie } = await ask({});
  const answer = await endpoint.answer({ request: sealed, decision: 'deny' }, cookie);
  const url = new URL(answer.redirectTo!);
  expect(url.origin + url.pathname).toBe(request.redirectUri);
  expect(Object.fromEntries(url.searchParams)).toEqual({
    error: 'access_denied',
    error_description: 'The person has not approved the connection',
    state: 'state',
    iss: 'https://mcp.example.com',
  });
  expect(answer.cookies).toBeUndefined();
});
