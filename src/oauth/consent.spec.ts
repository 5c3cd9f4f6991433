import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import type { ToolCatalog } from '../catalog/tool-catalog.js';
import { readConfig } from '../config/app-config.js';
import { Approvals } from './approvals.js';
import type { AuthorizationRequest } from './authorization-request.js';
import type { Cookies } from './browser.js';
import { BulletTrainApplication } from './bullet-train-application.js';
import type { Client } from './clients/client.js';
import { ConsentEndpoint } from './consent.js';
import { PendingSignIn } from './pending-sign-in.js';
import { Sealing } from './sealing/sealing.js';

const config = readConfig({
  PUBLIC_URL: 'https://mcp.example.com',
  BULLET_TRAIN_BASE_URL: 'https://app.example.com',
  BULLET_TRAIN_CLIENT_ID: 'id',
  BULLET_TRAIN_CLIENT_SECRET: 'secret',
  OAUTH_SECRET: randomBytes(32).toString('hex'),
});
const sealing = new Sealing(config);
const application = new BulletTrainApplication(undefined as never, config);
const endpoint = new ConsentEndpoint(
  sealing,
  new Approvals(sealing),
  new PendingSignIn(sealing, application),
  {} as ToolCatalog,
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
  state: 'state',
};

/** The form of a page shown to a browser, and the cookie it was shown with. */
async function ask(cookies: Cookies) {
  const { page, cookies: set } = await endpoint.ask(client, request, 'me', cookies);
  const [, sealed] = /name="request" value="([^"]+)"/.exec(page!)!;
  return { sealed: sealed!, cookie: set![0]!.value };
}

const GIVEN = randomBytes(32).toString('base64url');

describe('the consent page is answered by the browser that was asked', () => {
  it.each<[asked: string, cookies: Cookies]>([
    ['for the first time', {}],
    ['with a cookie of an earlier page', { consent: GIVEN }],
    ['with an empty cookie', { consent: '' }],
    ['with a cookie that is not from here', { consent: 'x' }],
    ['with a cookie that would break a header', { consent: 'a\r\nSet-Cookie: b' }],
  ])('%s', async (_, cookies) => {
    const { sealed, cookie } = await ask(cookies);
    expect(cookie).toMatch(/^[\w-]{43}$/);
    const answer = { request: sealed, decision: 'approve' };
    const { redirectTo } = await endpoint.answer(answer, { consent: cookie });
    expect(redirectTo).toMatch(/^https:\/\/app\.example\.com\/oauth\/authorize\?/);
  });

  it('keeps the cookie of an earlier page, so that both can be answered', async () => {
    expect((await ask({ consent: GIVEN })).cookie).toBe(GIVEN);
  });

  // What an attacker gets with a cookie of their choice must not fit the browser of someone else.
  it.each<[asked: string, answering: Cookies]>([
    [GIVEN, {}],
    [GIVEN, { consent: '' }],
    [GIVEN, { consent: randomBytes(32).toString('base64url') }],
    ['', {}],
    ['', { consent: '' }],
    ['x', {}],
    ['x', { consent: 'x' }],
    ['undefined', {}],
  ])('and by no other: asked with %j, answered with %j', async (consent, cookies) => {
    const { sealed } = await ask({ consent });
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
    ['connect_as', ['me', 'team'], 'connect_as must be given once'],
  ])('not with %s = %j', async (name, value, message) => {
    const { sealed, cookie } = await ask({});
    const form = { request: sealed, decision: 'approve', [name]: value };
    await expect(endpoint.answer(form, { consent: cookie })).rejects.toThrow(message);
  });
});

it('takes a denial back to the client and remembers nothing', async () => {
  const { sealed, cookie } = await ask({});
  const answer = await endpoint.answer({ request: sealed, decision: 'deny' }, { consent: cookie });
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
