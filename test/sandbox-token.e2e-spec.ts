import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  ALICE_EMAIL,
  ALICE_TOKEN,
  BOB_EMAIL,
  CLIENT_ID,
  CLIENT_SECRET,
  startSandbox,
  type Sandbox,
} from '../src/sandbox/sandbox.js';
import { CALLBACK, CLIENT, sandboxClient } from './sandbox-client.js';

let sandbox: Sandbox;

beforeEach(async () => {
  sandbox = await startSandbox({ port: 0 });
});

afterEach(() => sandbox.close());

const { api, json, post, signIn, authorize, obtainCode, exchange, refresh, tokenInfo } =
  sandboxClient(() => sandbox);

describe("the sandbox's POST /oauth/token", () => {
  it('exchanges a code once', async () => {
    const code = await obtainCode(BOB_EMAIL);
    const response = await exchange(code);
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toEqual({
      access_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 7200,
      scope: 'admin',
      created_at: expect.any(Number),
      team_id: 3,
    });
    const again = await exchange(code);
    expect(again.status).toBe(400);
    expect(await again.json()).toMatchObject({ error: 'invalid_grant' });
  });

  it('names no team when the person has two', async () => {
    expect(await json(exchange(await obtainCode(ALICE_EMAIL)))).not.toHaveProperty('team_id');
  });

  it('accepts Basic credentials', async () => {
    const authorization = `Basic ${btoa(`${CLIENT_ID}:${CLIENT_SECRET}`)}`;
    const form = {
      grant_type: 'authorization_code',
      code: await obtainCode(),
      redirect_uri: CALLBACK,
    };
    expect((await post('/oauth/token', form, { authorization })).status).toBe(200);
  });

  it('needs no secret of a public application', async () => {
    const { clientId, clientSecret } = sandbox.addApplication({
      name: 'Public',
      redirectUris: [CALLBACK],
      confidential: false,
    });
    for (const client_secret of ['', clientSecret]) {
      const code = await obtainCode(ALICE_EMAIL, { client_id: clientId });
      expect((await exchange(code, { client_id: clientId, client_secret })).status).toBe(200);
    }
    const code = await obtainCode(ALICE_EMAIL, { client_id: clientId });
    const wrong = await exchange(code, { client_id: clientId, client_secret: 'wrong' });
    expect(wrong.status).toBe(401);
  });

  it.each([
    [{ grant_type: '' }, 400, 'invalid_request', 'Missing required parameter: grant_type.'],
    [{ grant_type: 'password' }, 400, 'unsupported_grant_type', 'is not supported'],
    [{ grant_type: 'refresh_token' }, 400, 'unsupported_grant_type', 'is not supported'],
    [{ code: '' }, 400, 'invalid_request', 'Missing required parameter: code.'],
    [{ code: 'unknown' }, 400, 'invalid_grant', 'authorization grant is invalid'],
    [{ redirect_uri: '' }, 400, 'invalid_request', 'Missing required parameter: redirect_uri.'],
    [{ redirect_uri: `${CALLBACK}/x` }, 400, 'invalid_grant', 'authorization grant is invalid'],
    [{ client_secret: 'wrong' }, 401, 'invalid_client', 'Client authentication failed due to'],
    [{ client_id: '' }, 401, 'invalid_client', 'Client authentication failed due to'],
  ])('answers %j with %i %s', async (more, status, error, description) => {
    const response = await exchange(await obtainCode(), more as Record<string, string>);
    expect(response.status).toBe(status);
    expect(response.headers.get('www-authenticate')).toContain(
      `Bearer realm="Doorkeeper", error="${error}", error_description="`,
    );
    expect(response.headers.get('cache-control')).toBe('no-store');
    const body = await json(response);
    expect(body.error).toBe(error);
    expect(body.error_description).toContain(description);
  });

  it.each([
    ['application/json', 'application/json'],
    ['*/*', 'text/html'],
  ])('fails for client_credentials, to Accept: %s with %s', async (accept, type) => {
    const form = { grant_type: 'client_credentials', ...CLIENT };
    const response = await post('/oauth/token', form, { accept });
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toContain(type);
  });

  const VERIFIER = 'a-verifier-of-forty-three-characters-or-more-';
  const S256 = createHash('sha256').update(VERIFIER).digest('base64url');

  it('ignores PKCE like a stock application: a wrong verifier passes', async () => {
    const challenge = { code_challenge: S256, code_challenge_method: 'S256' };
    const code = await obtainCode(ALICE_EMAIL, challenge);
    expect((await exchange(code, { code_verifier: 'wrong' })).status).toBe(200);
  });

  it.each([
    ['S256', S256, VERIFIER, 200, undefined],
    ['plain', VERIFIER, VERIFIER, 200, undefined],
    ['S256', S256, 'wrong', 400, 'invalid_grant'],
    ['plain', VERIFIER, 'wrong', 400, 'invalid_grant'],
    ['S256', S256, '', 400, 'invalid_request'],
    ['', '', VERIFIER, 400, 'invalid_grant'],
    ['', '', '', 200, undefined],
  ])(
    'enforces PKCE when it is on: %s %s, verifier %s',
    async (code_challenge_method, code_challenge, code_verifier, status, error) => {
      sandbox.flags.pkce = true;
      const code = await obtainCode(ALICE_EMAIL, { code_challenge, code_challenge_method });
      const response = await exchange(code, { code_verifier });
      expect(response.status).toBe(status);
      expect((await json(response)).error).toBe(error);
    },
  );

  it('refuses an unknown challenge method when PKCE is on', async () => {
    sandbox.flags.pkce = true;
    const challenge = { code_challenge: S256, code_challenge_method: 'S512' };
    expect((await authorize(await signIn(), challenge)).status).toBe(400);
  });

  it.each([
    ['the API', (token: string) => api('/users/me', { token })],
    ['token info', (token: string) => tokenInfo(token)],
  ])(
    'rotates refresh tokens; using the new token in %s retires the old one',
    async (_name, use) => {
      sandbox.flags.refreshTokens = true;
      const first = await json(exchange(await obtainCode()));
      const second = await json(refresh(first.refresh_token));
      expect(second.refresh_token).not.toBe(first.refresh_token);
      const third = await json(refresh(first.refresh_token));
      expect(third).toMatchObject({ token_type: 'Bearer', expires_in: 7200 });

      expect((await use(String(third.access_token))).status).toBe(200);
      const late = await refresh(first.refresh_token);
      expect(late.status).toBe(400);
      expect(await late.json()).toMatchObject({ error: 'invalid_grant' });
      expect((await refresh(third.refresh_token)).status).toBe(200);
    },
  );

  it('refreshes for no other scope', async () => {
    sandbox.flags.refreshTokens = true;
    const { refresh_token } = await json(exchange(await obtainCode()));
    const form = { grant_type: 'refresh_token', refresh_token: String(refresh_token) };
    const response = await post('/oauth/token', { ...form, ...CLIENT, scope: 'admin read' });
    expect([response.status, await response.json()]).toMatchObject([
      400,
      { error: 'invalid_scope' },
    ]);
  });

  it("does not refresh another client's token", async () => {
    sandbox.flags.refreshTokens = true;
    const other = sandbox.addApplication({ name: 'Other', redirectUris: [CALLBACK] });
    const { refresh_token } = await json(exchange(await obtainCode()));
    const response = await post('/oauth/token', {
      grant_type: 'refresh_token',
      refresh_token: String(refresh_token),
      client_id: other.clientId,
      client_secret: other.clientSecret,
    });
    expect(await response.json()).toMatchObject({ error: 'invalid_grant' });
  });
});

