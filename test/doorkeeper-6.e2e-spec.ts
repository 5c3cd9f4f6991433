import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import type { Finding } from '../src/doctor/finding.js';
import {
  ALICE_EMAIL,
  CLIENT_ID,
  CLIENT_SECRET,
  startSandbox,
  type Sandbox,
} from '../src/sandbox/sandbox.js';
import { Browser } from './browser.js';
import { post } from './raw-mcp.js';
import { runCli } from './running-cli.js';
import { startServer, type RunningServer } from './running-server.js';

const REDIRECT_URI = 'http://127.0.0.1:5555/callback';
const METADATA = '/.well-known/oauth-authorization-server';

let sandbox: Sandbox;
let server: RunningServer | undefined;

beforeAll(async () => {
  sandbox = await startSandbox({
    port: 0,
    doorkeeper6: true,
    pkce: true,
    redirectUris: [REDIRECT_URI],
  });
});

afterEach(async () => {
  await server?.stop();
  server = undefined;
  Object.assign(sandbox.flags, { faults: [], doorkeeper6: true });
});

afterAll(() => sandbox.close());

const verifier = randomBytes(32).toString('base64url');
const challenge = createHash('sha256').update(verifier).digest('base64url');
const authorizeUrl = () =>
  `${server!.url}/oauth/authorize?${new URLSearchParams({
    client_id: CLIENT_ID,
    redirect_uri: REDIRECT_URI,
    response_type: 'code',
    state: 'xyz',
    code_challenge: challenge,
    code_challenge_method: 'S256',
  })}`;
const exchange = async (code: string, given = verifier) => {
  const answer = await fetch(`${server!.url}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: REDIRECT_URI,
      client_id: CLIENT_ID,
      client_secret: CLIENT_SECRET,
      code_verifier: given,
    }),
  });
  return (await answer.json()) as { access_token?: string; error?: string };
};
const redirectUriSent = async () => {
  const { headers } = await fetch(authorizeUrl(), { redirect: 'manual' });
  return new URL(headers.get('location')!).searchParams.get('redirect_uri');
};
const asked = () => sandbox.requests.filter(({ path }) => path === METADATA).length;

describe("a person's own client ID, where the application compares redirect URIs exactly", () => {
  it('signs in with an unchanged redirect URI', async () => {
    server = await startServer(sandbox.url);
    const back = await new Browser().signIn(authorizeUrl(), REDIRECT_URI, { email: ALICE_EMAIL });
    expect([...back.searchParams.keys()].toSorted()).toEqual(['code', 'state']);
    const { access_token: token } = await exchange(back.searchParams.get('code')!);
    const answer = await post(server.url, 'tools/list', {}, { token: token! });
    expect(answer.status).toBe(200);
  });

  it('leaves PKCE to the application', async () => {
    server = await startServer(sandbox.url);
    const back = await new Browser().signIn(authorizeUrl(), REDIRECT_URI, { email: ALICE_EMAIL });
    const answer = await exchange(back.searchParams.get('code')!, 'x'.repeat(43));
    expect(answer.error).toBe('invalid_grant');
  });

  it("checks the application's metadata once, not at every sign-in", async () => {
    server = await startServer(sandbox.url);
    const before = asked();
    for (let times = 0; times < 3; times++) expect(await redirectUriSent()).toBe(REDIRECT_URI);
    expect(asked() - before).toBe(1);
  });

  it('gets 503 while it is unknown how they are compared', async () => {
    sandbox.flags.faults = [{ path: METADATA, kind: 'status', status: 500 }];
    server = await startServer(sandbox.url);
    expect((await fetch(authorizeUrl(), { redirect: 'manual' })).status).toBeGreaterThan(499);
    sandbox.flags.faults = [];
    expect(await redirectUriSent()).toBe(REDIRECT_URI);
  });
});

describe("a person's own client ID, where redirect URIs are not compared exactly", () => {
  it.each([
    ['no such document', []],
    ['an HTML page', [{ path: METADATA, kind: 'html' } as const]],
    [
      'JSON of something else',
      [{ path: METADATA, kind: 'status', status: 200, body: '{}' } as const],
    ],
  ])('carries the issuer and the challenge in the redirect URI (%s)', async (_what, faults) => {
    Object.assign(sandbox.flags, { doorkeeper6: false, faults });
    server = await startServer(sandbox.url);
    const sent = new URL((await redirectUriSent())!);
    expect(Object.fromEntries(sent.searchParams)).toEqual({
      iss: server.url,
      code_challenge: challenge,
    });
  });
});

describe('the doctor with Doorkeeper 6', () => {
  const findings = async (more: Record<string, string> = {}) => {
    const variables = { BULLET_TRAIN_BASE_URL: sandbox.url, ...more };
    const { stdout } = await runCli(['doctor', '--json'], variables);
    return (JSON.parse(stdout) as { findings: Finding[] }).findings.filter(({ message }) =>
      message.includes('Doorkeeper 6'),
    );
  };

  it("says what is lost, unless people's own client IDs are refused", async () => {
    expect(await findings()).toMatchObject([{ level: 'warning', check: 'OAuth endpoints' }]);
    expect(await findings({ BULLET_TRAIN_TOKENS: 'tokens-only' })).toEqual([]);
  });
});
