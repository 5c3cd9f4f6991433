import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ALICE_TOKEN, CLIENT_ID, CLIENT_SECRET, type Fault } from '../src/sandbox/sandbox.js';
import { startBroker, type Broker } from './broker.js';
import { Browser } from './browser.js';
import { startDocumentHost, type DocumentHost } from './document-host.js';
import { callTool, ERAS, post } from './raw-mcp.js';
import { basic, RawClient, REDIRECT_URI } from './raw-oauth.js';
import { freePort, startServer, until } from './running-server.js';
import { plant, secretsIn } from './secrets.js';
import { openConsentPage } from './sealed-values.js';

/** Looks like no known kind of secret, so that only a search for it finds it. */
const newSecret = () => {
  const secret = `planted-${randomBytes(24).toString('base64url')}`;
  plant(secret);
  return secret;
};
const REDIS_PASSWORD = newSecret();
/** A random secret may have no digit, and look like words. */
const WORDLIKE = ['planted-CamelCaseLettersAlone', `planted-${'letters'.repeat(4)}`];
plant(...WORDLIKE);

let broker: Broker;
let documents: DocumentHost;
let url: string;
let metrics: string;
/** The spans that the collector has received. */
const traced: string[] = [];
const collector = createServer(async (request, response) => {
  traced.push(await text(request));
  response.end('{}');
});
/** Everything that the server has output except the protocol's own secrets: errors and redirects. */
const said: string[] = [];
const realFetch = globalThis.fetch;

beforeAll(async () => {
  documents = await startDocumentHost();
  const redis = `redis://someone:${REDIS_PASSWORD}@127.0.0.1:${await freePort()}`;
  const flags = { refreshTokens: true, pkce: true, redirectUris: [REDIRECT_URI] };
  const port = String(await freePort());
  const redirectUris = [REDIRECT_URI, `http://localhost:${port}/oauth/callback`];
  const metricsPort = String(await freePort());
  metrics = `http://127.0.0.1:${metricsPort}/metrics`;
  await once(collector.listen(0, '127.0.0.1'), 'listening');
  const variables = {
    REDIS_URL: redis,
    SERVER_PORT: port,
    UPSTREAM_TIMEOUT_MS: '500',
    METRICS_PORT: metricsPort,
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}`,
    OTEL_BSP_SCHEDULE_DELAY: '100',
  };
  url = `http://localhost:${port}`;
  broker = await startBroker({ ...flags, redirectUris }, { ...variables, PUBLIC_URL: url });
  globalThis.fetch = listen;
});
afterAll(async () => {
  globalThis.fetch = realFetch;
  // This also checks the log.
  await broker.close();
  await documents.close();
  collector.close();
});

/** Records the server's responses; redirects must contain codes, states and PKCE challenges. */
async function listen(...[input, init]: Parameters<typeof fetch>): Promise<Response> {
  const response = await realFetch(input, init);
  if (!String(input).startsWith(url)) return response;
  const location = new URL(response.headers.get('location') ?? '', url);
  for (const name of ['code', 'state', 'code_challenge']) location.searchParams.delete(name);
  const headers = [...response.headers].filter(([name]) => !/^(set-cookie|location)$/.test(name));
  said.push(location.href, JSON.stringify(headers));
  const text = await response.clone().text();
  if (response.status >= 400 || text.includes('"isError"')) said.push(text);
  return response;
}

const faults = (...list: Fault[]) => void (broker.sandbox.flags.faults = list);
const FAULTS: Omit<Fault, 'path'>[] = [
  { kind: 'reset' },
  { kind: 'hang' },
  { kind: 'half' },
  { kind: 'html' },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 401 },
  { kind: 'status', status: 302, headers: { location: 'http://evil.example/' } },
];
/** The application may repeat what it got. */
const echo = (secret: string): Omit<Fault, 'path'> => ({
  kind: 'status',
  status: 500,
  body: `<html>${secret}</html>`,
});

