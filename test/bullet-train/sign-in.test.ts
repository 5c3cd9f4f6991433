import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../chromium.js';
import { post } from '../raw-mcp.js';
import { postForm } from '../raw-oauth.js';
import { Keychain } from '../keychain.js';
import { SDK_CLIENTS, type SdkClient } from '../sdk-clients.js';
import { ChromiumPerson, type Answers } from './chromium-person.js';
import {
  ALICE_TOKEN,
  CLIENT_ID,
  CLIENT_SECRET,
  OWN_REDIRECT_URI,
  startRig,
  type Rig,
} from './rig.js';

/** The applications an operator may run; `refresh`: what happens to a client whose access token has expired. */
const VARIANTS = [
  { name: 'in development, stock', environment: 'development' },
  {
    name: 'in production, with refresh tokens and the columns of PKCE',
    environment: 'production',
    refreshTokens: true,
    pkce: true,
  },
] as const;

let chromium: Browser;

beforeAll(async () => {
  chromium = await launchChromium();
});

afterAll(() => chromium?.close());

describe.each(VARIANTS)('sign-in, $name', ({ name: _name, ...options }) => {
  const { refreshTokens = false, pkce = false } = { ...options } as Record<string, unknown>;
  let rig: Rig;

  beforeAll(async () => {
    rig = await startRig(options);
  });

  afterAll(() => rig?.close());

  /** Connects a client until it waits for the person, who then answers in Chromium. */
  async function arriveAt(
    make: (mcpUrl: string, keychain: Keychain) => SdkClient,
    keychain: Keychain,
    answers: Answers,
  ) {
    const { client, transport, finishAuth } = make(`${rig.publicUrl}/mcp`, keychain);
    const first = transport();
    await expect(client.connect(first)).rejects.toThrow(/unauthorized/i);
    const person = await ChromiumPerson.sitDown(chromium);
    const callback = await person.signIn(keychain.sentTo!.href, keychain.redirectUrl, answers);
    const connect = async () => {
      await finishAuth(first, callback);
      await client.connect(transport());
      return client;
    };
    return { callback, connect, person };
  }

  const connected = async (...args: Parameters<typeof arriveAt>) => {
    const { connect, person } = await arriveAt(...args);
    await person.leave();
    return connect();
  };

  const namesOf = async (client: SdkClient['client']) => {
    const { structuredContent } = await client.callTool({ name: 'list_teams', arguments: {} });
    const { items } = structuredContent as { items: { name: string }[] };
    return items.map(({ name }) => name);
  };

  describe.each(SDK_CLIENTS)("%s, through the operator's application", (_, make) => {
    it('acts as the person in all their teams', async () => {
      const keychain = new Keychain();
      const client = await connected(make, keychain, { email: 'bob@example.com' });
      expect(await namesOf(client)).toEqual(['Globex', 'Initech']);
      expect(Boolean(keychain.kept!.refresh_token)).toBe(refreshTokens);
      await client.close();
    });

    it('acts as a new member of one team', async () => {
      const answers = { email: 'alice@example.com', team: 'Globex' };
      const client = await connected(make, new Keychain(), answers);
      expect(await namesOf(client)).toEqual(['Globex']);
      await client.close();
    });
  });

  const [[, newest]] = SDK_CLIENTS.slice(-1) as [(typeof SDK_CLIENTS)[number]];

  it('a person who denies returns to the client without a code', async () => {
    const answers = { email: 'alice@example.com', decision: 'Deny' } as const;
    const { callback, person } = await arriveAt(newest, new Keychain(), answers);
    expect(callback.searchParams.get('error')).toBe('access_denied');
    await person.leave();
  });

  it('a social sign-in ends in the dashboard, and starting again from the client succeeds', async () => {
    const keychain = new Keychain();
    const answers = { email: 'alice@example.com', socially: true };
    const { callback, person } = await arriveAt(newest, keychain, answers);
    expect(callback.href).toBe(`${rig.applicationUrl}/account`);
    const { client, transport, finishAuth } = newest(`${rig.publicUrl}/mcp`, keychain);
    const first = transport();
    await expect(client.connect(first)).rejects.toThrow(/unauthorized/i);
    // The person is signed in, and only consents again.
    const { email } = answers;
    const url = await person.signIn(keychain.sentTo!.href, keychain.redirectUrl, { email });
    await finishAuth(first, url);
    await client.connect(transport());
    expect(await namesOf(client)).toEqual(['Acme', 'Globex']);
    await client.close();
    await person.leave();
  });

  it.each(SDK_CLIENTS)("%s, through a person's own application", async (_, make) => {
    const keychain = new Keychain({}, OWN_REDIRECT_URI);
    keychain.information = {
      client_id: CLIENT_ID,
      client_secret: CLIENT_SECRET,
      issuer: rig.publicUrl,
    };
    const client = await connected(make, keychain, { email: 'bob@example.com' });
    expect(await namesOf(client)).toEqual(['Globex', 'Initech']);
    await client.close();
  });

  if (refreshTokens) {
    it.each(SDK_CLIENTS)(
      '%s continues with a refresh token when its access token expires',
      async (_, make) => {
        const keychain = new Keychain();
        const client = await connected(make, keychain, { email: 'bob@example.com' });
        const { access_token: used, refresh_token } = keychain.kept!;
        rig.application.query(
          "UPDATE oauth_access_tokens SET created_at = created_at - interval '3 hours' WHERE expires_in IS NOT NULL",
        );
        expect(await namesOf(client)).toEqual(['Globex', 'Initech']);
        expect(keychain.kept!.access_token).not.toBe(used);
        expect(keychain.kept!.refresh_token).not.toBe(refresh_token);
        await client.close();
      },
    );
  }

  it(`the application ${pkce ? 'checks' : 'ignores'} a code's verifier; the server checks it`, async () => {
    const keychain = new Keychain();
    const { callback, person } = await arriveAt(newest, keychain, { email: 'bob@example.com' });
    const { status, body } = await postForm(`${rig.publicUrl}/oauth/token`, {
      grant_type: 'authorization_code',
      code: callback.searchParams.get('code')!,
      redirect_uri: keychain.redirectUrl,
      code_verifier: 'x'.repeat(43),
      client_id: keychain.information!.client_id,
      client_secret: keychain.information!.client_secret,
    });
    expect([status, body['error']]).toEqual([400, 'invalid_grant']);
    await person.leave();
  });

  it('an unknown token gets the challenge', async () => {
    const known = await post(rig.publicUrl, 'tools/list', {}, { token: ALICE_TOKEN });
    const unknown = await post(rig.publicUrl, 'tools/list', {}, { token: `${ALICE_TOKEN}-not` });
    expect([known.status, unknown.status]).toEqual([200, 401]);
  });
});
