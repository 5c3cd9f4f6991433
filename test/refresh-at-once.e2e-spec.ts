import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import type { OAuthClientProvider } from '@modelcontextprotocol/sdk/client/auth.js';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { Redis } from 'ioredis';
import { CLIENT_ID, CLIENT_SECRET, startSandbox, type Sandbox } from '../src/sandbox/sandbox.js';
import { forgetFirstCheck } from './broker.js';
import { Browser } from './browser.js';
import { Keychain, REDIRECT_URI } from './keychain.js';
import { post } from './raw-mcp.js';
import { RawClient, type OAuthAnswer } from './raw-oauth.js';
import { RunningRedis } from './redis.js';
import { freePort, startServer, until, type RunningServer } from './running-server.js';
import { together } from './together.js';

if (!RunningRedis.isInstalled) console.log('no redis-server here: replicas are not tested');

interface Place {
  sandbox: Sandbox;
  /** The addresses of the processes. */
  servers: RunningServer[];
  redis?: RunningRedis;
}

async function start(count: number, variables: Record<string, string>): Promise<Place> {
  const ports = await Promise.all(Array.from({ length: count }, freePort));
  const publicUrl = `http://localhost:${ports[0]}`;
  const sandbox = await startSandbox({
    port: 0,
    redirectUris: [`${publicUrl}/oauth/callback`],
    pkce: true,
    refreshTokens: true,
  });
  const secret = randomBytes(32).toString('base64');
  const servers = await Promise.all(
    ports.map((port) =>
      startServer(sandbox.url, {
        SERVER_PORT: String(port),
        PUBLIC_URL: publicUrl,
        BULLET_TRAIN_CLIENT_ID: CLIENT_ID,
        BULLET_TRAIN_CLIENT_SECRET: CLIENT_SECRET,
        OAUTH_SECRET: secret,
        TOKEN_CACHE_SECONDS: '0',
        ...variables,
      }),
    ),
  );
  await forgetFirstCheck(sandbox, count);
  return { sandbox, servers };
}

async function startWithRedis(count: number, variables: Record<string, string>): Promise<Place> {
  const redis = new RunningRedis(await freePort());
  await redis.start();
  return { ...(await start(count, { ...variables, REDIS_URL: redis.url })), redis };
}

const places: [string, () => Promise<Place>][] = [
  ['one process', () => start(1, {})],
  ...(RunningRedis.isInstalled
    ? ([
        ['two workers with Redis', () => startWithRedis(1, { WORKERS: '2' })],
        ['three replicas with Redis', () => startWithRedis(3, {})],
      ] as [string, () => Promise<Place>][])
    : []),
];

