import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ALICE_EMAIL } from '../src/sandbox/sandbox.js';
import type { AuditLine } from '../src/audit/audit-line.js';
import { auditFile } from './audit-lines.js';
import { startBroker, type Broker } from './broker.js';
import { Browser, requestIn } from './browser.js';
import { Keychain, REDIRECT_URI } from './keychain.js';
import { callTool, post } from './raw-mcp.js';
import { RawClient, register } from './raw-oauth.js';
import { SDK_CLIENTS } from './sdk-clients.js';

const folder = mkdtempSync(join(tmpdir(), 'audit-'));
const log = auditFile(join(folder, 'audit.log'));
let broker: Broker;

beforeAll(async () => {
  const flags = { pkce: true, refreshTokens: true };
  broker = await startBroker(flags, { AUDIT_LOG: 'file', AUDIT_FILE: log.path });
});
afterAll(async () => {
  await broker.close();
  // What was counted last is written at the end.
  expect(log.news().filter(({ outcome }) => outcome !== 'suppressed')).toEqual([]);
  rmSync(folder, { recursive: true });
});

const url = () => broker.server.url;
const eventsOf = (lines: AuditLine[]) => lines.map(({ event, outcome }) => `${event} ${outcome}`);
const SIGN_IN = ['consent ok', 'sign_in ok', 'account ok', 'sign_in ok', 'grant ok'];

it.each(SDK_CLIENTS)(
  '%s: every step of a sign-in has one line, who and which client',
  async (_, make) => {
    log.news();
    const keychain = new Keychain({
      client_name: 'Claude\u202e',
      token_endpoint_auth_method: 'none',
    });
    const { client, transport, finishAuth } = make(`${url()}/mcp`, keychain);
    const first = transport();
    await client.connect(first).catch((error: Error) => error);
    const person = { email: ALICE_EMAIL };
    const callback = await new Browser().signIn(keychain.sentTo!.href, REDIRECT_URI, person);
    await finishAuth(first, callback);
    const lines = log.news();
    expect(eventsOf(lines)).toEqual(['register ok', ...SIGN_IN]);
    const id = lines[0]!.client!.id;
    for (const line of lines) expect(line.client).toEqual({ id, name: 'Claude' });
    const alice = { id: expect.any(String), email: ALICE_EMAIL };
    expect(lines.map(({ person }) => person)).toEqual([
      undefined,
      undefined,
      alice,
      alice,
      alice,
      alice,
    ]);

    const second = make(`${url()}/mcp`, keychain);
    await second.client.connect(second.transport());
    await second.client.callTool({ name: 'update_project', arguments: { id: 1, name: 'Audited' } });
    await second.client.close();
    expect(log.news()).toMatchObject([
      { event: 'call', client: { id, name: 'Claude' }, person: { email: ALICE_EMAIL } },
    ]);
  },
);

describe('a client', () => {
  it('that refreshes and revokes has a line for each, with the person', async () => {
    const client = await RawClient.register(url(), { client_name: 'Raw' });
    const { body } = await client.exchange(
      await client.codeFor(new Browser(), { scope: 'read write offline_access' }),
    );
    log.news();
    const refreshed = await client.refresh(String(body['refresh_token']), { scope: 'read' });
    await client.revoke(String(refreshed.body['access_token']));
    await client.refresh('made up');
    expect(log.news()).toMatchObject([
      { event: 'refresh', outcome: 'ok', person: { email: ALICE_EMAIL }, client: { name: 'Raw' } },
      { event: 'revoke', outcome: 'ok', person: { email: ALICE_EMAIL }, client: { name: 'Raw' } },
      { event: 'refresh', outcome: 'refused', reason: 'invalid_grant', client: { name: 'Raw' } },
    ]);
  });

  it('that a person disconnects on /connections has one line, with both', async () => {
    const client = await RawClient.register(url(), { client_name: 'Ended' });
    const browser = new Browser();
    await client.exchange(await client.codeFor(browser));
    const { headers } = await browser.request(`${url()}/connections`);
    const person = { email: ALICE_EMAIL };
    const to = await browser.signIn(headers.get('location')!, `${url()}/oauth/callback`, person);
    const page = await (await browser.request(to.href)).text();
    const [, connection = ''] = /name="connection" value="([^"]+)"/.exec(page) ?? [];
    log.news();
    await browser.post(`${url()}/oauth/callback/disconnect`, {
      request: requestIn(page),
      connection,
    });
    expect(log.news()).toMatchObject([
      { event: 'revoke', outcome: 'ok', person, client: { name: 'Ended' } },
    ]);
  });

  it('whose person says no, or who is refused, has one line for it', async () => {
    const client = await RawClient.register(url());
    log.news();
    await client.signIn(new Browser(), {}, { email: ALICE_EMAIL, decision: 'deny' });
    await client.signIn(new Browser(), { response_type: 'token' });
    await client.exchange('made up');
    await fetch(client.authorizeUrl({ redirect_uri: 'https://evil.example/' }));
    await register(url(), { redirect_uris: 'none' });
    const lines = log.news();
    expect(lines.map(({ event, reason }) => `${event} ${reason}`)).toEqual([
      'consent access_denied',
      'authorize unsupported_response_type',
      'grant invalid_grant',
      'authorize invalid_request',
      'register invalid_redirect_uri',
    ]);
    for (const line of lines) expect(line.outcome).toBe('refused');
  });

  it('that asks for more than it was granted has one line', async () => {
    const client = await RawClient.register(url(), { client_name: 'Reader' });
    const { body } = await client.exchange(await client.codeFor(new Browser(), { scope: 'read' }));
    log.news();
    const params = { name: 'update_project', arguments: { id: 1, name: 'x' } };
    const { status } = await post(url(), 'tools/call', params, {
      token: String(body['access_token']),
    });
    expect(status).toBe(403);
    expect(log.news()).toMatchObject([
      {
        event: 'call',
        outcome: 'refused',
        reason: 'not_granted',
        scopes: 'read',
        ids_in: { id: ['1'] },
      },
    ]);
  });
});

it("strangers' tokens have 60 lines a minute, and hide no call", async () => {
  const client = await RawClient.register(url());
  const { body } = await client.exchange(await client.codeFor(new Browser()));
  log.news();
  for (let i = 0; i < 80; i += 1) await post(url(), 'tools/list', {}, { token: `made-up-${i}` });
  expect(eventsOf(log.news())).toEqual(Array(60).fill('token refused'));
  await callTool(
    url(),
    'update_project',
    { id: 1, name: 'Seen' },
    { token: String(body['access_token']) },
  );
  expect(eventsOf(log.news())).toEqual(['call ok']);
  await broker.server.stop();
  expect(log.news()).toMatchObject([{ event: 'token', outcome: 'suppressed', count: 20 }]);
});