describe("the sandbox's token info, introspection and revocation", () => {
  it('describe a token', async () => {
    const token = sandbox.issueToken(BOB_EMAIL, 100);
    const body = await json(tokenInfo(token));
    expect(body).toEqual({
      resource_owner_id: 2,
      scope: ['admin'],
      expires_in: expect.any(Number),
      application: { uid: CLIENT_ID },
      created_at: expect.any(Number),
    });
    expect(body.expires_in).toBeLessThanOrEqual(100);
    expect(await json(tokenInfo(ALICE_TOKEN))).toMatchObject({ expires_in: null });
  });

  it.each([
    ['unknown', () => 'unknown'],
    ['expired', () => sandbox.issueToken(ALICE_EMAIL, 0)],
  ])('answer an %s token with 401', async (_name, issue) => {
    const response = await tokenInfo(issue());
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({
      error: 'invalid_token',
      error_description: 'The access token is invalid',
      state: 'unauthorized',
    });
  });

  it('have no token info when the flag is off', async () => {
    sandbox.flags.tokenInfo = false;
    const response = await tokenInfo(ALICE_TOKEN);
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toContain('text/html');
  });

  it('introspect a token only for its own client', async () => {
    const token = sandbox.issueToken(ALICE_EMAIL);
    const active = await post('/oauth/introspect', { token, ...CLIENT });
    expect(await active.json()).toMatchObject({
      active: true,
      scope: 'admin',
      client_id: CLIENT_ID,
    });
    const expired = sandbox.issueToken(ALICE_EMAIL, 0);
    expect(await json(post('/oauth/introspect', { token: expired, ...CLIENT }))).toEqual({
      active: false,
    });
    expect((await post('/oauth/introspect', { token })).status).toBe(400);
  });

  it('mark a token as revoked, which a stock API does not check', async () => {
    const token = sandbox.issueToken(ALICE_EMAIL);
    const stranger = await post('/oauth/revoke', { token });
    expect(stranger.status).toBe(403);
    expect(await stranger.json()).toMatchObject({ error: 'unauthorized_client' });

    const revoked = await post('/oauth/revoke', { token, ...CLIENT });
    expect(revoked.status).toBe(200);
    expect(await revoked.json()).toEqual({});
    expect((await tokenInfo(token)).status).toBe(401);
    expect((await api('/teams', { token })).status).toBe(200);
  });

  it('delete a token on demand, which is then 401 everywhere', async () => {
    const token = sandbox.issueToken(ALICE_EMAIL, null);
    sandbox.revokeToken(token);
    expect((await tokenInfo(token)).status).toBe(401);
    expect((await api('/teams', { token })).status).toBe(401);
  });
});
