import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ALICE_EMAIL, ALICE_TOKEN } from '../src/sandbox/sandbox.js';
import { startBroker, type Broker } from './broker.js';
import { Browser, requestIn } from './browser.js';
import { Keychain, REDIRECT_URI } from './keychain.js';
import { callTool, ERAS, post, type Era } from './raw-mcp.js';
import { RawClient } from './raw-oauth.js';
import { SDK_CLIENTS } from './sdk-clients.js';

const READ = 'read';
const WRITE = 'read write';
const ALL = 'read write delete';

let broker: Broker;
/** The same in search mode. */
let searched: Broker;

beforeAll(async () => {
  [broker, searched] = await Promise.all([
    startBroker({ pkce: true, refreshTokens: true }),
    startBroker({ pkce: true }, { TOOLS_MODE: 'search' }),
  ]);
});

afterAll(async () => {
  await Promise.all([broker.close(), searched.close()]);
});

/** @returns a token for the scope that a client requested and a person granted */
async function tokensFor(access: string, scope: string | undefined = ALL, at = broker) {
  const client = await RawClient.register(at.server.url);
  const back = await client.signIn(new Browser(), { scope }, { email: ALICE_EMAIL, access });
  const { status, body } = await client.exchange(back.searchParams.get('code')!);
  expect([status, body['scope']]).toEqual([200, access]);
  return {
    client,
    token: String(body['access_token']),
    refreshToken: String(body['refresh_token']),
  };
}

async function kindsListed(token: string, era: Era, url = broker.server.url): Promise<string[]> {
  const { body } = await post(url, 'tools/list', {}, { token, era });
  const kinds = body.result!.tools!.map(
    ({ annotations }) =>
      `${annotations['readOnlyHint'] ? 'reads' : 'changes'}${annotations['destructiveHint'] ? ', destroys' : ''}`,
  );
  return [...new Set(kinds)];
}

/** The record as the application has it. */
async function project(id: number, at = broker): Promise<string> {
  const headers = { authorization: `Bearer ${ALICE_TOKEN}` };
  return (await fetch(`${at.sandbox.url}/api/v1/projects/${id}`, { headers })).text();
}

/** A request that the fast path does not take, so that the SDK answers. */
const BY_SDK = { progressToken: 'x', 'io.modelcontextprotocol/related-task': { taskId: 'x' } };

describe.each(ERAS)('a token with the scope read (%s)', (era) => {
  let token: string;
  beforeAll(async () => ({ token } = await tokensFor(READ)));

  it('lists only the tools that read', async () => {
    expect(await kindsListed(token, era)).toEqual(['reads']);
    const { body } = await post(
      broker.server.url,
      'resources/read',
      { uri: 'bullet-train://v1/openapi.json' },
      { token, era },
    );
    expect(body.result).toBeDefined();
    expect(JSON.stringify(body.result)).toContain('listTeams');
    expect(JSON.stringify(body.result)).not.toMatch(/"(create|update|remove)\w+"/);
    const prompt = await post(
      broker.server.url,
      'prompts/get',
      { name: 'get_started' },
      { token, era },
    );
    expect(prompt.text).toContain('Project: list, get');
    expect(prompt.text).not.toMatch(/: [^\\]*(create|delete|archive)/);
  });

  it.each([
    ['create_project', { team_id: '1', name: 'x' }, 'read write'],
    ['update_project', { id: '1', name: 'x' }, 'read write'],
    ['delete_project', { id: '1' }, 'read delete'],
    ['archive_project', { id: '1' }, 'read delete'],
    // Its argument errors are not revealed either.
    ['delete_project', {}, 'read delete'],
  ])('is refused for %s with 403 and the scope that the tool needs', async (name, args, scope) => {
    const before = await project(1);
    for (const _meta of [undefined, BY_SDK]) {
      const params = { name, arguments: args, ...(era === 'handshake' && _meta && { _meta }) };
      const answer = await post(broker.server.url, 'tools/call', params, { token, era });
      expect([answer.status, answer.body.error]).toEqual([403, 'insufficient_scope']);
      const challenge = answer.headers.get('www-authenticate')!;
      expect(challenge).toMatch(/^Bearer error="insufficient_scope", /);
      expect(challenge).toContain(`scope="${scope}"`);
      expect(challenge).toContain(
        `resource_metadata="${broker.server.url}/.well-known/oauth-protected-resource/mcp"`,
      );
    }
    expect(await project(1)).toBe(before);
  });

  it('can call tools that read', async () => {
    const { structuredContent } = await callTool(
      broker.server.url,
      'get_project',
      { id: '1' },
      { token, era },
    );
    expect(structuredContent).toMatchObject({ id: 1 });
  });

  it('gets an unknown-tool error where there is no tool, not 403', async () => {
    const unknown = { name: 'delete_everything', arguments: {} };
    const { status } = await post(broker.server.url, 'tools/call', unknown, { token, era });
    expect(status).not.toBe(403);
  });
});

