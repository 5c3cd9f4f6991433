import { writeFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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
const query = (name: string) => ({ name, in: 'query', schema: { type: 'string' } });
const id = (name: string) => ({ name, in: 'path', required: true, schema: { type: 'integer' } });

let application: OwnApplication;
let server: RunningServer;

beforeAll(async () => {
  application = await startApplication(
    {
      '/articles': reading(LIST, { parameters: [query('q')], tags: ['Article'] }),
      '/articles/{id}': reading({ type: 'object' }, { parameters: [id('id')], tags: ['Article'] }),
      '/shelves': reading(LIST, { tags: ['Shelf'] }),
      '/shelves/{id}': reading({ type: 'object' }, { parameters: [id('id')], tags: ['Shelf'] }),
      '/shelves/{shelf_id}/books': reading(LIST, { parameters: [id('shelf_id')], tags: ['Book'] }),
      '/shelves/{shelf_id}/books/{id}': reading(
        { type: 'object' },
        { parameters: [id('shelf_id'), id('id')], tags: ['Book'] },
      ),
      // Its records cannot be opened.
      '/events': reading(LIST, { tags: ['Event'] }),
    },
    {
      '/articles': [{ id: 5, title: 'The lighthouse keeper' }],
      '/articles/5': { id: 5, title: 'The lighthouse keeper', archived: true },
      '/shelves': [
        { id: 1, label: 'Upper' },
        { id: 2, label: 'Lower' },
      ],
      '/shelves/1/books': [{ id: 9, title: 'Lighthouse towns' }],
      '/shelves/2/books': answering('{"error":"broken"}', {}, 500),
      '/shelves/1/books/9': { id: 9, title: 'Lighthouse towns' },
    },
  );
  const overrides = join(mkdtempSync(join(tmpdir(), 'knowledge-')), 'tools.yaml');
  writeFileSync(overrides, 'list_articles: { search: q }\n');
  server = await startServer(application.url, { TOOLS_OVERRIDES: overrides });
});

afterAll(async () => {
  await server.stop();
  await application.close();
});

describe('search', () => {
  it("uses the application's own search where x-mcp names it, and reads the other lists", async () => {
    const { structuredContent } = await callTool(
      server.url,
      'search',
      { query: 'lighthouse' },
      { token: TOKEN },
    );
    const { results, note } = structuredContent as { results: { id: string }[]; note?: string };
    expect(results.map(({ id }) => id).toSorted()).toEqual(['articles/5', 'shelves/1/books/9']);
    expect(note).toMatch(/^Not everything was looked at: Book \(the first 1 read; list_\w+: .*500/);
    const { asked } = application;
    expect(asked).toContain('/api/v1/articles?q=lighthouse');
    expect(asked.some((path) => path.includes('/events'))).toBe(false);
  });

  it('finds and opens a record nested below another', async () => {
    const { structuredContent } = await callTool(
      server.url,
      'fetch',
      { id: 'shelves/1/books/9' },
      { token: TOKEN },
    );
    expect(structuredContent).toMatchObject({
      title: 'Lighthouse towns',
      url: `${application.url}/account/shelves/1/books/9`,
    });
  });
});
