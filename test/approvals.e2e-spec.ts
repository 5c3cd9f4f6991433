import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as OldTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { readConfig } from '../src/config/app-config.js';
import { now, Sealing } from '../src/oauth/sealing/sealing.js';
import { ALICE_TOKEN, BOB_TOKEN, startSandbox, type Sandbox } from '../src/sandbox/sandbox.js';
import { callTool, ERAS, post, writeMessage, type RawBody } from './raw-mcp.js';
import { startServer, type RunningServer } from './running-server.js';

const OAUTH_SECRET = randomBytes(32).toString('base64');
const PUBLIC_URL = 'http://localhost:1';

let sandbox: Sandbox;
/** Two replicas that ask before every change; one that asks in search mode; one that never asks. */
let server: RunningServer;
let replica: RunningServer;
let searched: RunningServer;
let off: RunningServer;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  const asking = { CONFIRM: 'write', BATCHES: 'on', OAUTH_SECRET, PUBLIC_URL };
  [server, replica, searched, off] = await Promise.all([
    startServer(sandbox.url, asking),
    startServer(sandbox.url, asking),
    startServer(sandbox.url, { CONFIRM: 'delete', TOOLS_MODE: 'search' }),
    startServer(sandbox.url),
  ]);
});
afterAll(async () => {
  await Promise.all([server, replica, searched, off].map((one) => one.stop()));
  await sandbox.close();
});

const ALICE = { token: ALICE_TOKEN };
const writes = () => sandbox.requests.filter(({ method }) => method !== 'GET').length;

async function newProject(name: string): Promise<number> {
  const { structuredContent } = await callTool(
    off.url,
    'create_project',
    { team_id: 1, name },
    ALICE,
  );
  return Number(structuredContent!['id']);
}
const nameOf = async (id: number) =>
  (await callTool(off.url, 'get_project', { id }, ALICE)).structuredContent?.['name'];

async function call(name: string, args: Record<string, unknown>, options = {}, at = server) {
  const result = await callTool(at.url, name, args, { ...ALICE, ...options });
  const { content, structuredContent = {} } = result;
  const { confirm, asks } = structuredContent as { confirm?: string; asks?: string };
  return { ...result, text: content![0]!.text, confirm, asks };
}

describe.each(ERAS)('approval in two calls (%s)', (era) => {
  it('deletes a record only when the approval is sent back, which works once', async () => {
    const id = await newProject('Apollo');
    const before = writes();
    const first = await call('delete_project', { id }, { era });
    expect(first.asks).toContain(`"Apollo" (id ${id})`);
    expect(writes()).toBe(before);
    // The other replica has not seen the first call.
    const second = await call('delete_project', { id, confirm: first.confirm }, { era }, replica);
    expect(second.isError).toBeUndefined();
    expect(await nameOf(id)).toBeUndefined();
    expect((await call('delete_project', { id, confirm: first.confirm }, { era })).isError).toBe(
      true,
    );
    expect(writes()).toBe(before + 1);
  });

  it('is valid only for the call that it was given for', async () => {
    const id = await newProject('Mercury');
    const other = await newProject('Gemini');
    const { confirm } = await call('update_project', { id, name: 'Venus' }, { era });
    const before = writes();
    const wrong = [
      ['update_project', { id, name: 'Mars', confirm }, ALICE_TOKEN],
      ['update_project', { id: other, name: 'Venus', confirm }, ALICE_TOKEN],
      ['delete_project', { id, confirm }, ALICE_TOKEN],
      ['update_project', { items: [{ id, name: 'Venus' }], confirm }, ALICE_TOKEN],
      [
        'update_project',
        { id, name: 'Venus', confirm: `${confirm!.slice(0, -4)}AAAA` },
        ALICE_TOKEN,
      ],
      ['update_project', { id, name: 'Venus', confirm: 'yes' }, ALICE_TOKEN],
      ['update_project', { id, name: 'Venus', confirm }, BOB_TOKEN],
    ] as const;
    for (const [name, args, token] of wrong) {
      expect([name, args, (await call(name, args, { era, token })).isError]).toEqual([
        name,
        args,
        true,
      ]);
    }
    expect(writes()).toBe(before);
    // None of them has used the approval.
    expect(
      (await call('update_project', { id, name: 'Venus', confirm }, { era })).isError,
    ).toBeUndefined();
    expect(await nameOf(id)).toBe('Venus');
    // The call has changed the record, so no replica accepts the approval again.
    const again = await call('update_project', { id, name: 'Venus', confirm }, { era }, replica);
    expect(again.text).toContain('was not called');
  });
});

