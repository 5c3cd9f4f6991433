import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import {
  answering,
  reading,
  startApplication,
  TOKEN,
  type OwnApplication,
} from './own-application.js';
import { callTool } from './raw-mcp.js';
import { startServer, type RunningServer } from './running-server.js';

const LIST = { type: 'array', items: { type: 'object', properties: { id: { type: 'integer' } } } };
const rows = (body: string) =>
  JSON.stringify(
    Array.from({ length: 60 }, (_, index) => ({
      id: index + 1,
      team_id: 1,
      name: `Project ${index + 1}`,
      status: index % 2 ? 'open' : 'done',
      body: body.repeat(60),
      settings: { color: 'red' },
      contact: { email_address: 'ann@example.com', notes: body },
      due_on: `2026-11-${10 + (index % 20)}`,
      created_at: '2026-11-28T08:59:28.123Z',
    })),
  );

let application: OwnApplication;
let server: RunningServer;

beforeAll(async () => {
  const parameters = [{ name: 'after', in: 'query', schema: { type: 'integer' } }];
  application = await startApplication(
    {
      '/novels': reading(LIST, { parameters }),
      '/stories': reading(LIST, { parameters }),
      '/books/{id}': reading(
        { type: 'object' },
        { parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }] },
      ),
    },
    {
      '/novels': answering(rows('吾輩は猫である。名前はまだ無い。')),
      '/stories': answering(rows('Once upon a time there was a fox. ')),
      '/books/1': answering(JSON.stringify({ id: 1, text: '名前はまだ無い。'.repeat(20_000) })),
    },
  );
  server = await startServer(application.url);
});
afterAll(async () => {
  await server.stop();
  await application.close();
});

interface Sized extends Record<string, unknown> {
  tokens: number;
  items?: Record<string, unknown>[];
}

async function call(name: string, args: Record<string, unknown>): Promise<Sized> {
  const { content, structuredContent } = await callTool(server.url, name, args, { token: TOKEN });
  return { tokens: countTokens(content![0]!.text), ...structuredContent };
}

it.each(['list_novels', 'list_stories'])(
  'a result of %s costs at most 20,000 tokens',
  async (name) => {
    const { tokens, items, note, next_after } = await call(name, {});
    expect(tokens).toBeLessThan(20_000);
    expect(tokens).toBeGreaterThan(10_000);
    expect(next_after).toBe(items!.length);
    const [, columns = ''] = /such as (\[.*?\])/.exec(note as string) ?? [];
    expect(JSON.parse(columns)).toHaveLength(5);
    expect(JSON.parse(columns)).toEqual(expect.arrayContaining(['name', 'status', 'due_on']));
    const few = await call(name, { fields: JSON.parse(columns) });
    expect(few).toMatchObject({ next_after: null });
    expect(few.items).toHaveLength(60);
  },
);

it('a record costs at most 20,000 tokens', async () => {
  const { tokens, text } = await call('get_book', { id: '1' });
  expect(tokens).toBeLessThan(20_000);
  expect(text).toMatch(/\(the first \d+ of 160000 characters\)$/);
});

it('fields select nested fields, and an error says where a field is', async () => {
  const { items, note } = await call('list_stories', {
    fields: ['contact.email_address', 'contact.mail', 'email_address'],
  });
  expect(items![0]).toEqual({ id: 1, contact: { email_address: 'ann@example.com' } });
  expect(note).toContain('There is no column contact.mail; contact has email_address, notes.');
  expect(note).toContain('contact.email_address is one.');
});