it('a token with the scope write may not delete', async () => {
  const { token } = await tokensFor(WRITE);
  const made = await callTool(
    broker.server.url,
    'create_project',
    { team_id: '1', name: 'made' },
    { token },
  );
  const { id } = made.structuredContent as { id: number };
  const call = { name: 'delete_project', arguments: { id: String(id) } };
  const { status, headers } = await post(broker.server.url, 'tools/call', call, { token });
  expect([status, /scope="([^"]*)"/.exec(headers.get('www-authenticate')!)![1]]).toEqual([
    403,
    ALL,
  ]);
  expect(await project(id)).toContain('made');
});

describe.each(ERAS)('search mode (%s)', (era) => {
  const call = (token: string, name: string, args: Record<string, unknown>) =>
    post(searched.server.url, 'tools/call', { name, arguments: args }, { token, era });

  it('finds, describes and calls only what the token may', async () => {
    const { token } = await tokensFor(READ, ALL, searched);
    const { body } = await post(searched.server.url, 'tools/list', {}, { token, era });
    expect(body.result!.tools!.map(({ name }) => name)).toEqual([
      'find_operations',
      'describe_operation',
      'call_read_operation',
    ]);
    const found = await call(token, 'find_operations', { query: 'delete a project' });
    expect(found.text).not.toContain('call_delete_operation');
    const described = await call(token, 'describe_operation', { operation: 'delete_project' });
    expect(described.body.result).toMatchObject({ isError: true });
    const read = await call(token, 'call_read_operation', {
      operation: 'get_project',
      arguments: { id: '1' },
    });
    expect(read.body.result!.structuredContent).toMatchObject({ id: 1 });
    for (const name of ['call_delete_operation', 'delete_project']) {
      const args = { operation: 'delete_project', arguments: { id: '1' }, id: '1' };
      const { status, headers } = await call(token, name, args);
      expect([status, headers.get('www-authenticate')]).toEqual([
        403,
        expect.stringContaining('scope="read delete"'),
      ]);
    }
    expect(await project(1, searched)).toContain('"id":1');
  });
});

it.each(ERAS)('every tool names the scope that it needs (%s)', async (era) => {
  for (const at of [broker, searched]) {
    const { token } = await tokensFor(ALL, undefined, at);
    const { body } = await post(at.server.url, 'tools/list', {}, { token, era });
    for (const tool of body.result!.tools! as unknown as Record<string, unknown>[]) {
      const { readOnlyHint } = tool['annotations'] as { readOnlyHint: boolean };
      const securitySchemes = [
        { type: 'oauth2', scopes: [readOnlyHint ? 'read' : expect.stringMatching(/write|delete/)] },
      ];
      expect(tool).toMatchObject({ securitySchemes, _meta: { securitySchemes } });
    }
  }
});

