import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { CLIENT_ID, CLIENT_SECRET } from '../src/sandbox/sandbox.js';
import { Browser } from './browser.js';
import { post } from './raw-mcp.js';
import {
  REDIRECT_URI,
  sandbox,
  server,
  pkce,
  itLoggedNoSecret,
  startDirectRig,
} from './direct-rig.js';

startDirectRig();

const BASIC = `Basic ${Buffer.from(`${CLIENT_ID}:${CLIENT_SECRET}`).toString('base64')}`;

interface TokenAnswer {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}

async function postForm(
  path: string,
  form: Record<string, string> | string,
  headers: Record<string, string> = {},
): Promise<TokenAnswer> {
  const body = typeof form === 'string' ? form : new URLSearchParams(form).toString();
  const answer = await fetch(server.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body,
  });
  return {
    status: answer.status,
    headers: answer.headers,
    body: (await answer.json()) as Record<string, unknown>,
  };
}

/** @returns a code for a person, through the sign-in page */
async function codeFor(email: string, extra: Record<string, string> = {}): Promise<string> {
  const query = new URLSearchParams({
    client_id: 'ours',
    redirect_uri: REDIRECT_URI,
    response_type: 'code',
    state: 'xyz',
    ...extra,
  });
  const url = `${server.url}/oauth/authorize?${query}`;
  const callback = await new Browser().signIn(url, REDIRECT_URI, { email });
  expect(callback.origin + callback.pathname).toBe(REDIRECT_URI);
  expect(callback.searchParams.get('state')).toBe('xyz');
  expect(callback.searchParams.get('iss')).toBe(server.url);
  return callback.searchParams.get('code')!;
}

const ours = { client_id: 'ours', client_secret: 's3cret' };
const exchange = (code: string, extra: Record<string, string> = {}, path = '/oauth/token') =>
  postForm(path, {
    grant_type: 'authorization_code',
    code,
    redirect_uri: REDIRECT_URI,
    ...ours,
    ...extra,
  });

