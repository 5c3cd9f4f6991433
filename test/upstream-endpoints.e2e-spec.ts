import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ALICE_EMAIL,
  ALICE_TOKEN,
  startSandbox,
  type Fault,
  type Sandbox,
} from '../src/sandbox/sandbox.js';
import { startBroker, type Broker } from './broker.js';
import { Browser } from './browser.js';
import { callTool, post } from './raw-mcp.js';
import { RawClient } from './raw-oauth.js';
import { startServer, until, type RunningServer } from './running-server.js';

type Kind = Omit<Fault, 'path'>;

let broker: Broker;
let client: RawClient;
const browser = new Browser();

beforeAll(async () => {
  broker = await startBroker({ refreshTokens: true }, { UPSTREAM_TIMEOUT_MS: '1000' });
  client = await RawClient.register(broker.server.url);
});
afterEach(async () => {
  broker.sandbox.flags.faults = [];
  const list = () => post(broker.server.url, 'tools/list', {}, { token: ALICE_TOKEN });
  await until(async () => (await list()).status === 200);
});
afterAll(() => broker.close());

const FAULTS: [what: string, fault: Kind][] = [
  ['a reset', { kind: 'reset' }],
  ['no answer', { kind: 'hang' }],
  ['a byte now and then', { kind: 'drip' }],
  ['half an answer', { kind: 'half' }],
  ['a page', { kind: 'html' }],
  ['half of the JSON', { kind: 'status', status: 200, body: '{"access_token":"' }],
  ['null', { kind: 'status', status: 200, body: 'null' }],
  ['11 MB', { kind: 'status', status: 200, body: `["${'x'.repeat(11_000_000)}"]` }],
  ['a redirect', { kind: 'status', status: 302, headers: { location: 'http://evil.example/' } }],
  ['500', { kind: 'status', status: 500 }],
  ['503', { kind: 'status', status: 503 }],
];

describe.each(FAULTS)('%s', (_what, fault) => {
  it('at token info becomes 503 with Retry-After, never 401, and the token stays valid', async () => {
    const token = broker.sandbox.issueToken(ALICE_EMAIL);
    broker.sandbox.flags.faults = [{ path: '/oauth/token/info', ...fault }];
    const answer = await post(broker.server.url, 'tools/list', {}, { token });
    expect(answer.status).toBe(503);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(answer.headers.get('www-authenticate')).toBeNull();
    broker.sandbox.flags.faults = [];
    expect((await post(broker.server.url, 'tools/list', {}, { token })).status).toBe(200);
  });

  it('at the token endpoint becomes a failure, not invalid_grant, and is not retried', async () => {
    const code = await client.codeFor(browser);
    const path = '/oauth/token';
    const before = broker.sandbox.requests.length;
    broker.sandbox.flags.faults = [{ path, method: 'POST', ...fault }];
    const { status, body } = await client.exchange(code);
    expect([502, 503]).toContain(status);
    expect(['server_error', 'temporarily_unavailable']).toContain(body['error']);
    const sent = broker.sandbox.requests.slice(before).filter((request) => request.path === path);
    expect(sent).toHaveLength(1);
  });

  it('at revocation becomes a failure, and the client can try again', async () => {
    const { body } = await client.exchange(await client.codeFor(browser));
    const token = String(body['access_token']);
    broker.sandbox.flags.faults = [{ path: '/oauth/revoke', ...fault }];
    const answer = await client.revoke(token);
    expect([502, 503]).toContain(answer.status);
    broker.sandbox.flags.faults = [];
    expect((await client.revoke(token)).status).toBe(200);
    expect((await post(broker.server.url, 'tools/list', {}, { token })).status).toBe(401);
  });
});

describe('the catalogue', () => {
  let sandbox: Sandbox;
  let server: RunningServer;

  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0 });
    const variables = { OPENAPI_REFRESH_SECONDS: '1', UPSTREAM_TIMEOUT_MS: '1000' };
    server = await startServer(sandbox.url, variables);
  });
  afterAll(async () => {
    await server.stop();
    await sandbox.close();
  });

  it.each([...FAULTS, ['304', { kind: 'status', status: 304 }] as [string, Kind]])(
    'keeps its tools after %s of the document, and loads it when it is there again',
    async (_what, fault) => {
      const before = server.log().length;
      const hasSaid = (what: string) => server.log().slice(before).includes(what);
      sandbox.flags.faults = [{ path: '/api/v1/openapi.yaml', ...fault }];
      await until(() => hasSaid('the last good one stays in use, trying again'));
      const teams = await callTool(server.url, 'list_teams', {}, { token: ALICE_TOKEN });
      expect(teams.isError).toBeUndefined();
      sandbox.flags.faults = [];
      await until(() => hasSaid('The OpenAPI document can be fetched again'));
    },
  );
});