describe.each(places)('at the moment of expiry, in %s', (_, startPlace) => {
  let place: Place;
  let client: RawClient;
  let other: RawClient;

  beforeAll(async () => {
    place = await startPlace();
    const { url } = place.servers[0]!;
    [client, other] = [await RawClient.register(url), await RawClient.register(url)];
  });

  afterAll(async () => {
    await Promise.all(place.servers.map((server) => server.stop()));
    await place.sandbox.close();
    await place.redis?.kill();
  });

  const signIn = async () => {
    const { body } = await client.exchange(await client.codeFor());
    return String(body['refresh_token']);
  };
  const asked = () => place.sandbox.requests.filter(({ path }) => path === '/oauth/token').length;
  /** The same client at each process in turn, with a new connection for every request. */
  const at = (turn: number, { id }: RawClient = client) =>
    new RawClient(place.servers[turn % place.servers.length]!.url, id);
  const refresh = (turn: number, token: string, who = client): Promise<OAuthAnswer> =>
    at(turn, who).refresh(token, {}, { connection: 'close' });
  const use = async (token: unknown) =>
    (await post(place.servers[0]!.url, 'tools/list', {}, { token: String(token) })).status;

  it('ten concurrent refreshes ask the application once and get the same tokens', async () => {
    const token = await signIn();
    place.sandbox.requests.length = 0;
    const answers = await Promise.all(
      Array.from({ length: 10 }, (__, turn) => refresh(turn, token)),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(asked()).toBe(1);
    expect(await use(answers[0]!.body['access_token'])).toBe(200);
  });

  const [refreshesLate, refreshesAgain] = together(
    async () => {
      const token = await signIn();
      const { body } = await refresh(0, token);
      expect(await use(body['access_token'])).toBe(200);
      const late = await refresh(1, token);
      expect([late.status, late.body]).toEqual([200, body]);
      // The token was stolen, or the client is confused (RFC 9700 §4.14.2).
      await until(async () => (await refresh(1, token)).status !== 200);
      expect(await refresh(0, token)).toMatchObject({
        status: 400,
        body: { error: 'invalid_grant' },
      });
      expect((await refresh(1, String(body['refresh_token']))).status).toBe(200);
    },
    async () => {
      const { body } = await refresh(0, await signIn());
      const next = await refresh(1, String(body['refresh_token']));
      expect([next.status, next.body]).toEqual([200, body]);
      expect(await use(body['access_token'])).toBe(200);
      const renewed = async () =>
        (await refresh(1, String(body['refresh_token']))).body['access_token'] !==
        body['access_token'];
      await until(renewed);
    },
  );
  it('a refresh after the new token was used gets the same tokens, but not for long', () =>
    refreshesLate!());
  it('an immediate refresh with the new token does not retire tokens in use', () =>
    refreshesAgain!());

  it('another client gets nothing, neither from the cache nor while a refresh runs', async () => {
    const token = await signIn();
    const [good, ...foreign] = await Promise.all([
      refresh(0, token),
      refresh(0, token, other),
      refresh(1, token, other),
    ]);
    expect(good.status).toBe(200);
    for (const answer of [...foreign, await refresh(0, token, other)]) {
      expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    }
  });

  it('a failed refresh is not cached', async () => {
    const token = await signIn();
    place.sandbox.flags.faults = [{ path: '/oauth/token', kind: 'reset' }];
    const failed = await Promise.all([refresh(0, token), refresh(1, token)]);
    expect(failed.map(({ status }) => status)).toEqual([503, 503]);
    place.sandbox.flags.faults = [];
    expect((await refresh(1, token)).status).toBe(200);
  });

  it('a 1.x client with ten concurrent calls stays signed in', async () => {
    const keychain = new Keychain({ token_endpoint_auth_method: 'none' });
    const sdk = new Client({ name: 'old', version: '1' });
    const transport = () =>
      new StreamableHTTPClientTransport(new URL(`${place.servers[0]!.url}/mcp`), {
        authProvider: keychain as unknown as OAuthClientProvider,
      });
    const first = transport();
    await expect(sdk.connect(first as never)).rejects.toThrow(/unauthorized/i);
    place.sandbox.flags.accessTokenSeconds = 2;
    const person = { email: 'alice@example.com' };
    const back = await new Browser().signIn(keychain.sentTo!.href, REDIRECT_URI, person);
    await first.finishAuth(back.searchParams.get('code')!);
    await sdk.connect(transport() as never);
    const used = keychain.kept!.access_token;
    await until(async () => (await use(used)) === 401);
    place.sandbox.flags.accessTokenSeconds = 7200;
    keychain.sentTo = undefined;
    const calls = Array.from({ length: 10 }, () =>
      sdk.callTool({ name: 'list_teams', arguments: {} }),
    );
    for (const call of await Promise.allSettled(calls)) {
      // The client itself drops some of the concurrent calls of one transport, but stays signed in.
      const reason = call.status === 'rejected' ? String(call.reason) : '';
      expect(reason).toMatch(/^$|401 after successful authentication/);
    }
    const next = await sdk.callTool({ name: 'list_teams', arguments: {} });
    expect(next.structuredContent).toMatchObject({ items: [{ name: 'Acme' }, { name: 'Globex' }] });
    expect(keychain.sentTo).toBeUndefined();
    expect(keychain.kept!.access_token).not.toBe(used);
    await sdk.close();
  });

  it('a code that is used again revokes the tokens issued for it', async () => {
    const code = await client.codeFor();
    const { body } = await at(0).exchange(code, { code_verifier: client.verifier });
    expect(await use(body['access_token'])).toBe(200);
    for (const [changes, who] of [
      [{ code_verifier: other.verifier }, client],
      [{ code_verifier: client.verifier, redirect_uri: REDIRECT_URI }, client],
      [{ code_verifier: client.verifier }, other],
    ] as const) {
      expect((await at(1, who).exchange(code, changes)).status).toBe(400);
    }
    expect(await use(body['access_token'])).toBe(200);
    expect(await at(1).exchange(code, { code_verifier: client.verifier })).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    });
    expect(await use(body['access_token'])).toBe(401);
    expect((await refresh(0, String(body['refresh_token']))).status).toBe(400);
  });

  it('a code that is used ten times at once leaves no valid token', async () => {
    const code = await client.codeFor();
    const answers = await Promise.all(
      Array.from({ length: 10 }, (__, turn) =>
        at(turn).exchange(code, { code_verifier: client.verifier }, { connection: 'close' }),
      ),
    );
    const statuses = answers.map(({ status }) => status).toSorted();
    // The first token may have been revoked before its response.
    expect([200, 400]).toContain(statuses[0]);
    expect(statuses.slice(1)).toEqual(Array(9).fill(400));
    for (const { status, body } of answers) {
      if (status === 400)
        expect(body).toMatchObject({
          error: 'invalid_grant',
          error_description: expect.stringMatching('used before'),
        });
      else await until(async () => (await use(body['access_token'])) === 401);
    }
  });

  it('Redis holds nothing that opens anything, and nothing for long', async () => {
    if (!place.redis) return expect(place.servers).toHaveLength(1);
    const { body } = await refresh(0, await signIn());
    const redis = new Redis(place.redis.url);
    const keys = await redis.keys('bullet-train-mcp:oauth:*');
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys) {
      expect(key).toMatch(/:(refresh|code):[\w-]{43}$/);
      const value = (await redis.get(key)) ?? 'pending';
      expect(value).toMatch(/^(pending|eyJ[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+)$/);
      for (const token of [body['access_token'], body['refresh_token']]) {
        expect(value).not.toContain(token);
      }
      expect(await redis.pttl(key)).toBeLessThanOrEqual(180_000);
    }
    redis.disconnect();
  });

  it('each process continues alone while Redis is down', async () => {
    await place.redis?.kill();
    const token = await signIn();
    const answers = await Promise.all([1, 2, 3].map(() => refresh(0, token)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  });
});