describe("a token for a person's own client ID", () => {
  it('is issued, works, is refreshed and revoked', async () => {
    const verifier = randomBytes(32).toString('base64url');
    const code = await codeFor('alice@example.com', pkce(verifier));
    const wrong = await exchange(code, { code_verifier: 'x'.repeat(43) });
    expect(wrong).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });

    const { status, headers, body } = await exchange(code, { code_verifier: verifier });
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toMatchObject({
      token_type: 'Bearer',
      scope: 'admin',
      refresh_token: expect.any(String),
    });
    expect(
      (await post(server.url, 'tools/list', {}, { token: String(body['access_token']) })).status,
    ).toBe(200);

    const refreshed = await postForm('/oauth/token', {
      grant_type: 'refresh_token',
      refresh_token: String(body['refresh_token']),
      scope: 'admin offline_access',
      ...ours,
    });
    const token = String(refreshed.body['access_token']);
    expect((await post(server.url, 'tools/list', {}, { token })).status).toBe(200);

    const revoked = await postForm('/oauth/revoke', { token, ...ours });
    expect(revoked).toMatchObject({ status: 200, body: {} });
    expect((await post(server.url, 'tools/list', {}, { token })).status).toBe(401);
  });

  const RIGHT = 'v'.repeat(43);
  it.each<[string, Record<string, string>, Record<string, string>, Record<string, string>]>([
    ['a wrong verifier', pkce(RIGHT), { code_verifier: 'x'.repeat(43) }, { code_verifier: RIGHT }],
    ['no verifier', pkce(RIGHT), {}, { code_verifier: RIGHT }],
    ['a verifier without a challenge', {}, { code_verifier: RIGHT }, {}],
  ])('is not issued for %s, even by a stock application', async (_what, asked, wrong, right) => {
    sandbox.flags.pkce = false;
    const code = await codeFor('alice@example.com', asked);
    expect(await exchange(code, wrong)).toMatchObject({ body: { error: 'invalid_grant' } });
    expect(await exchange(code, right)).toMatchObject({ status: 200 });
    sandbox.flags.pkce = true;
  });

  it.each(['/oauth/token', '/token'])(
    'can be requested at %s with Basic credentials',
    async (path) => {
      const form = { grant_type: 'authorization_code', code: 'nope', redirect_uri: REDIRECT_URI };
      // The credentials are right and the code is not: only then does Doorkeeper say invalid_grant.
      const answer = await postForm(path, form, { authorization: BASIC });
      expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    },
  );

  it('is requested with a form, and a response never quotes the request', async () => {
    const body = '{"grant_type":"authorization_code","client_secret":"quoted-secret"';
    const answer = await postForm('/oauth/token', body, { 'content-type': 'application/json' });
    expect(answer).toMatchObject({ status: 415, body: { error: 'invalid_request' } });
    expect(JSON.stringify(answer.body)).not.toContain('quoted-secret');
  });

  it('is refused for a form that is too large', async () => {
    const answer = await postForm('/oauth/token', `code=${'x'.repeat(200_000)}`);
    expect(answer).toMatchObject({ status: 413, body: { error: 'invalid_request' } });
  });

  it('is requested without passing a bearer token on', async () => {
    const before = sandbox.requests.length;
    await postForm(
      '/oauth/token',
      { grant_type: 'authorization_code', client_id: 'ours' },
      { authorization: 'Bearer abc' },
    );
    expect(sandbox.requests[before]!.headers['authorization']).toBeUndefined();
  });

  it.each([
    ['no grant type', { ...ours }, 400, 'invalid_request'],
    [
      'an unknown client',
      {
        grant_type: 'authorization_code',
        code: 'x',
        redirect_uri: REDIRECT_URI,
        client_id: 'no',
        client_secret: 'no',
      },
      401,
      'invalid_client',
    ],
    [
      'a used or unknown code',
      { grant_type: 'authorization_code', code: 'x', redirect_uri: REDIRECT_URI, ...ours },
      400,
      'invalid_grant',
    ],
    ['an unknown grant', { grant_type: 'password', ...ours }, 400, 'unsupported_grant_type'],
    [
      'client_credentials, which is a page on stock',
      { grant_type: 'client_credentials', ...ours },
      400,
      'unsupported_grant_type',
    ],
    ['a repeated parameter', 'grant_type=a&grant_type=b', 400, 'invalid_request'],
  ])('is refused for %s in the form of RFC 6749', async (_what, form, status, error) => {
    const answer = await postForm('/oauth/token', form);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ error, error_description: expect.any(String) });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    if (status === 401) expect(answer.headers.get('www-authenticate')).toMatch(/^Basic /);
  });

  it.each([
    [{ kind: 'reset' }, 503, 'temporarily_unavailable'],
    [{ kind: 'status', status: 500 }, 502, 'server_error'],
    [{ kind: 'html' }, 502, 'server_error'],
    [
      { kind: 'status', status: 302, headers: { location: 'https://evil.example' } },
      502,
      'server_error',
    ],
    [{ kind: 'status', status: 429 }, 429, 'temporarily_unavailable'],
    [{ kind: 'status', status: 422, body: '<html>' }, 400, 'invalid_request'],
  ] as const)('is refused with the right OAuth error after %j', async (fault, status, error) => {
    sandbox.flags.faults = [{ path: '/oauth/token', ...fault }];
    const answer = await postForm('/oauth/token', {
      grant_type: 'refresh_token',
      refresh_token: 'r',
      ...ours,
    });
    expect(answer).toMatchObject({ status, body: { error } });
  });

  it.each([
    [{ 'Retry-After': '7' }, '7'],
    [{ 'Retry-After': 'Wed, 21 Oct 2026 07:28:00 GMT' }, '60'],
    [{}, '60'],
  ])('is refused with Retry-After when the application says %j', async (headers, seconds) => {
    sandbox.flags.faults = [{ path: '/oauth/token', kind: 'status', status: 429, headers }];
    const { status, headers: given } = await postForm('/oauth/token', {
      grant_type: 'refresh_token',
      refresh_token: 'r',
      ...ours,
    });
    expect([status, given.get('retry-after')]).toEqual([429, seconds]);
  });

  it('has no refresh token where Bullet Train issues none', async () => {
    sandbox.flags.refreshTokens = false;
    const { body } = await exchange(await codeFor('bob@example.com'));
    expect(body).toMatchObject({ access_token: expect.any(String), team_id: 3 });
    expect(body).not.toHaveProperty('refresh_token');
    sandbox.flags.refreshTokens = true;
  });

  it('can be requested by a web page', async () => {
    const preflight = await fetch(`${server.url}/oauth/token`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://client.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
    expect(preflight.headers.get('access-control-allow-headers')).toMatch(
      /^Authorization,Content-Type,/,
    );
  });
});

describe("revocation for a person's own client ID", () => {
  it.each(['/oauth/revoke', '/revoke'])('at %s needs a token and a client', async (path) => {
    expect(await postForm(path, ours)).toMatchObject({
      status: 400,
      body: { error: 'invalid_request' },
    });
    const stranger = await postForm(path, { token: 'x', client_id: 'no', client_secret: 'no' });
    expect(stranger).toMatchObject({ status: 403, body: { error: 'unauthorized_client' } });
  });
});

itLoggedNoSecret();