describe('an approval', () => {
  it('belongs to one person', async () => {
    const args = { team_id: 3, name: 'For nobody' };
    const { confirm } = await call('create_project', args);
    const before = writes();
    const bobs = await call('create_project', { ...args, confirm }, { token: BOB_TOKEN });
    expect(bobs.text).toContain('another person');
    expect(writes()).toBe(before);
  });

  it('expires when the record changes, and after ten minutes', async () => {
    const id = await newProject('Voyager');
    const args = { id };
    const { confirm } = await call('delete_project', args);
    await callTool(off.url, 'update_project', { id, name: 'Voyager 2' }, ALICE);
    expect((await call('delete_project', { ...args, confirm })).text).toContain(
      'has changed since',
    );

    const fresh = (await call('delete_project', args)).confirm!;
    const sealing = new Sealing(readConfig({ OAUTH_SECRET, PUBLIC_URL }));
    const opened = (await sealing.open('approval', fresh))!;
    expect(opened.expiresAt).toBeLessThanOrEqual(now() + 600);
    const old = await sealing.seal('approval', opened, now() - 121);
    expect((await call('delete_project', { ...args, confirm: old })).isError).toBe(true);
    expect(await nameOf(id)).toBe('Voyager 2');
    const right = await sealing.seal('approval', opened, now() + 60);
    expect((await call('delete_project', { ...args, confirm: right })).isError).toBeUndefined();
  });

  it('covers a whole batch, and names its records', async () => {
    const ids = await Promise.all(['One', 'Two'].map(newProject));
    const items = ids.map((id) => ({ id }));
    const { asks, confirm } = await call('delete_project', { items });
    expect(asks).toMatch(/"One" \(id \d+\), "Two" \(id \d+\)\?$/);
    expect((await call('delete_project', { items, confirm })).structuredContent).toMatchObject({
      done: 2,
    });
  });

  it('is not required where nothing changes, nor for invalid arguments', async () => {
    expect((await call('list_projects', { team_id: 1 })).structuredContent).toHaveProperty('items');
    expect((await call('delete_project', { ids: 1 })).isError).toBe(true);
    expect((await call('delete_project', { id: 999_999 })).text).toContain('Not found');
  });
});

