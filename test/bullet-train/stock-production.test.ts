import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../chromium.js';
import { post } from '../raw-mcp.js';
import { Keychain } from '../keychain.js';
import { SDK_CLIENTS } from '../sdk-clients.js';
import { ChromiumPerson } from './chromium-person.js';
import {
  ALICE_TOKEN,
  CLIENT_ID,
  CLIENT_SECRET,
  OWN_REDIRECT_URI,
  startRig,
  type Rig,
} from './rig.js';

let rig: Rig;
let chromium: Browser;

// The starter template deployed unchanged, and with Doorkeeper 6.
beforeAll(async () => {
  chromium = await launchChromium();
  rig = await startRig({ environment: 'production', stockGemfile: true, doorkeeper: 6 });
});

afterAll(async () => {
  await rig?.close();
  await chromium?.close();
});

it('a stock application in production answers 500 to its document, and the server says why and what to do', async () => {
  expect((await fetch(`${rig.application.url}/api/v1/openapi.yaml`)).status).toBe(500);
  const health = (await (await fetch(`${rig.publicUrl}/health`)).json()) as { status: string };
  expect(health.status).not.toBe('ok');
  expect(`${rig.server.log()} ${JSON.stringify(health)}`).toMatch(/factory_bot_rails/);
});

it('a stock application in production still answers its API', async () => {
  const headers = { authorization: `Bearer ${ALICE_TOKEN}` };
  const answer = await fetch(`${rig.application.url}/api/v1/teams`, { headers });
  expect(await answer.json()).toMatchObject([{ name: 'Acme' }, { name: 'Globex' }]);
});

it('Doorkeeper 6 serves a metadata document', async () => {
  const answer = await fetch(`${rig.application.url}/.well-known/oauth-authorization-server`);
  expect(await answer.json()).toMatchObject({ token_endpoint: expect.any(String) });
});

/** Connects a client, and answers its sign-in in Chromium. */
async function arrive(make: (typeof SDK_CLIENTS)[number][1], keychain: Keychain) {
  const { client, transport, finishAuth } = make(`${rig.publicUrl}/mcp`, keychain);
  const first = transport();
  await expect(client.connect(first)).rejects.toThrow(/unauthorized/i);
  const person = await ChromiumPerson.sitDown(chromium);
  const answers = { email: 'bob@example.com' };
  const callback = await person.signIn(keychain.sentTo!.href, keychain.redirectUrl, answers);
  await person.leave();
  return { callback, finish: () => finishAuth(first, callback) };
}

const listTools = (token: string) => post(rig.publicUrl, 'tools/list', {}, { token });

it.each(SDK_CLIENTS)("%s signs in through the operator's application", async (_, make) => {
  const keychain = new Keychain();
  const { finish } = await arrive(make, keychain);
  await finish();
  expect((await listTools(keychain.kept!.access_token)).status).not.toBe(401);
});

describe("through a person's own application, with an exact redirect URI", () => {
  const [[, oldest], [, newest]] = SDK_CLIENTS as [
    (typeof SDK_CLIENTS)[number],
    (typeof SDK_CLIENTS)[number],
  ];

  async function arriveThroughOwn(make: typeof oldest) {
    const keychain = new Keychain({}, OWN_REDIRECT_URI);
    keychain.information = {
      client_id: CLIENT_ID,
      client_secret: CLIENT_SECRET,
      issuer: rig.publicUrl,
    };
    const arrival = await arrive(make, keychain);
    const { searchParams } = await authorizeAddress(keychain.sentTo!);
    expect(searchParams.get('redirect_uri')).toBe(OWN_REDIRECT_URI);
    expect([...arrival.callback.searchParams.keys()]).toEqual(['code']);
    return { ...arrival, keychain };
  }

  it('the 1.x client gets a token that works', async () => {
    const { finish, keychain } = await arriveThroughOwn(oldest);
    await finish();
    const { access_token } = keychain.kept!;
    expect((await listTools(access_token)).status).not.toBe(401);
    const headers = { authorization: `Bearer ${access_token}` };
    const teams = await fetch(`${rig.application.url}/api/v1/teams`, { headers });
    expect(await teams.json()).toMatchObject([{ name: 'Globex' }, { name: 'Initech' }]);
  });

  it('the 2.x client refuses an answer that names no issuer, as SECURITY.md says', async () => {
    const { finish, keychain } = await arriveThroughOwn(newest);
    await expect(finish()).rejects.toThrow(/RFC 9207/);
    expect(keychain.kept).toBeUndefined();
  });
});

/** @returns the application's URL to which the server redirects the browser */
async function authorizeAddress(sentTo: URL): Promise<URL> {
  const { headers } = await fetch(sentTo, { redirect: 'manual' });
  return new URL(headers.get('location')!);
}