describe('a refresh', () => {
  it('returns the granted scope, or less, and never more', async () => {
    const { client, refreshToken } = await tokensFor(WRITE);
    for (const scope of ['delete', ALL, 'read delete']) {
      const { status, body } = await client.refresh(refreshToken, { scope });
      expect([status, body['error']]).toEqual([400, 'invalid_scope']);
    }
    const less = await client.refresh(refreshToken, { scope: READ });
    expect([less.status, less.body['scope']]).toEqual([200, READ]);
    expect(await kindsListed(String(less.body['access_token']), 'handshake')).toEqual(['reads']);
    // The refresh token has the scope of the first one (RFC 6749 §6).
    const again = await client.refresh(String(less.body['refresh_token']));
    expect([again.status, again.body['scope']]).toEqual([200, WRITE]);
    const wider = await client.refresh(String(again.body['refresh_token']), { scope: ALL });
    expect([wider.status, wider.body['error']]).toEqual([400, 'invalid_scope']);
  });

  it('returns no wider scope while the cached result is returned', async () => {
    const { client, refreshToken } = await tokensFor(WRITE);
    const [less, same] = await Promise.all([
      client.refresh(refreshToken, { scope: READ }),
      client.refresh(refreshToken, { scope: READ }),
    ]);
    expect([less.body['scope'], same.body['scope']]).toEqual([READ, READ]);
  });
});

describe('the consent page', () => {
  const optionsOf = async (scope: string | undefined) => {
    const client = await RawClient.register(broker.server.url);
    const browser = new Browser();
    const page = await (await browser.request(client.authorizeUrl({ scope }))).text();
    const options = [...page.matchAll(/name="access"\s+value="([^"]+)"( checked)?/g)];
    return { client, browser, page, options: options.map(([, value, on]) => value + (on ?? '')) };
  };

  it.each([
    [undefined, ['read checked', WRITE, ALL]],
    ['claudeai', ['read checked', WRITE, ALL]],
    [READ, ['read checked']],
    ['write', ['read', `${WRITE} checked`]],
    ['read delete', ['read', 'read delete checked']],
    ['admin', ['read', WRITE, `${ALL} checked`]],
  ])('offers a client that asks for %j no more than %j', async (scope, expected) => {
    expect((await optionsOf(scope)).options).toEqual(expected);
  });

  it.each([WRITE, ALL, 'admin', 'delete', ''])(
    'accepts no answer beyond what it offered: %j',
    async (access) => {
      const { browser, page } = await optionsOf(READ);
      const form = { request: requestIn(page), decision: 'approve', access };
      const { status, headers } = await browser.post(`${broker.server.url}/oauth/consent`, form);
      // An empty one counts as left out (RFC 6749 §3.1): reading alone.
      expect([status, headers.get('location') === null]).toEqual(
        access === '' ? [303, false] : [400, true],
      );
    },
  );
});

describe.each(SDK_CLIENTS)('a %s client', (name, make) => {
  it('asks the person for more when a call is refused, and gets it', async () => {
    // With refresh tokens the 1.x client refreshes instead of asking, and fails.
    broker.sandbox.flags.refreshTokens = !name.includes('1.x');
    const keychain = new Keychain({ token_endpoint_auth_method: 'none' });
    const { client, transport, finishAuth } = make(`${broker.server.url}/mcp`, keychain);
    const first = transport();
    await expect(client.connect(first)).rejects.toThrow(/unauthorized/i);
    const person = { email: ALICE_EMAIL, access: READ };
    const url = keychain.sentTo!.href;
    await finishAuth(first, await new Browser().signIn(url, REDIRECT_URI, person));
    const second = transport();
    await client.connect(second);
    const call = { name: 'create_project', arguments: { team_id: '1', name: 'stepped up' } };
    await expect(client.callTool(call)).rejects.toThrow(/unauthorized/i);

    const asked = keychain.sentTo!.searchParams.get('scope')!.split(' ');
    expect(asked).toEqual(expect.arrayContaining(['read', 'write']));
    const again = { email: ALICE_EMAIL, access: WRITE };
    await finishAuth(
      second,
      await new Browser().signIn(keychain.sentTo!.href, REDIRECT_URI, again),
    );
    expect((await client.callTool(call)).structuredContent).toMatchObject({ name: 'stepped up' });
    await client.close();
    broker.sandbox.flags.refreshTokens = true;
  });
});