describe('approval with real clients', () => {
  const headers = { authorization: `Bearer ${ALICE_TOKEN}` };

  it('works in two calls (1.x)', async () => {
    const id = await newProject('Old');
    const client = new OldClient({ name: 'old', version: '1' });
    await client.connect(
      new OldTransport(new URL(`${server.url}/mcp`), { requestInit: { headers } }) as never,
    );
    const first = await client.callTool({ name: 'delete_project', arguments: { id } });
    const { confirm } = first.structuredContent as { confirm: string };
    await client.callTool({ name: 'delete_project', arguments: { id, confirm } });
    await client.close();
    expect(await nameOf(id)).toBeUndefined();
  });

  it.each([
    ['accept', { confirm: true }, 'delete_project', () => server, undefined],
    ['accept', { confirm: false }, 'delete_project', () => server, 'New'],
    ['decline', undefined, 'delete_project', () => server, 'New'],
    ['cancel', undefined, 'delete_project', () => server, 'New'],
    ['accept', { confirm: true }, 'call_delete_operation', () => searched, undefined],
    ['decline', undefined, 'call_delete_operation', () => searched, 'New'],
  ] as const)(
    'works through an elicitation form (2.x): %s %j through %s',
    async (action, content, name, at, left) => {
      const id = await newProject('New');
      const client = new Client(
        { name: 'new', version: '1' },
        {
          versionNegotiation: { mode: { pin: '2026-07-28' } },
          capabilities: { elicitation: { form: {} } },
        },
      );
      const asked: string[] = [];
      client.setRequestHandler('elicitation/create', ({ params }) => {
        asked.push(params.message);
        return { action, ...(content && { content }) };
      });
      await client.connect(
        new StreamableHTTPClientTransport(new URL(`${at().url}/mcp`), { requestInit: { headers } }),
      );
      const args =
        name === 'delete_project' ? { id } : { operation: 'delete_project', arguments: { id } };
      const result = await client.callTool({ name, arguments: args });
      await client.close();
      expect(asked).toEqual([expect.stringContaining(`"New" (id ${id})?`)]);
      expect(await nameOf(id)).toBe(left);
      expect(result.isError === true).toBe(left !== undefined);
    },
  );
});

describe('a client that forges the answer to a form', () => {
  async function raw(args: object, more: object = {}) {
    const params = { name: 'delete_project', arguments: args, ...more };
    const { headers, body } = writeMessage('tools/call', params, { ...ALICE, era: '2026-07-28' });
    const message = JSON.parse(body) as { params: { _meta: Record<string, object> } };
    message.params._meta['io.modelcontextprotocol/clientCapabilities'] = { elicitation: {} };
    const answer = await fetch(`${server.url}/mcp`, {
      method: 'POST',
      headers,
      body: JSON.stringify(message),
    });
    return ((await answer.json()) as RawBody).result!;
  }
  const yes = { inputResponses: { confirm: { action: 'accept', content: { confirm: true } } } };

  it('needs the state of this very call', async () => {
    const [id, other] = [await newProject('Mine'), await newProject('Other')];
    const { requestState, resultType } = await raw({ id });
    expect(resultType).toBe('input_required');
    const before = writes();
    // Without a state it asks again.
    expect((await raw({ id }, yes))['resultType']).toBe('input_required');
    expect((await raw({ id: other }, { ...yes, requestState })).isError).toBe(true);
    expect((await raw({ id }, { ...yes, requestState: 'made up' })).isError).toBe(true);
    expect((await raw({ id }, { requestState })).isError).toBe(true);
    // A form's state is not accepted as an argument, nor an argument as a state.
    expect((await call('delete_project', { id, confirm: requestState })).isError).toBe(true);
    const { confirm } = await call('delete_project', { id });
    expect((await raw({ id }, { ...yes, requestState: confirm })).isError).toBe(true);
    expect((await raw({ id, confirm }))['resultType']).toBe('input_required');
    expect(writes()).toBe(before);
    expect((await raw({ id }, { ...yes, requestState })).isError).toBeUndefined();
    expect(await nameOf(id)).toBeUndefined();
  });
});

it("a tool that needs approval carries Claude's annotation for it", async () => {
  const metaAt = async ({ url }: RunningServer, name: string) => {
    const { body } = await post(url, 'tools/list', {}, ALICE);
    const tool = body.result!.tools!.find((one) => one.name === name);
    return (tool as unknown as { _meta: object })._meta;
  };
  const hint = { 'anthropic/requiresUserInteraction': true };
  expect(await metaAt(server, 'delete_project')).toMatchObject(hint);
  expect(await metaAt(server, 'list_projects')).not.toMatchObject(hint);
  expect(await metaAt(searched, 'call_delete_operation')).toMatchObject(hint);
  expect(await metaAt(searched, 'call_write_operation')).not.toMatchObject(hint);
  expect(await metaAt(off, 'delete_project')).not.toMatchObject(hint);
});
