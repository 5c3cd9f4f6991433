import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ALICE_EMAIL, BOB_EMAIL } from '../src/sandbox/sandbox.js';
import { startBroker, type Broker } from './broker.js';
import { Browser, requestIn, type Person } from './browser.js';
import { Keychain, REDIRECT_URI } from './keychain.js';
import { callTool, ERAS, post } from './raw-mcp.js';
import { RawClient } from './raw-oauth.js';
import { SDK_CLIENTS } from './sdk-clients.js';
import { openAccountPage } from './sealed-values.js';

let broker: Broker;
let server: string;
let client: RawClient;

beforeAll(async () => {
  broker = await startBroker({ pkce: true, refreshTokens: true }, { CONFIRM: 'delete' });
  server = broker.server.url;
  client = await RawClient.register(server, { client_name: 'Acme Assistant' });
});

afterAll(() => broker.close());

/** @returns the tokens of a person who answers the account page like this */
async function tokensOf(teams: Person['teams'], email = ALICE_EMAIL) {
  const person = { email, ...(teams !== undefined && { teams }) };
  const back = await client.signIn(new Browser(), {}, person);
  const { status, body } = await client.exchange(back.searchParams.get('code')!);
  expect(status).toBe(200);
  return { token: String(body['access_token']), refreshToken: String(body['refresh_token']) };
}

async function teamsSeen(token: string): Promise<unknown[]> {
  const { structuredContent } = await callTool(server, 'list_teams', {}, { token });
  return structuredContent!.items!.map(({ name }) => name);
}

describe('on the account page', () => {
  it('a person in several teams chooses, and only named teams are ticked', async () => {
    const page = await openAccountPage(client, new Browser());
    expect(page).toMatch(/name="reach" value="these" checked/);
    expect([...page.matchAll(/name="teams" value="(\d+)" checked/g)].map(([, id]) => id)).toEqual([
      '1',
      '2',
    ]);
  });

  it('a person in one team sees it, and has no choice', async () => {
    const page = await openAccountPage(client, new Browser(), {}, BOB_EMAIL);
    expect(page).toContain('it may work in <bdi>Initech</bdi>');
    expect(page).not.toContain('name="reach"');
  });

  it.each<[what: string, fields: [string, string][]]>([
    ['nothing ticked', [['reach', 'these']]],
    ["somebody else's team", [['teams', '3']]],
    [
      'one of theirs and one that is not',
      [
        ['teams', '1'],
        ['teams', '3'],
      ],
    ],
    ['a reach that there is not', [['reach', 'everything']]],
  ])('the answer %s is refused', async (_, fields) => {
    const browser = new Browser();
    const page = await openAccountPage(client, browser);
    const form: [string, string][] = [
      ['request', requestIn(page)],
      ['decision', 'approve'],
      ...fields,
    ];
    const response = await browser.post(`${server}/oauth/account`, form);
    expect([response.status, response.headers.get('location')]).toEqual([400, null]);
  });

  it('the choice cannot be changed in the browser during the redirect to the application', async () => {
    const browser = new Browser();
    const page = await openAccountPage(client, browser);
    const form: [string, string][] = [
      ['request', requestIn(page)],
      ['decision', 'approve'],
      ['reach', 'these'],
      ['teams', '1'],
    ];
    const response = await browser.post(`${server}/oauth/account`, form);
    const [cookie = ''] = response.headers.getSetCookie();
    const [, name, nonce, waiting] = /^([^=]+)=([^.]+)\.([^;]+)/.exec(cookie)!;
    const callback = await browser.signIn(
      response.headers.get('location')!,
      `${server}/oauth/callback`,
      { email: ALICE_EMAIL },
    );
    const kept = JSON.parse(Buffer.from(waiting!, 'base64url').toString()) as { teams: string[] };
    expect(kept.teams).toEqual(['1']);
    for (const teams of [['1', '2'], undefined]) {
      const wider = Buffer.from(JSON.stringify({ ...kept, teams })).toString('base64url');
      const headers = { cookie: `${name}=${nonce}.${wider}` };
      const answer = await fetch(callback, { headers, redirect: 'manual' });
      expect([answer.status, answer.headers.get('location')]).toEqual([400, null]);
    }
  });
});

it.each<[Person['teams'], string[]]>([
  [['1'], ['Acme']],
  [['2'], ['Globex']],
  [
    ['1', '2'],
    ['Acme', 'Globex'],
  ],
  [undefined, ['Acme', 'Globex']],
  ['all', ['Acme', 'Globex']],
])('a client limited to %j sees %j, also after a refresh', async (teams, seen) => {
  const { token, refreshToken } = await tokensOf(teams);
  expect(await teamsSeen(token)).toEqual(seen);
  const { status, body } = await client.refresh(refreshToken, { teams: 'all', reach: 'all' });
  expect(status).toBe(200);
  expect(await teamsSeen(String(body['access_token']))).toEqual(seen);
});

