import { expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { readConfig } from '../config/app-config.js';
import type { AuthorizationRequest } from './authorization-request.js';
import type { BrowserAnswer, Cookies } from './browser.js';
import { BulletTrainApplication } from './bullet-train-application.js';
import { PendingSignIn } from './pending-sign-in.js';
import { challengeOf } from './pkce.js';
import { now, Sealing } from './sealing/sealing.js';

const config = readConfig({
  PUBLIC_URL: 'https://mcp.example.com',
  BULLET_TRAIN_CLIENT_ID: 'id',
  BULLET_TRAIN_CLIENT_SECRET: 'secret',
  OAUTH_SECRET: randomBytes(32).toString('hex'),
});
const sealing = new Sealing(config);
const application = new BulletTrainApplication(undefined as never, config);
const pending = new PendingSignIn(sealing, application);
const request: AuthorizationRequest = {
  client: 'thumbprint',
  redirectUri: 'https://client.example/callback',
  codeChallenge: 'challenge',
  resource: 'https://mcp.example.com/mcp',
};

/** What comes back from Bullet Train, and the cookies that the browser has then. */
function cameBack({ redirectTo, cookies }: BrowserAnswer) {
  const query = new URL(redirectTo!).searchParams;
  const jar = Object.fromEntries(cookies!.map(({ name, value }) => [name, value]));
  return { state: query.get('state')!, challenge: query.get('code_challenge')!, jar };
}

it('comes back to the browser that left, which forgets its nonce', async () => {
  const { state, challenge, jar } = cameBack(await pending.start(request, 'me'));
  const finished = await pending.finish(state, jar);
  const [[name, nonce]] = Object.entries(jar) as [[string, string]];
  expect(finished).toEqual({ request, nonce, spent: { name, value: '', maxAgeSeconds: 0 } });
  // The nonce is the PKCE verifier towards Bullet Train too, and is not in the address.
  expect(challengeOf(nonce)).toBe(challenge);
  expect(state).not.toContain(nonce);
});

it.each(['a', 'a.b.', '%2E;,"=', 'ä'.repeat(512)])("keeps the client's state %#", async (given) => {
  const { state, jar } = cameBack(await pending.start({ ...request, state: given }, 'me'));
  expect((await pending.finish(state, jar)).request).toEqual({ ...request, state: given });
  // It does not travel through Bullet Train, where there is little room.
  const { state: without } = cameBack(await pending.start(request, 'me'));
  expect(state).toHaveLength(without.length);
});

it('keeps two sign-ins of one browser apart', async () => {
  const [one, two] = [
    cameBack(await pending.start(request, 'me')),
    cameBack(await pending.start(request, 'team')),
  ];
  const jar = { ...one.jar, ...two.jar };
  expect(Object.keys(jar)).toHaveLength(2);
  await expect(pending.finish(one.state, jar)).resolves.toMatchObject({ request });
  await expect(pending.finish(two.state, jar)).resolves.toMatchObject({ request });
});

it.each<[what: string, change: (jar: Cookies, other: Cookies) => Cookies]>([
  ['without a cookie', () => ({})],
  ['with an empty cookie', (jar) => mapValues(jar, () => '')],
  ['with another nonce', (jar) => mapValues(jar, (nonce) => `${nonce}x`)],
  ["with another sign-in's cookie", (_jar, other) => other],
  ["with another sign-in's nonce", (jar, other) => mapValues(jar, () => Object.values(other)[0]!)],
])('does not go on %s', async (_, change) => {
  const other = cameBack(await pending.start(request, 'me'));
  const { state, jar } = cameBack(await pending.start(request, 'me'));
  await expect(pending.finish(state, change(jar, other.jar))).rejects.toMatchObject({
    code: 'invalid_request',
    message: 'This sign-in was begun in another browser',
  });
});

it.each<[what: string, makeState: () => string | Promise<string>]>([
  ['is nothing', () => ''],
  ['is a word', () => 'state'],
  ['is a code', () => sealing.seal('code', { request, nonceHash: challengeOf('nonce') })],
  [
    'is too old',
    () => sealing.seal('state', { request, nonceHash: challengeOf('nonce') }, now() - 121),
  ],
])('does not go on when the state %s', async (_, makeState) => {
  const jar = { [`sign-in-${challengeOf('nonce').slice(0, 8)}`]: 'nonce' };
  await expect(pending.finish(await makeState(), jar)).rejects.toThrow('taken too long');
});

function mapValues(cookies: Cookies, change: (value: string) => string): Cookies {
  return Object.fromEntries(
    Object.entries(cookies).map(([name, value]) => [name, change(value ?? '')]),
  );
}
