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

const PATHS = ['/mcp/server-card', '/.well-known/mcp/catalog.json', '/.well-known/ai-catalog.json'];

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

it('a client that knows only the domain finds the card by either catalogue, and connects with what it says', async () => {
  const types = {
    'mcp/catalog.json': 'application/json',
    'ai-catalog.json': 'application/ai-catalog+json',
  };
  for (const [path, type] of Object.entries(types)) {
    const response = await fetch(`${broker.server.url}/.well-known/${path}`);
    expect(response.headers.get('content-type')).toMatch(type);
    const { entries } = (await response.json()) as { entries: { type: string; url: string }[] };
    expect(entries).toHaveLength(1);
    const [entry] = entries;
    const accept = { headers: { accept: entry!.type } };
    const card = await fetch(entry!.url, accept);
    expect(card.headers.get('content-type')).toMatch('application/mcp-server-card+json');
    const { remotes, title, version, name } = (await card.json()) as Record<string, unknown>;
    expect(name).toMatch(/^[a-zA-Z0-9.-]+\/[a-zA-Z0-9._-]+$/);
    const [remote] = remotes as { url: string; supportedProtocolVersions: string[] }[];
    expect(remote!.supportedProtocolVersions).toContain('2026-07-28');
    const client = new Client({ name: 'new', version: '1' });
    const requestInit = { headers: { authorization: `Bearer ${ALICE_TOKEN}` } };
    await client.connect(new StreamableHTTPClientTransport(new URL(remote!.url), { requestInit }));
    expect(client.getServerVersion()).toMatchObject({ title, version });
    await client.close();
  }
});
