import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ALICE_TOKEN, startSandbox, type Sandbox } from '../src/sandbox/sandbox.js';
import { callTool, ERAS, post } from './raw-mcp.js';
import { startServer, type RunningServer } from './running-server.js';

let sandbox: Sandbox;
let server: RunningServer;
let searched: RunningServer;
let off: RunningServer;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  [server, searched, off] = await Promise.all([
    startServer(sandbox.url, { BATCHES: 'on' }),
    startServer(sandbox.url, { BATCHES: 'on', TOOLS_MODE: 'search' }),
    startServer(sandbox.url),
  ]);
});
afterEach(() => {
  sandbox.flags.faults = [];
});
afterAll(async () => {
  await Promise.all([server.stop(), searched.stop(), off.stop()]);
  await sandbox.close();
});

interface Batch {
  done: number;
  failed?: number;
  not_tried?: number;
  items: { ok: boolean; record?: Record<string, unknown>; error?: string; not_tried?: true }[];
}

const ALICE = { token: ALICE_TOKEN };
async function call(name: string, args: Record<string, unknown>, at = server) {
  const result = await callTool(at.url, name, args, ALICE);
  return { ...result, batch: result.structuredContent as unknown as Batch };
}
const writes = () => sandbox.requests.filter(({ method }) => method !== 'GET');

describe('the items of a batch', () => {
  it('are created, updated and deleted in order, with one result each', async () => {
    const names = ['First', 'Second', 'Third'];
    const { batch } = await call('create_project', {
      team_id: 1,
      items: names.map((name) => ({ name })),
    });
    expect(batch.items.map(({ record }) => record!['name'])).toEqual(names);
    const ids = batch.items.map(({ record }) => record!['id']);
    const updated = await call('update_project', {
      priority: 'low',
      items: ids.map((id) => ({ id })),
    });
    expect(updated.batch.items.map(({ record }) => [record!['id'], record!['priority']])).toEqual(
      ids.map((id) => [id, 'low']),
    );
    const deleted = await call('delete_project', {
      items: JSON.stringify(ids.map((id) => ({ id }))),
    });
    expect(deleted.batch).toMatchObject({ done: 3 });
    expect((await call('get_project', { id: ids[0] })).isError).toBe(true);
  });

  it('stop at the first failure, unless on_error says to continue', async () => {
    const items = [{ name: 'A' }, { name: '' }, { name: 'C' }];
    const stopped = (await call('create_project', { team_id: 1, items })).batch;
    expect(stopped).toMatchObject({ done: 1, failed: 1, not_tried: 1 });
    expect(stopped.items.map(({ ok, not_tried: left }) => [ok, left])).toEqual([
      [true, undefined],
      [false, undefined],
      [false, true],
    ]);
    expect(stopped.items[1]!.error).toContain('Nothing was saved (422)');
    const went = (await call('create_project', { team_id: 1, items, on_error: 'continue' })).batch;
    expect(went).toMatchObject({ done: 2, failed: 1 });
    expect(went.items.map(({ ok }) => ok)).toEqual([true, false, true]);
  });

  it.each([
    ['51 items', { items: Array.from({ length: 51 }, () => ({ name: 'x' })) }, '50 at most'],
    ['no items', { items: [] }, 'items must be a list of objects'],
    ['items that are strings', { items: ['x'] }, 'items must be a list of objects'],
    ['a wrong argument in the last', { items: [{ name: 'x' }, { nmae: 'y' }] }, 'items.1: '],
    ['an unknown on_error', { items: [{ name: 'x' }], on_error: 'ignore' }, '"stop" or "continue"'],
    ['items in items', { items: [{ name: 'x', items: [{ name: 'y' }] }] }, 'items.0: '],
  ])('are refused before anything is sent: %s', async (_what, args, message) => {
    const before = writes().length;
    const { isError, content } = await call('create_project', { team_id: 1, ...args });
    expect(isError).toBe(true);
    expect(content![0]!.text).toContain(message);
    expect(writes()).toHaveLength(before);
  });

  it('that were done are reported when the token expires halfway', async () => {
    sandbox.flags.faults.push({
      path: '/api/v1/teams/1/projects',
      method: 'POST',
      kind: 'status',
      status: 401,
      skip: 1,
      times: 1,
    });
    const items = [{ name: 'Done' }, { name: 'Late' }, { name: 'Never' }];
    const { batch } = await call('create_project', { team_id: 1, items, on_error: 'continue' });
    expect(batch).toMatchObject({ done: 1, failed: 1, not_tried: 1 });
    expect(batch.items[1]!.error).toContain('sign in again');
  });

  it('can be sent through call_tool in search mode', async () => {
    const args = { team_id: 1, items: [{ name: 'X' }, { name: 'Y' }] };
    const { batch } = await call(
      'call_write_operation',
      { operation: 'create_project', arguments: args },
      searched,
    );
    expect(batch).toMatchObject({ done: 2 });
    const wrong = await call(
      'call_write_operation',
      { operation: 'delete_project', arguments: { items: [{ id: 1 }] } },
      searched,
    );
    expect(wrong.isError).toBe(true);
  });
});

it.each(ERAS)('BATCHES decides whether writing tools accept items (%s)', async (era) => {
  const schemaAt = async ({ url }: RunningServer, name: string) => {
    const { body } = await post(url, 'tools/list', {}, { ...ALICE, era });
    return body.result!.tools!.find((tool) => tool.name === name)!.inputSchema;
  };
  expect(Object.keys((await schemaAt(server, 'update_project')).properties)).toEqual(
    expect.arrayContaining(['items', 'on_error']),
  );
  expect((await schemaAt(server, 'update_project')).required).toBeUndefined();
  expect((await schemaAt(off, 'update_project')).required).toEqual(['id']);
  expect((await schemaAt(server, 'list_projects')).properties['items']).toBeUndefined();
  expect((await schemaAt(off, 'create_project')).properties['items']).toBeUndefined();
});
