import { describe, expect, it } from '@jest/globals';
import { sandbox, server, itLoggedNoSecret, startDirectRig } from './direct-rig.js';

startDirectRig();

describe("metadata without an operator's application", () => {
  const get = async (path: string) => (await fetch(server.url + path)).json();

  it.each([
    ['', ''],
    ['/mcp', '/mcp'],
  ])('describes the protected resource%s', async (path, resource) => {
    expect(await get(`/.well-known/oauth-protected-resource${path}`)).toMatchObject({
      resource: `${server.url}${resource}`,
      authorization_servers: [server.url],
      scopes_supported: ['read', 'write', 'delete'],
      bearer_methods_supported: ['header'],
    });
  });

  it('describes the authorization server', async () => {
    expect(await get('/.well-known/oauth-authorization-server')).toMatchObject({
      issuer: server.url,
      authorization_endpoint: `${server.url}/oauth/authorize`,
      token_endpoint: `${server.url}/oauth/token`,
      revocation_endpoint: `${server.url}/oauth/revoke`,
      response_types_supported: ['code'],
      grant_types_supported: ['authorization_code', 'refresh_token'],
      code_challenge_methods_supported: ['S256'],
      token_endpoint_auth_methods_supported: expect.arrayContaining([
        'none',
        'client_secret_post',
        'client_secret_basic',
      ]),
    });
  });

  it('can be read by any web page', async () => {
    const headers = { origin: 'https://client.example' };
    for (const path of [
      '/.well-known/oauth-protected-resource/mcp',
      '/.well-known/oauth-authorization-server',
    ]) {
      const answer = await fetch(server.url + path, { headers });
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
      expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    }
  });
});

describe("/oauth/authorize for a person's own client ID", () => {
  it.each(['/oauth/authorize', '/authorize'])(
    'is at %s, and passes on every parameter that Bullet Train understands',
    async (path) => {
      const query = {
        client_id: 'abc',
        redirect_uri: 'https://chatgpt.com/connector/oauth/x',
        response_type: 'code',
        state: 'a+b &c=d',
        scope: 'admin',
        code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
        code_challenge_method: 'S256',
        new_installation: 'true',
        team_id: '2',
      };
      const ignored = { resource: `${server.url}/mcp`, prompt: 'consent' };
      const asked = { ...query, ...ignored, scope: 'admin offline_access' };
      const url = `${server.url}${path}?${new URLSearchParams(asked)}`;
      const answer = await fetch(url, { redirect: 'manual' });
      expect(answer.status).toBe(302);
      const location = new URL(answer.headers.get('location')!);
      expect(location.origin + location.pathname).toBe(`${sandbox.url}/oauth/authorize`);
      const bound = `${query.redirect_uri}?${new URLSearchParams({
        iss: server.url,
        code_challenge: query.code_challenge,
      })}`;
      expect(Object.fromEntries(location.searchParams)).toEqual({ ...query, redirect_uri: bound });
    },
  );

  it.each([
    ['response_type=code&redirect_uri=https://a.example', 'invalid_request', 'client_id'],
    ['client_id=a&response_type=code', 'invalid_request', 'redirect_uri'],
    ['client_id=a&redirect_uri=https://a.example', 'invalid_request', 'response_type'],
    [
      'client_id=&response_type=code&redirect_uri=https://a.example',
      'invalid_request',
      'client_id',
    ],
    [
      'client_id=a&client_id=b&response_type=code&redirect_uri=https://a.example',
      'invalid_request',
      'client_id',
    ],
    [
      'client_id=a&response_type=token&redirect_uri=https://a.example',
      'unsupported_response_type',
      'code',
    ],
    [
      'client_id=a&response_type=code&redirect_uri=https://a.example/?b=c',
      'invalid_request',
      'query',
    ],
    ['client_id=a&response_type=code&redirect_uri=nowhere', 'invalid_request', 'redirect_uri'],
    [
      'client_id=a&response_type=code&redirect_uri=https://a.example&code_challenge=x&code_challenge_method=plain',
      'invalid_request',
      'S256',
    ],
  ])('refuses %s', async (query, error, named) => {
    const url = `${server.url}/oauth/authorize?${query}`;
    const page = await fetch(url, { redirect: 'manual' });
    expect(page.status).toBe(400);
    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
    expect(await page.text()).toContain(named);
    const json = await fetch(url, { redirect: 'manual', headers: { accept: 'application/json' } });
    expect(await json.json()).toEqual({ error, error_description: expect.stringContaining(named) });
  });
});

itLoggedNoSecret();
