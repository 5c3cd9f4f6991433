import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startBroker, type Broker } from './broker.js';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { ALICE_TOKEN } from '../src/sandbox/sandbox.js';

let broker: Broker;
let plain: Broker;

beforeAll(async () => {
  [broker, plain] = await Promise.all([
    startBroker({}, { SERVER_CARD: 'on', APPLICATION_NAME: 'Acme' }),
    startBroker(),
  ]);
});

afterAll(async () => {
  await broker.close();
  await plain.close();
});

const PATHS = ['/mcp/server-card', '/.well-known/ai-catalog.json'];

it.each(PATHS)('%s is public with SERVER_CARD=on, and not there without it', async (path) => {
  const found = await fetch(broker.server.url + path, {
    headers: { origin: 'https://any.example' },
  });
  expect(found.status).toBe(200);
  expect(found.headers.get('access-control-allow-origin')).toBe('*');
  expect(found.headers.get('cache-control')).toBe('public, max-age=3600');
  const missing = await fetch(plain.server.url + path);
  expect([401, 404]).toContain(missing.status);
});

it('a client that knows only the domain finds the card by the catalogue, and connects with what it says', async () => {
  const { hostname } = new URL(broker.server.url);
  const response = await fetch(`${broker.server.url}/.well-known/ai-catalog.json`);
  expect(response.headers.get('content-type')).toMatch('application/ai-catalog+json');
  const { entries, ...catalog } = (await response.json()) as { entries: Record<string, string>[] };
  expect(catalog).toEqual({ specVersion: '0.9', host: { displayName: 'Acme' } });
  const [entry, ...others] = entries;
  expect(others).toEqual([]);
  expect(entry!['identifier']).toBe(`urn:air:${hostname}:mcp:server`);
  const card = await fetch(entry!['url']!, { headers: { accept: entry!['type']! } });
  expect(card.headers.get('content-type')).toMatch('application/mcp-server-card+json');
  const { remotes, title, version, name, $schema } = (await card.json()) as Record<string, unknown>;
  expect($schema).toMatch(/\/schemas\/v1\/server-card\.schema\.json$/);
  expect(name).toMatch(/^[a-zA-Z0-9.-]+\/[a-zA-Z0-9._-]+$/);
  const [remote] = remotes as { url: string; supportedProtocolVersions: string[] }[];
  expect(remote!.supportedProtocolVersions).toContain('2026-07-28');
  const client = new Client({ name: 'new', version: '1' });
  const requestInit = { headers: { authorization: `Bearer ${ALICE_TOKEN}` } };
  await client.connect(new StreamableHTTPClientTransport(new URL(remote!.url), { requestInit }));
  expect(client.getServerVersion()).toMatchObject({ title, version });
  await client.close();
});
