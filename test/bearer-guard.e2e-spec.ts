import { describe, expect, it } from '@jest/globals';
import { ALICE_TOKEN } from '../src/sandbox/sandbox.js';
import { ERAS, post } from './raw-mcp.js';
import { sandbox, server, alice, upstream, itLoggedNoToken, startServerForAlice } from './alice.js';

startServerForAlice();

describe('the bearer guard', () => {
  const metadata = () => `${server.url}/.well-known/oauth-protected-resource`;

  it.each([
    ['initialize', 'handshake'],
    ['tools/list', 'handshake'],
    ['server/discover', '2026-07-28'],
    ['tools/list', '2026-07-28'],
  ] as const)('challenges %s (%s) without a token', async (method, era) => {
    const answer = await post(server.url, method, {}, { era });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe(
      `Bearer resource_metadata="${metadata()}/mcp", scope="read write delete"`,
    );
  });

  it('names the metadata of the bare address when challenged there', async () => {
    const answer = await post(server.url, 'initialize', {}, { path: '/' });
    expect(answer.headers.get('www-authenticate')).toContain(`resource_metadata="${metadata()}"`);
  });

  it('challenges before it reads a body', async () => {
    const answer = await fetch(`${server.url}/mcp`, { method: 'POST', body: 'not json' });
    expect(answer.status).toBe(401);
  });

  it.each([
    ['an unknown token', 'Bearer nobodys', 401, 'error="invalid_token"'],
    ['two tokens', 'Bearer one two', 400, 'error="invalid_request"'],
    ['an empty token', 'Bearer ', 400, 'error="invalid_request"'],
    ['another scheme', 'Basic abc', 401, 'Bearer resource_metadata'],
  ])('refuses %s', async (_what, authorization, status, challenge) => {
    const answer = await post(server.url, 'tools/list', {}, { headers: { authorization } });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('www-authenticate')).toContain(challenge);
  });

  it('never accepts a token from the URL', async () => {
    const answer = await post(
      server.url,
      'tools/list',
      {},
      { path: `/mcp?access_token=${ALICE_TOKEN}` },
    );
    expect(answer.status).toBe(401);
  });

  it.each([
    ['Origin', { origin: 'https://evil.example' }],
    ['Origin', { origin: 'http://claude.ai' }],
  ])('refuses an unknown %s and answers the next request', async (_header, headers) => {
    const answer = await post(server.url, 'tools/list', {}, { ...alice, headers });
    expect(answer.status).toBe(403);
    expect((await post(server.url, 'tools/list', {}, alice)).status).toBe(200);
  });

  it.each(['http://localhost:6274', 'http://127.0.0.1:1234'])(
    'lets the origin %s in',
    async (origin) => {
      const answer = await post(server.url, 'tools/list', {}, { ...alice, headers: { origin } });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    },
  );

  it('validates a token once for many concurrent requests', async () => {
    const token = sandbox.issueToken('alice@example.com');
    const asked = () =>
      upstream('/oauth/token/info').filter(
        ({ headers }) => headers['authorization'] === `Bearer ${token}`,
      ).length;
    await Promise.all(
      Array.from({ length: 20 }, () => post(server.url, 'tools/list', {}, { token })),
    );
    expect(asked()).toBe(1);
    await post(server.url, 'tools/list', {}, { token });
    expect(asked()).toBe(1);
  });

  it('caches a refusal', async () => {
    const before = upstream('/oauth/token/info').length;
    await post(server.url, 'tools/list', {}, { token: 'refused-twice' });
    await post(server.url, 'tools/list', {}, { token: 'refused-twice' });
    expect(upstream('/oauth/token/info').length - before).toBe(1);
  });

  it.each([
    ['reset', { kind: 'reset' }],
    ['503', { kind: 'status', status: 503 }],
    ['an HTML page', { kind: 'html' }],
    ['a redirect', { kind: 'status', status: 302, headers: { location: 'https://evil.example/' } }],
  ] as const)(
    'answers 503 with Retry-After when the application answers with %s',
    async (_what, fault) => {
      const token = sandbox.issueToken('alice@example.com');
      sandbox.flags.faults = [{ path: '/oauth/token/info', ...fault }];
      const answer = await post(server.url, 'tools/list', {}, { token });
      expect(answer.status).toBe(503);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      sandbox.flags.faults = [];
      expect((await post(server.url, 'tools/list', {}, { token })).status).toBe(200);
    },
  );

  it('accepts tokens unverified, and warns once, where the application has no token info', async () => {
    sandbox.flags.tokenInfo = false;
    for (const email of ['alice@example.com', 'bob@example.com']) {
      const token = sandbox.issueToken(email);
      expect((await post(server.url, 'tools/list', {}, { token })).status).toBe(200);
    }
    expect(server.log().match(/trusts every token/g)).toHaveLength(1);
  });

  it.each([false, true])(
    'turns a 401 during a call into a challenge (doorkeeper_authorize!: %s)',
    async (flag) => {
      sandbox.flags.doorkeeperAuthorize = flag;
      for (const era of ERAS) {
        const token = sandbox.issueToken('alice@example.com');
        expect((await post(server.url, 'tools/list', {}, { token, era })).status).toBe(200);
        sandbox.revokeToken(token);
        const params = { name: 'list_teams', arguments: {} };
        const answer = await post(server.url, 'tools/call', params, { token, era });
        expect(answer.status).toBe(401);
        expect(answer.headers.get('www-authenticate')).toContain('error="invalid_token"');
        // The verdict was dropped: the guard asks again and refuses the next request.
        expect((await post(server.url, 'tools/list', {}, { token, era })).status).toBe(401);
      }
    },
  );
});

itLoggedNoToken();
