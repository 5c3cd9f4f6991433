import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { readConfig } from '../../config/app-config.js';
import type { AuthorizationRequest } from './authorization-request.js';
import type { BrowserAnswer, Cookies } from './browser.js';
import { BulletTrainApplication } from '../upstream/bullet-train-application.js';
import { PendingSignIn, type Visit, type Wishes } from './pending-sign-in.js';
import { challengeOf } from '../protocol/pkce.js';
import { now, Sealing } from '../sealing/sealing.js';

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
  scope: 'read write delete offline_access',
};
const wishes: Wishes = { clientName: 'A client', connectAs: 'me' };
const LOOK: Visit = { stage: 'look', wishes };
const start = (asked = request, visit = LOOK, cookies: Cookies = {}) =>
  pending.start(asked, visit, cookies);

/** What comes back from Bullet Train, and the cookies that the browser has then. */
function cameBack({ redirectTo, cookies }: BrowserAnswer) {
  const query = new URL(redirectTo!).searchParams;
  const jar = Object.fromEntries(cookies!.map(({ name, value }) => [name, value]));
  return { state: query.get('state')!, challenge: query.get('code_challenge')!, jar };
}

it('a pending sign-in resumes in the browser that left, which then drops its nonce', async () => {
  const { state, challenge, jar } = cameBack(await start());
  const finished = await pending.finish(state, jar);
  const [[name, value]] = Object.entries(jar) as [[string, string]];
  const [nonce = ''] = value.split('.');
  const spent = { name, value: '', maxAgeSeconds: 0 };
  expect(finished).toEqual({ request, stage: 'look', wishes, nonce, spent });
  // The nonce is the PKCE verifier towards Bullet Train too, and is not in the address.
  expect(challengeOf(nonce)).toBe(challenge);
  expect(state).not.toContain(nonce);
});

it.each(['a', 'a.b.', '%2E;,"=', 'ä'.repeat(512), '🚆'.repeat(256)])(
  "a pending sign-in keeps the client's state %#",
  async (given) => {
    const { state, jar } = cameBack(await start({ ...request, state: given }));
    expect((await pending.finish(state, jar)).request).toEqual({ ...request, state: given });
    // It does not travel through Bullet Train, where there is little room.
    const { state: without } = cameBack(await start());
    expect(state).toHaveLength(without.length);
  },
);

it('a pending sign-in keeps the person and the team that the account page named', async () => {
  const person = cameBack(await start(request, { stage: 'connect', wishes, person: '7' }));
  const finished = await pending.finish(person.state, person.jar);
  expect(finished).toMatchObject({ stage: 'connect', person: '7' });
  const { redirectTo } = await start(request, { stage: 'connect', wishes, memberOf: '3' });
  const query = new URL(redirectTo!).searchParams;
  expect([query.get('new_installation'), query.get('team_id')]).toEqual(['true', '3']);
});

it.each(['', 'x', 'bm8', 'bnVsbA'])(
  'a pending sign-in does not resume when the cookie holds %j',
  async (waiting) => {
    const { state, jar } = cameBack(await start());
    const changed = mapValues(jar, (value) => `${value.split('.')[0]}.${waiting}`);
    await expect(pending.finish(state, changed)).rejects.toMatchObject({ code: 'invalid_request' });
  },
);

it('a browser can have two pending sign-ins at once', async () => {
  const [one, two] = [
    cameBack(await start()),
    cameBack(await start(request, { stage: 'connect', wishes, memberOf: '1' })),
  ];
  const jar = { ...one.jar, ...two.jar };
  expect(Object.keys(jar)).toHaveLength(2);
  await expect(pending.finish(one.state, jar)).resolves.toMatchObject({ request });
  await expect(pending.finish(two.state, jar)).resolves.toMatchObject({ request });
});

describe('many pending sign-ins in one browser', () => {
  /** Begins them one after the other. */
  async function begin(states: (string | undefined)[]) {
    let jar: Cookies = {};
    const begun: { state: string; clientState: string | undefined }[] = [];
    for (const clientState of states) {
      const asked = { ...request, ...(clientState !== undefined && { state: clientState }) };
      const answer = await start(asked, LOOK, jar);
      const dropped = answer.cookies!.filter(({ maxAgeSeconds }) => maxAgeSeconds === 0);
      const kept = Object.entries({ ...jar, ...cameBack(answer).jar });
      jar = Object.fromEntries(kept.filter(([name]) => !dropped.some((one) => one.name === name)));
      begun.push({ state: cameBack(answer).state, clientState });
    }
    return { jar, begun };
  }

  it.each<[what: string, states: (string | undefined)[], kept: number]>([
    ['twelve without a state', Array<undefined>(20).fill(undefined), 12],
    ['twelve with a short state', Array<string>(20).fill('x'.repeat(43)), 12],
    ['three with the longest state', Array<string>(20).fill('x'.repeat(1_024)), 3],
    ['three with the longest state in other letters', Array<string>(20).fill('ä'.repeat(512)), 3],
  ])('%s can all finish, in any order', async (_, states, kept) => {
    const { jar, begun } = await begin(states);
    expect(Object.keys(jar)).toHaveLength(kept);
    const header = Object.entries(jar).map(([name, value]) => `__Host-mcp-${name}=${value}; `);
    expect(header.join('').length).toBeLessThanOrEqual(5_120);
    for (const { state, clientState } of begun.slice(-kept).toReversed()) {
      expect((await pending.finish(state, jar)).request.state).toBe(clientState);
    }
    for (const { state } of begun.slice(0, -kept)) {
      await expect(pending.finish(state, jar)).rejects.toThrow('gave way to newer ones');
    }
  });
});

it.each<[what: string, change: (jar: Cookies, other: Cookies) => Cookies]>([
  ['without a cookie', () => ({})],
  ['with an empty cookie', (jar) => mapValues(jar, () => '')],
  ['with another nonce', (jar) => mapValues(jar, (value) => `x${value}`)],
  ["with another sign-in's cookie", (_jar, other) => other],
  ["with another sign-in's nonce", (jar, other) => mapValues(jar, () => Object.values(other)[0]!)],
])('a pending sign-in does not resume %s', async (_, change) => {
  const other = cameBack(await start());
  const { state, jar } = cameBack(await start());
  await expect(pending.finish(state, change(jar, other.jar))).rejects.toMatchObject({
    code: 'invalid_request',
    message: expect.stringContaining('was begun in another browser, is finished already'),
  });
});

it.each<[what: string, makeState: () => string | Promise<string>]>([
  ['is empty', () => ''],
  ['is a word', () => 'state'],
  ['is a code', () => sealing.seal('code', { request, nonceHash: challengeOf('nonce') })],
  [
    'has expired',
    () => sealing.seal('state', { request, nonceHash: challengeOf('nonce') }, now() - 121),
  ],
])('a pending sign-in does not resume when the state %s', async (_, makeState) => {
  const jar = { [`sign-in-${challengeOf('nonce').slice(0, 8)}`]: 'nonce' };
  await expect(pending.finish(await makeState(), jar)).rejects.toThrow('taken too long');
});

function mapValues(cookies: Cookies, change: (value: string) => string): Cookies {
  return Object.fromEntries(
    Object.entries(cookies).map(([name, value]) => [name, change(value ?? '')]),
  );
}
