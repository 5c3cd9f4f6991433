import { describe, expect, it } from '@jest/globals';
import {
  Client as NewClient,
  StreamableHTTPClientTransport as NewTransport,
} from '@modelcontextprotocol/client';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as OldTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ALICE_TOKEN, BOB_TOKEN } from '../src/sandbox/sandbox.js';
import { callTool, ERAS, post } from './raw-mcp.js';
import { until } from './running-server.js';
import { sandbox, server, alice, itLoggedNoToken, startServerForAlice } from './alice.js';

startServerForAlice();

describe('real MCP clients', () => {
  const headers = { authorization: `Bearer ${ALICE_TOKEN}` };
  const clients = {
    'the 1.x client': async () => {
      const client = new OldClient({ name: 'old', version: '1' });
      await client.connect(
        new OldTransport(new URL(`${server.url}/mcp`), { requestInit: { headers } }),
      );
      return client;
    },
    'the 2.x client with a handshake': async () => {
      const client = new NewClient({ name: 'new', version: '1' });
      await client.connect(
        new NewTransport(new URL(`${server.url}/mcp`), { requestInit: { headers } }),
      );
      return client;
    },
    'the 2.x client without one': async () => {
      const client = new NewClient(
        { name: 'new', version: '1' },
        { versionNegotiation: { mode: { pin: '2026-07-28' } } },
      );
      await client.connect(
        new NewTransport(new URL(`${server.url}/mcp`), { requestInit: { headers } }),
      );
      return client;
    },
  };

  it.each(Object.entries(clients))('%s lists and calls tools', async (_name, connect) => {
    const client = await connect();
    const { tools } = await client.listTools();
    expect(tools).toHaveLength(22);
    const result = await client.callTool({ name: 'list_teams', arguments: {} });
    expect(result.structuredContent).toMatchObject({
      items: [{ name: 'Acme' }, { name: 'Globex' }],
    });
    const refusal = await client.callTool({ name: 'get_project', arguments: { id: 49 } });
    expect(refusal.isError).toBe(true);
    await client.close();
  });
});

describe('the MCP endpoint', () => {
  it.each(ERAS)('answers JSON without a session (%s)', async (era) => {
    const answer = await post(server.url, 'tools/list', {}, { ...alice, era });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    expect(answer.headers.get('mcp-session-id')).toBeNull();
    expect(answer.body.result?.tools).toHaveLength(22);
  });

  it('also answers at the bare address', async () => {
    const answer = await post(server.url, 'tools/list', {}, { ...alice, path: '/' });
    expect(answer.body.result?.tools).toHaveLength(22);
  });

  it('tells 2026-07-28 clients how long the list is fresh', async () => {
    const answer = await post(server.url, 'tools/list', {}, { ...alice, era: '2026-07-28' });
    expect(answer.body.result).toMatchObject({
      resultType: 'complete',
      ttlMs: 300_000,
      cacheScope: 'private',
    });
  });

  it.each([
    ['GET', '/mcp', 405],
    ['DELETE', '/mcp', 405],
    ['PUT', '/mcp', 405],
    ['GET', '/', 405],
    ['DELETE', '/', 405],
  ])('answers %s %s with %i', async (method, path, status) => {
    const answer = await fetch(server.url + path, {
      method,
      headers: { authorization: `Bearer ${ALICE_TOKEN}`, accept: 'text/event-stream' },
    });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('allow')).toBe('POST');
  });

  it.each([
    ['malformed JSON', '{', 'application/json', 400],
    ['another content type', '{}', 'text/plain', 415],
    ['more than 1 MB', JSON.stringify('x'.repeat(1_100_000)), 'application/json', 413],
  ])('refuses %s', async (_what, body, contentType, status) => {
    const answer = await fetch(`${server.url}/mcp`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${ALICE_TOKEN}`,
        'content-type': contentType,
        accept: 'application/json, text/event-stream',
      },
      body,
    });
    expect(answer.status).toBe(status);
  });

  it('answers an unknown tool with a protocol error', async () => {
    const answer = await post(server.url, 'tools/call', { name: 'nope', arguments: {} }, alice);
    expect(answer.body.error).toMatchObject({
      code: -32602,
      message: expect.stringContaining('nope'),
    });
  });

  it('answers an unknown address with JSON, never with a page', async () => {
    const answer = await fetch(`${server.url}/nowhere`);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ error: 'not_found' });
  });
});

describe('two people at the same time', () => {
  it('with the same request id get their own results', async () => {
    const people = [
      { token: ALICE_TOKEN, team: 'Acme' },
      { token: BOB_TOKEN, team: 'Initech' },
    ];
    sandbox.flags.latencyMs = 5;
    const answers = await Promise.all(
      Array.from({ length: 400 }, async (_, index) => {
        const { token, team } = people[index % 2]!;
        const era = ERAS[Math.floor(index / 2) % 2]!;
        const result = await callTool(server.url, 'list_teams', {}, { token, era, id: 7 });
        return result.structuredContent!.items![0]!['name'] === team;
      }),
    );
    expect(answers.filter((own) => own)).toHaveLength(400);
  });

  it("cannot read each other's records", async () => {
    const result = await callTool(
      server.url,
      'list_projects',
      { team_id: 1 },
      { token: BOB_TOKEN },
    );
    expect(result).toMatchObject({ isError: true });
  });
});

it('the log has each request with its id', async () => {
  const answer = await post(server.url, 'tools/call', { name: 'list_teams', arguments: {} }, alice);
  const find = () =>
    server
      .log()
      .split('\n')
      .find((text) => text.includes(answer.headers.get('x-request-id')!));
  await until(() => find() !== undefined);
  const line = find();
  expect(line).toMatch(/list_teams: GET \/teams 200, \d+ ms/);
});

itLoggedNoToken();
