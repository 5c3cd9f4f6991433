import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { readConfig } from '../../config/app-config.js';
import { AccessTokens } from './access-tokens.js';
import { now, Sealing } from '../sealing/sealing.js';
import { sha256 } from '../../values/sha256.js';

const HERE = 'https://mcp.example.com';
const OAUTH_SECRET = randomBytes(32).toString('hex');
const HOLDER = { client: 'thumbprint', resource: `${HERE}/mcp`, scope: 'read write' };
const of = (token: string) => ({ bulletTrainToken: token, digest: sha256(token) });
const OPENED = { ...HOLDER, ...of('access') };

function tokensOf(publicUrl: string) {
  const config = readConfig({ OAUTH_SECRET, PUBLIC_URL: publicUrl });
  const sealing = new Sealing(config);
  return { sealing, tokens: new AccessTokens(sealing, config) };
}

const { sealing, tokens } = tokensOf(HERE);
const upstream = { accessToken: 'access', refreshToken: 'refresh', expiresAt: now() + 60 };

describe('issued tokens', () => {
  it('open as their own kind only', async () => {
    const answer = await tokens.issue(upstream, HOLDER);
    expect(answer).toMatchObject({ token_type: 'Bearer', scope: 'read write' });
    expect(answer.expires_in).toBeLessThanOrEqual(60);
    expect(JSON.stringify(answer)).not.toMatch(/"access"|"refresh"/);
    const { access_token: access, refresh_token: refresh } = answer;
    expect(await tokens.openAccessToken(access)).toEqual(OPENED);
    expect(await tokens.openRefreshToken(refresh!)).toEqual({
      ...OPENED,
      ...of('refresh'),
    });
    expect(await tokens.openAccessToken(refresh!)).toBeUndefined();
    await expect(tokens.openRefreshToken(access)).rejects.toMatchObject({ code: 'invalid_grant' });
    expect(AccessTokens.claims(access)).toBe(true);
  });

  it('have all scopes if they were sealed before scopes existed', async () => {
    const { scope: _, ...holder } = HOLDER;
    expect(await tokens.issue(upstream, holder)).toMatchObject({ scope: 'read write delete' });
    const old = { iss: HERE, aud: holder.resource, client_id: 'thumbprint', token: 'access' };
    const opened = await tokens.openAccessToken(await sealing.seal('access_token', old));
    expect(opened).toEqual({ ...holder, ...of('access') });
  });

  it('name offline_access only if it was requested and there is a refresh token', async () => {
    const holder = { ...HOLDER, scope: 'read offline_access' };
    expect(await tokens.issue(upstream, holder)).toMatchObject({ scope: 'read offline_access' });
    expect(await tokens.issue({ accessToken: 'a' }, holder)).toMatchObject({ scope: 'read' });
  });

  it('with a narrower scope leave the refresh token unchanged', async () => {
    const answer = await tokens.issue(upstream, HOLDER, 'read');
    expect(answer.scope).toBe('read');
    expect(await tokens.openAccessToken(answer.access_token)).toMatchObject({ scope: 'read' });
    const refresh = await tokens.openRefreshToken(answer.refresh_token!);
    expect(refresh).toMatchObject({ scope: 'read write' });
  });

  it('have no expiry and no refresh token when Bullet Train gives none', async () => {
    const answer = await tokens.issue({ accessToken: 'access' }, HOLDER);
    expect(Object.keys(answer)).toEqual(['access_token', 'token_type', 'scope']);
    expect(await tokens.openAccessToken(answer.access_token)).toEqual(OPENED);
  });

  it("expire when Bullet Train's token does", async () => {
    const over = await tokens.issue({ accessToken: 'access', expiresAt: now() }, HOLDER);
    expect(over.expires_in).toBe(0);
    expect(await tokens.openAccessToken(over.access_token)).toBeUndefined();
  });

  it('expire on time although opened tokens are cached, and must match exactly', async () => {
    const { access_token: access } = await tokens.issue(
      { ...upstream, expiresAt: now() + 2 },
      HOLDER,
    );
    expect(await tokens.openAccessToken(access)).toEqual(OPENED);
    expect(await tokens.openAccessToken(access)).toEqual(OPENED);
    const changed = access.replace(/\.(.)/, (_, first) => (first === 'A' ? '.B' : '.A'));
    expect(await tokens.openAccessToken(changed)).toBeUndefined();
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    expect(await tokens.openAccessToken(access)).toBeUndefined();
  });

  it('from another server with the same secret are refused', async () => {
    const other = tokensOf('https://other.example.com').tokens;
    const { access_token: theirs } = await other.issue(upstream, HOLDER);
    expect(await tokens.openAccessToken(theirs)).toBeUndefined();
  });

  it.each<[what: string, content: Record<string, unknown>]>([
    ['another issuer', { iss: 'https://other.example.com' }],
    ['another audience', { aud: 'https://other.example.com/mcp' }],
    ['a list of audiences', { aud: [`${HERE}/mcp`] }],
    ['no audience', { aud: undefined }],
  ])('with %s are refused', async (_, change) => {
    const claims = { iss: HERE, aud: `${HERE}/mcp`, client_id: 'thumbprint' };
    const content = { ...claims, scope: HOLDER.scope, token: 'access' };
    const open = async (sealed: object) =>
      tokens.openAccessToken(await sealing.seal('access_token', sealed));
    expect(await open(content)).toEqual(OPENED);
    expect(await open({ ...content, ...change })).toBeUndefined();
  });
});
