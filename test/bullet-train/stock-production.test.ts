import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../chromium.js';
import { post } from '../raw-mcp.js';
import { Keychain } from '../keychain.js';
import { SDK_CLIENTS } from '../sdk-clients.js';
import { ChromiumPerson } from './chromium-person.js';
import { ALICE_TOKEN, startRig, type Rig } from './rig.js';

let rig: Rig;
let chromium: Browser;

// What an operator has who deploys the starter template as it is, one day with Doorkeeper 6.
beforeAll(async () => {
  chromium = await launchChromium();
  rig = await startRig({ environment: 'production', stockGemfile: true, doorkeeper: 6 });
});

afterAll(async () => {
  await rig?.close();
  await chromium?.close();
});

it('its document answers 500, and the server says why and what to do', async () => {
  expect((await fetch(`${rig.application.url}/api/v1/openapi.yaml`)).status).toBe(500);
  const health = (await (await fetch(`${rig.publicUrl}/health`)).json()) as { status: string };
  expect(health.status).not.toBe('ok');
  expect(`${rig.server.log()} ${JSON.stringify(health)}`).toMatch(/factory_bot_rails/);
});

it('its API answers all the same', async () => {
  const headers = { authorization: `Bearer ${ALICE_TOKEN}` };
  const answer = await fetch(`${rig.application.url}/api/v1/teams`, { headers });
  expect(await answer.json()).toMatchObject([{ name: 'Acme' }, { name: 'Globex' }]);
});

it('Doorkeeper 6 has a metadata document', async () => {
  const answer = await fetch(`${rig.application.url}/.well-known/oauth-authorization-server`);
  expect(await answer.json()).toMatchObject({ token_endpoint: expect.any(String) });
});

it.each(SDK_CLIENTS)("%s signs in through the operator's application", async (_, make) => {
  const keychain = new Keychain();
  const { client, transport, finishAuth } = make(`${rig.publicUrl}/mcp`, keychain);
  const first = transport();
  await expect(client.connect(first)).rejects.toThrow(/unauthorized/i);
  const person = await ChromiumPerson.sitDown(chromium);
  const answers = { email: 'bob@example.com' };
  const callback = await person.signIn(keychain.sentTo!.href, keychain.redirectUrl, answers);
  await person.leave();
  await finishAuth(first, callback);
  const { status } = await post(
    rig.publicUrl,
    'tools/list',
    {},
    { token: keychain.kept!.access_token },
  );
  expect(status).not.toBe(401);
});
