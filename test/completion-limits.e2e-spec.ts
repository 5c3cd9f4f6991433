import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { RequestListener } from 'node:http';
import { reading, startApplication, TOKEN, type OwnApplication } from './own-application.js';
import { ERAS, post } from './raw-mcp.js';
import { startServer, type RunningServer } from './running-server.js';

/** src/mcp/completion/completer.ts */
const MOST_PAGES = 10;
const MOST_BYTES = 1024 * 1024;

const RECORD = { type: 'object', properties: { id: { type: 'integer' } } };
const AFTER = { name: 'after', in: 'query', schema: { type: 'integer' } };
const ID = { name: 'id', in: 'path', required: true, schema: { type: 'integer' } };

let application: OwnApplication;
let server: RunningServer;
/** The cursors of the pages that were asked for. */
const begun: number[] = [];

/** A list that never ends, with one record a page. */
function endless(bytes: number): RequestListener {
  return (request, response) => {
    const after = Number(new URL(request.url!, 'http://host').searchParams.get('after') ?? 0);
    begun.push(after);
    response.writeHead(200, {
      'content-type': 'application/json',
      'pagination-next': String(after + 1),
    });
    response.end(JSON.stringify([{ id: after + 1, name: 'x'.repeat(bytes) }]));
  };
}

beforeAll(async () => {
  const list = (tag: string) =>
    reading({ type: 'array', items: RECORD }, { parameters: [AFTER], tags: [tag] });
  const one = (tag: string) => reading(RECORD, { parameters: [ID], tags: [tag] });
  application = await startApplication(
    {
      '/things': list('Thing'),
      '/things/{id}': one('Thing'),
      '/tomes': list('Tome'),
      '/tomes/{id}': one('Tome'),
    },
    { '/things': endless(10), '/tomes': endless(MOST_BYTES / 4) },
  );
  server = await startServer(application.url);
});
beforeEach(() => {
  begun.length = 0;
});
afterAll(async () => {
  await server.stop();
  await application.close();
});

async function complete(records: string, era: (typeof ERAS)[number]) {
  const ref = { type: 'ref/resource', uri: `bullet-train://v1/${records}/{id}` };
  const params = { ref, argument: { name: 'id', value: '' } };
  const answer = await post(server.url, 'completion/complete', params, { token: TOKEN, era });
  return answer.body.result?.['completion'];
}

describe.each(ERAS)('completion of an id (%s)', (era) => {
  it('reads ten pages at most, and says that there may be more', async () => {
    const ids = Array.from({ length: MOST_PAGES }, (_, at) => String(at + 1));
    expect(await complete('things', era)).toEqual({ values: ids, hasMore: true });
    expect(begun).toHaveLength(MOST_PAGES);
  });

  it('reads a megabyte at most, and says that there may be more', async () => {
    expect(await complete('tomes', era)).toEqual({ values: ['1', '2', '3', '4'], hasMore: true });
    expect(begun).toHaveLength(4);
  });
});
