import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ALICE_EMAIL, ALICE_TOKEN } from '../src/sandbox/sandbox.js';
import { startBroker, type Broker } from './broker.js';
import { Browser } from './browser.js';
import { callTool } from './raw-mcp.js';
import { RawClient, REDIRECT_URI, register } from './raw-oauth.js';

const ALICE = { email: ALICE_EMAIL };
const SCOPE = 'read openid email';

let broker: Broker;
/** The operator vouches for the addresses of this one's users. */
let vouched: Broker;
const others: Broker[] = [];

beforeAll(async () => {
  [broker, vouched] = await Promise.all([
    startBroker({ pkce: true, refreshTokens: true }),
    startBroker({ pkce: true }, { EMAILS_VERIFIED: 'on' }),
  ]);
});

afterAll(async () => {
  await Promise.all([broker, vouched, ...others].map((one) => one.close()));
});

async function connect(at = broker, scope = SCOPE, person: object = {}) {
  const client = await RawClient.register(at.server.url);
  const back = await client.signIn(new Browser(), { scope }, { ...ALICE, ...person });
  const { body } = await client.exchange(back.searchParams.get('code')!);
  const { access_token: token, refresh_token: refreshToken, scope: granted } = body;
  return { client, granted, token: String(token), refreshToken: String(refreshToken) };
}

async function ask(token?: string, at = broker, method = 'GET') {
  const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
  const answer = await fetch(`${at.server.url}/oauth/userinfo`, { method, headers });
  const body = (await answer.json()) as Record<string, unknown>;
  return { status: answer.status, body, headers: answer.headers };
}

async function registeredScope(at = broker): Promise<string> {
  const { body } = await register(at.server.url, { redirect_uris: [REDIRECT_URI] });
  return String(body['scope']);
}

const metadataAt = async (at: Broker, place = 'openid-configuration') => {
  const answer = await fetch(`${at.server.url}/.well-known/${place}`);
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};

describe('the userinfo endpoint', () => {
  it.each(['GET', 'POST'])(
    'tells who the person is, and says nothing untrue (%s)',
    async (method) => {
      const { token, granted } = await connect();
      expect(granted).toBe(SCOPE);
      const { status, body, headers } = await ask(token, broker, method);
      expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
      // Whoever signs up in a stock application chooses any address.
      expect(body).toEqual({
        sub: expect.stringMatching(/^\d+$/),
        name: 'Alice Archer',
        email: ALICE_EMAIL,
        email_verified: false,
      });
    },
  );

  it('names the same person after a refresh, at another connection, and in get_profile', async () => {
    const first = await connect();
    const { body: fresh } = await first.client.refresh(first.refreshToken);
    expect(fresh['scope']).toBe(SCOPE);
    const again = await connect();
    const { sub } = (await ask(String(fresh['access_token']))).body;
    expect((await ask(again.token)).body['sub']).toBe(sub);
    const profile = await callTool(broker.server.url, 'get_profile', {}, { token: again.token });
    expect(profile.structuredContent!['id']).toBe(sub);
  });

  it('says that an address is verified where the operator vouches for all', async () => {
    const { token } = await connect(vouched);
    expect((await ask(token, vouched)).body).toMatchObject({
      email: ALICE_EMAIL,
      email_verified: true,
    });
  });

  it('tells no address of a member that an installation has added', async () => {
    const { token } = await connect(vouched, SCOPE, { connectAs: 'team' });
    const { status, body } = await ask(token, vouched);
    expect([status, Object.keys(body)]).toEqual([200, ['sub', 'name']]);
  });

  it('tells no address with openid alone, and tells the same to a token for one team', async () => {
    const { token } = await connect(broker, 'read openid');
    expect(Object.keys((await ask(token)).body)).toEqual(['sub', 'name']);
    const limited = await connect(broker, SCOPE, { teams: ['1'] });
    expect((await ask(limited.token)).body['email']).toBe(ALICE_EMAIL);
  });

  it('needs the scope openid', async () => {
    const { token } = await connect(broker, 'read write');
    for (const one of [token, ALICE_TOKEN]) {
      const { status, body, headers } = await ask(one);
      expect([status, body['error']]).toEqual([403, 'insufficient_scope']);
      const challenge = headers.get('www-authenticate');
      expect(challenge).toMatch(/scope="read write( delete)? openid email"/);
      expect(challenge).toContain('/.well-known/oauth-protected-resource/mcp"');
    }
  });

  it('refuses no token, a token of another server, and one that was revoked', async () => {
    const { client, token } = await connect();
    const elsewhere = await connect(vouched);
    expect((await ask()).status).toBe(401);
    expect((await ask(elsewhere.token)).body['error']).toBe('invalid_token');
    await client.revoke(token);
    expect((await ask(token)).body['error']).toBe('invalid_token');
  });

  it('keeps the scope when a client asks for more', async () => {
    const { token } = await connect();
    const args = { id: '1', name: 'x' };
    const answer = await fetch(`${broker.server.url}/mcp`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
      },
      body: JSON.stringify({
        jsonrpc: '2.0',
        id: 1,
        method: 'tools/call',
        params: { name: 'update_project', arguments: args },
      }),
    });
    expect(answer.headers.get('www-authenticate')).toContain('scope="read write openid email"');
  });
});

describe('what clients and people learn of it', () => {
  it('is in the metadata at both places', async () => {
    const { status, body } = await metadataAt(broker);
    expect([status, body]).toEqual([
      200,
      (await metadataAt(broker, 'oauth-authorization-server')).body,
    ]);
    expect(body['userinfo_endpoint']).toBe(`${broker.server.url}/oauth/userinfo`);
    const resource = await metadataAt(broker, 'oauth-protected-resource/mcp');
    expect(resource.body['scopes_supported']).toEqual(['read', 'write', 'delete']);
  });

  it('is among the scopes of a registration, for clients that ask for no others', async () => {
    const scope = await registeredScope();
    expect(scope).toBe('read write delete openid email offline_access');
    expect(scope.split(' ')).toEqual((await metadataAt(broker)).body['scopes_supported']);
    expect((await connect(broker, scope)).granted).toBe(scope);
  });

  it.each([{ FIELDS_REDACT: 'email' }, { FIELDS_HIDE: 'email' }, { TOOLS_EXCLUDE: 'get_user' }])(
    'is nothing with %j',
    async (variables: Record<string, string>) => {
      const at = await startBroker({ pkce: true }, variables);
      others.push(at);
      expect((await metadataAt(at)).status).toBe(404);
      const { body } = await metadataAt(at, 'oauth-authorization-server');
      expect(body['scopes_supported']).toEqual(['read', 'write', 'delete', 'offline_access']);
      expect(await registeredScope(at)).toBe('read write delete offline_access');
      const { granted, token } = await connect(at);
      expect([granted, (await ask(token, at)).status]).toEqual(['read', 403]);
    },
  );

  it.each([
    [SCOPE, 'learns who you are in Sandbox Application: your name and your email address.'],
    ['read openid', 'learns your name in Sandbox Application.'],
    ['read', undefined],
  ])('is on the consent page for a client that asks for %s: %s', async (scope, shown) => {
    const client = await RawClient.register(broker.server.url);
    const page = await (await new Browser().request(client.authorizeUrl({ scope }))).text();
    expect(/learns [^<]*/.exec(page)?.[0]).toBe(shown);
  });
});