describe.each(ERAS)('a client limited to one of two teams (%s)', (era) => {
  let token: string;
  beforeAll(async () => ({ token } = await tokensOf(['1'])));

  const call = (name: string, args: Record<string, unknown>) =>
    callTool(server, name, args, { token, era });

  it('works in that team', async () => {
    expect((await call('get_project', { id: '1' })).structuredContent).toMatchObject({ id: 1 });
    expect((await call('list_tasks', { project_id: '1' })).structuredContent!.items).toHaveLength(
      3,
    );
    const update = await call('update_project', { id: '1', name: 'Website relaunch' });
    expect(update.structuredContent).toMatchObject({ id: 1 });
  });

  it('cannot reach the other team, by number or by obfuscated id', async () => {
    const before = broker.sandbox.requests.length;
    for (const [name, args] of [
      ['list_projects', { team_id: '2' }],
      ['get_project', { id: '46' }],
      ['update_project', { id: '46', name: 'x' }],
      ['archive_project', { id: '46' }],
      ['delete_project', { id: '46' }],
      ['list_tasks', { project_id: '46' }],
      ['get_membership', { id: '2' }],
    ] as const) {
      const { isError, content } = await call(name, args);
      expect([name, isError, content![0]!.text]).toEqual([
        name,
        true,
        expect.stringMatching(/team/),
      ]);
      expect(content![0]!.text).not.toMatch(/Hammock|Globex/);
    }
    const sent = broker.sandbox.requests.slice(before);
    expect(sent.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  it("pages through lists that also contain other teams' records", async () => {
    const { structuredContent } = await call('list_memberships', { team_id: '1' });
    expect(structuredContent!.items!.map(({ team_id }) => team_id)).toEqual([1]);
    const ids: unknown[] = [];
    for (let after: unknown; after !== null;) {
      const args = { team_id: '1', max_items: 20, ...(after !== undefined && { after }) };
      const page = (await call('list_projects', args)).structuredContent!;
      ids.push(...page.items!.map(({ id }) => id));
      after = page['next_after'];
    }
    expect(ids).toHaveLength(45);
  });

  it('causes no approval for a record that it may not reach', async () => {
    const capabilities = { elicitation: {} };
    const params = { name: 'delete_project', arguments: { id: '46' } };
    const { body, text } = await post(server, 'tools/call', params, { token, era, capabilities });
    expect(body.result).toMatchObject({ isError: true });
    expect(text).not.toMatch(/confirm"|Hammock/);
  });

  it('gets a tool error and not HTTP 403, which would make clients ask for the same scopes again', async () => {
    const params = { name: 'list_projects', arguments: { team_id: '2' } };
    const { status, headers } = await post(server, 'tools/call', params, { token, era });
    expect([status, headers.get('www-authenticate')]).toEqual([200, null]);
  });
});

it('a team that the person joins later is included only in “all my teams”', async () => {
  const email = 'carol@example.com';
  broker.sandbox.addPerson(email, 'Carol');
  const first = broker.sandbox.addTeam(email, 'Second');
  const { token: wide } = await tokensOf('all', email);
  const { token: named } = await tokensOf(undefined, email);
  const later = broker.sandbox.addTeam(email, 'Joined later');
  expect(await teamsSeen(wide)).toEqual(["Carol's Team", 'Second', 'Joined later']);
  expect(await teamsSeen(named)).toEqual(["Carol's Team", 'Second']);
  const get = (id: number) => callTool(server, 'get_project', { id: String(id) }, { token: named });
  expect((await get(first.projectId)).isError).toBeUndefined();
  expect((await get(later.projectId)).isError).toBe(true);
});

it('the account page names all teams, not only the first page of them', async () => {
  const email = 'dave@example.com';
  broker.sandbox.addPerson(email, 'Dave');
  for (let count = 2; count <= 65; count += 1) broker.sandbox.addTeam(email, `Team ${count}`);
  const page = await openAccountPage(client, new Browser(), {}, email);
  expect([...page.matchAll(/name="teams"/g)]).toHaveLength(60);
  expect(page).toContain('more teams than this page has room for');
  const { token } = await tokensOf(undefined, email);
  expect(token.length).toBeLessThan(3_000);
  expect(await teamsSeen(token)).toHaveLength(20);
});

describe.each(SDK_CLIENTS)('a %s client', (_, make) => {
  it('gets a tool error that says what the person can do', async () => {
    const keychain = new Keychain();
    const { client: sdk, transport, finishAuth } = make(`${server}/mcp`, keychain);
    const first = transport();
    await expect(sdk.connect(first)).rejects.toThrow(/unauthorized/i);
    const person = { email: ALICE_EMAIL, teams: ['2'] };
    const back = await new Browser().signIn(keychain.sentTo!.href, REDIRECT_URI, person);
    await finishAuth(first, back);
    await sdk.connect(transport());
    const seen = await sdk.callTool({ name: 'list_teams', arguments: {} });
    expect(seen.structuredContent).toMatchObject({ items: [{ name: 'Globex' }] });
    const refused = await sdk.callTool({ name: 'get_project', arguments: { id: '1' } });
    expect([refused.isError, JSON.stringify(refused.content)]).toEqual([
      true,
      expect.stringMatching(/team 1.*connect again and choose that team/),
    ]);
    await sdk.close();
  });
});
