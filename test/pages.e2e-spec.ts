import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RequestListener } from 'node:http';
import { reading, startApplication, TOKEN, type OwnApplication } from './own-application.js';
import { callTool, post } from './raw-mcp.js';
import { startServer, type RunningServer } from './running-server.js';

const RECORD = {
  type: 'object',
  properties: { id: { type: 'integer' }, name: { type: 'string' } },
};
const LIST = { type: 'array', items: RECORD };
const query = (name: string, schema: object = { type: 'string' }, more: object = {}) => ({
  name,
  in: 'query',
  schema,
  ...more,
});
const rows = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => ({ id: from + index, name: 'n', size: 1 }));

/** Responds by the query, with the paging in the headers or in the body. */
function answer(
  give: (asked: URLSearchParams) => { body: object; link?: string },
): RequestListener {
  return (request, response) => {
    const { body, link } = give(new URL(request.url!, 'http://localhost').searchParams);
    response.writeHead(200, { 'content-type': 'application/json', ...(link && { link }) });
    response.end(JSON.stringify(body));
  };
}
const pageOf = (asked: URLSearchParams) => Number(asked.get('page') ?? 1);

let application: OwnApplication;
let server: RunningServer;

beforeAll(async () => {
  application = await startApplication(
    {
      '/orders': reading(LIST, { parameters: [query('page', { type: 'integer' })] }),
      '/charges': reading(
        {
          type: 'object',
          properties: { data: LIST, has_more: { type: 'boolean' }, object: { type: 'string' } },
        },
        { parameters: [query('starting_after')] },
      ),
      '/tags': reading(LIST),
      '/quiets': reading(LIST, { parameters: [query('page', { type: 'integer' })] }),
      '/events': reading(LIST, {
        parameters: [
          query(
            'after',
            { type: 'string', format: 'date' },
            { description: 'Only events after this day' },
          ),
        ],
      }),
    },
    {
      '/orders': answer((asked) => {
        const page = pageOf(asked);
        const link =
          page < 3
            ? `<https://x.example/orders?page=${page + 1}>; rel="next"`
            : '<?page=1>; rel="first"';
        return { body: rows(page * 20 - 19, page * 20), link };
      }),
      '/charges': answer((asked) => {
        const from = Number(asked.get('starting_after') ?? 0) + 1;
        return { body: { object: 'list', data: rows(from, from + 9), has_more: from < 20 } };
      }),
      '/tags': answer(() => ({ body: rows(1, 2) })),
      '/quiets': answer(() => ({ body: rows(1, 2) })),
      '/events': answer(() => ({ body: rows(1, 2) })),
    },
  );
  server = await startServer(application.url);
});
afterAll(async () => {
  await server.stop();
  await application.close();
});

async function list(
  name: string,
  args: Record<string, unknown> = {},
): Promise<Record<string, unknown>> {
  const { structuredContent } = await callTool(server.url, name, args, { token: TOKEN });
  const { items, ...rest } = structuredContent!;
  return { ids: items!.map(({ id }) => id), first: items![0], ...rest };
}
const ids = (from: number, to: number) => rows(from, to).map(({ id }) => id);

describe('numbered pages with a Link header', () => {
  it.each([
    [{}, ids(1, 20), { page: 2 }],
    [{ page: 2 }, ids(21, 40), { page: 3 }],
    [{ page: 3 }, ids(41, 60), null],
    [{ max_items: 500 }, ids(1, 60), null],
    [{ max_items: 40 }, ids(1, 40), { page: 3 }],
  ])('%j', async (args, shown, next) => {
    const answered = await list('list_orders', args);
    expect(answered).toMatchObject({ ids: shown, next });
    expect(answered).not.toHaveProperty('next_after');
  });

  it('what is left of a page is said', async () => {
    const { note, next } = await list('list_orders', { max_items: 3 });
    expect(note).toMatch(/^17 more of this page are not shown/);
    expect(next).toBeUndefined();
  });
});

describe('a list inside an object', () => {
  it.each([
    [{}, ids(1, 10), { starting_after: 10 }],
    [{ starting_after: '20' }, ids(21, 30), null],
    [{ max_items: 15 }, ids(1, 15), { starting_after: 15 }],
    [{ max_items: 500 }, ids(1, 30), null],
  ])('%j', async (args, shown, next) => {
    expect(await list('list_charges', args)).toMatchObject({ ids: shown, next, object: 'list' });
  });

  it('can be reduced to chosen fields', async () => {
    expect((await list('list_charges', { fields: ['name'] })).first).toEqual({ id: 1, name: 'n' });
  });
});

it('a list whose end is unknown does not claim to be complete', async () => {
  expect(await list('list_tags')).toEqual({ ids: [1, 2], first: rows(1, 1)[0] });
  expect(await list('list_quiets')).toEqual({
    ids: [1, 2],
    first: rows(1, 1)[0],
    note: 'The application does not say whether there are more: ask on with page.',
  });
});

it('a parameter after that is a date stays a filter, with its documented description', async () => {
  const { body } = await post(server.url, 'tools/list', {}, { token: TOKEN });
  const { inputSchema } = body.result!.tools!.find(({ name }) => name === 'list_events')!;
  expect(inputSchema.properties['after']).toMatchObject({
    description: 'Only events after this day',
  });
  expect(inputSchema.properties).not.toHaveProperty('max_items');
});