/** Everything that a client does, partly while the application fails. */
async function live(client: RawClient): Promise<void> {
  const browser = new Browser();
  const { status, body } = await client.exchange(await client.codeFor(browser));
  expect(status).toBe(200);
  const token = String(body['access_token']);
  for (const era of ERAS) {
    expect((await callTool(url, 'list_teams', {}, { token, era })).isError).toBeUndefined();
    expect((await callTool(url, 'get_project', { id: 99_999 }, { token, era })).isError).toBe(true);
  }
  for (const fault of [...FAULTS, echo(token)]) {
    const code = await client.codeFor(browser);
    faults({ path: '/', ...fault });
    await post(url, 'tools/call', { name: 'list_teams', arguments: {} }, { token });
    await client.exchange(code);
    await client.refresh(String(body['refresh_token']));
    await client.revoke(token);
    faults();
    // A success, so that the circuit breaker stays closed.
    await callTool(url, 'list_teams', {}, { token: ALICE_TOKEN });
  }
  const refreshed = await client.refresh(String(body['refresh_token']));
  await client.revoke(String(refreshed.body['access_token'] ?? token));
  expect((await post(url, 'tools/list', {}, { token: newSecret() })).status).toBe(401);
}

describe('no output holds a secret after the whole life of', () => {
  it.each<[what: string, newClient: () => Promise<RawClient>]>([
    ['a public client', () => RawClient.register(url)],
    [
      'a client with a secret',
      () => RawClient.register(url, { token_endpoint_auth_method: 'client_secret_post' }),
    ],
    [
      'a client with a document',
      () => {
        const id = documents.serve('/client.json', {
          client_id: `${documents.url}/client.json`,
          client_name: 'by document',
          redirect_uris: [REDIRECT_URI],
          token_endpoint_auth_method: 'none',
        });
        return Promise.resolve(new RawClient(url, id));
      },
    ],
    [
      "a person's own application",
      () => Promise.resolve(new RawClient(url, CLIENT_ID, CLIENT_SECRET)),
    ],
  ])('%s', async (_what, newClient) => {
    await live(await newClient());
    expect(secretsIn(said.join('\n'))).toEqual([]);
    expect(secretsIn(broker.server.log())).toEqual([]);
  });
});

it('no output repeats a secret that is sent to the wrong place', async () => {
  const client = await RawClient.register(url);
  const request = await openConsentPage(client, new Browser());
  plant(request);
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const json = { 'content-type': 'application/json' };
  const send = (path: string, init: RequestInit = {}) => fetch(url + path, init);
  const body = (secret: string) => ({ method: 'POST', body: `{"secret":"${secret}` });
  const before = said.length;
  for (const path of [
    '/mcp',
    '/',
    '/oauth/authorize',
    '/oauth/callback',
    '/oauth/token',
    '/oauth/revoke',
    '/oauth/register',
    '/oauth/consent',
    '/health',
    '/nowhere',
    '/.well-known/nothing',
  ]) {
    await send(`${path}?access_token=${newSecret()}&code=${newSecret()}&state=${newSecret()}`);
    await send(`${path}?bearer_token=${ALICE_TOKEN}#${newSecret()}`, { method: 'DELETE' });
    for (const secret of [newSecret(), ...WORDLIKE]) {
      await send(`${path}/${secret}`, { headers: { accept: 'text/html' } });
    }
    await send(path, { ...body(newSecret()), headers: json });
    await send(path, { ...body(newSecret()), headers: form });
    await send(path, { ...body(newSecret()), headers: { 'content-type': 'text/plain' } });
    for (const authorization of [
      `Bearer  ${newSecret()} ${newSecret()}`,
      `Bearer ${newSecret()},`,
      `Basic ${newSecret()}`,
      `Basic ${Buffer.from(newSecret()).toString('base64')}`,
      newSecret(),
    ]) {
      const headers = { ...json, authorization, cookie: `mcp-consent=${newSecret()}` };
      await send(path, { method: 'POST', headers, body: '{}' });
    }
  }
  for (const parameters of [
    { client_secret: newSecret() },
    { refresh_token: newSecret() },
    { client_assertion: newSecret(), client_assertion_type: newSecret() },
    { code_verifier: newSecret(), code: newSecret() },
    { password: newSecret(), grant_type: 'password', username: 'alice' },
  ]) {
    await client.exchange(newSecret(), parameters);
    await client.exchange(newSecret(), parameters, basic(client.id, newSecret()));
    await client.revoke(newSecret(), parameters);
  }
  await new Browser().post(`${url}/oauth/consent`, { request, decision: newSecret() });
  await new Browser().request(client.authorizeUrl({ client_secret: newSecret() }));
  expect(said.length - before).toBeGreaterThan(200);
  expect(secretsIn(said.join('\n'))).toEqual([]);
  expect(secretsIn(broker.server.log())).toEqual([]);
});

it.each([
  ['a stranger', {}],
  ['a signed-in person', { token: ALICE_TOKEN }],
])('no output repeats a secret that %s sends in place of a name', async (_who, caller) => {
  for (const secret of [newSecret(), randomBytes(20).toString('hex'), ALICE_TOKEN, ...WORDLIKE]) {
    plant(secret);
    const clientInfo = { name: secret, version: secret };
    const initialize = { protocolVersion: secret, capabilities: {}, clientInfo };
    const places: Record<string, string>[] = [
      { 'user-agent': secret },
      { 'x-request-id': secret },
      { traceparent: secret, tracestate: `a=${secret}` },
      { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`, tracestate: `a=${secret}` },
      { 'mcp-protocol-version': secret },
      { origin: `https://${secret.toLowerCase()}.example` },
    ];
    for (const headers of places) {
      const options = { ...caller, headers };
      await post(url, 'initialize', initialize, options);
      await post(url, secret, {}, options);
      await post(url, `tools/${secret}`, {}, options);
      await post(url, 'tools/call', { name: secret, arguments: {} }, options);
      await post(url, 'prompts/get', { name: secret }, options);
      await post(url, 'resources/read', { uri: `bullet-train://v1/${secret}` }, options);
      await post(url, 'tools/call', { name: secret }, { ...options, era: '2026-07-28' });
    }
  }
  expect(secretsIn(broker.server.log())).toEqual([]);
  expect(secretsIn(await (await realFetch(metrics)).text())).toEqual([]);
  expect(secretsIn(traced.join('\n'))).toEqual([]);
});

it('no URL of a request to the application holds a secret', () => {
  const own = broker.sandbox.requests.filter(
    ({ headers }) => headers['user-agent'] === 'bullet-train-mcp',
  );
  expect(own.length).toBeGreaterThan(50);
  expect(secretsIn(own.map(({ url }) => url).join('\n'))).toEqual([]);
});

it('no metric and no trace holds a secret', async () => {
  await until(() => traced.join().includes('/oauth/token'));
  expect(secretsIn(traced.join('\n'))).toEqual([]);
  const counted = await (await realFetch(metrics)).text();
  expect(counted).toContain('bullet_train_mcp_requests_total');
  expect(secretsIn(counted)).toEqual([]);
});

describe('the secret scanner of these specs', () => {
  const secret = newSecret();
  it.each<[what: string, text: string]>([
    ['the secret', `at ${secret} here`],
    ['a part of it', secret.slice(9, 25)],
    ['its percent-encoding', encodeURIComponent(secret)],
    ['its base64', Buffer.from(`Basic id:${secret}`).toString('base64')],
    ['base64 at another offset', Buffer.from(`x${secret}`).toString('base64url')],
  ])('finds %s', (_what, text) => {
    expect(secretsIn(text)).not.toEqual([]);
  });

  it('fails the stop of a server that has printed a secret', async () => {
    // A URL, which the server prints, in place of a secret.
    const host = `${randomBytes(16).toString('hex')}.example`;
    const server = await startServer('http://127.0.0.1:9', { PUBLIC_URL: `https://${host}` });
    plant(host);
    await expect(server.stop()).rejects.toThrow(/the log holds secrets: /);
  });
});
