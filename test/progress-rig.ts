import type { RequestListener } from 'node:http';
import { startApplication, type OwnApplication } from './own-application.js';
import { writeMessage, type RawBody, type RawOptions } from './raw-mcp.js';

const AFTER = { name: 'after', in: 'query', schema: { type: 'integer' } };
const ID = { name: 'id', in: 'path', required: true, schema: { type: 'integer' } };
const THING = { type: 'object', properties: { id: { type: 'integer' }, name: { type: 'string' } } };
const well = (schema: object) => ({
  200: { description: 'Well', content: { 'application/json': { schema } } },
});

/** How many records the list has, and how many of them a page. */
export const THINGS = 12;
const PAGE = 2;

/** An application whose pages take as long as a test wants. */
export interface SlowApplication extends OwnApplication {
  /** Is called before each page and each creation; what it returns is awaited. */
  before: (asked: { token: string; after: number; onGone: (told: () => void) => void }) => unknown;
  /** What is beside the records of a page; undefined for a list of nothing but records. */
  beside: object | undefined;
  /** Which requests had begun: the cursor of a page, or the name of a created record. */
  begun: (number | string)[];
}

export async function startSlowApplication(): Promise<SlowApplication> {
  const list: RequestListener = async (request, response) => {
    const token = request.headers.authorization?.replace(/^Bearer /, '') ?? '';
    const onGone = (told: () => void) =>
      response.once('close', () => response.writableEnded || told());
    if (request.method === 'POST') {
      const body = JSON.parse(Buffer.concat(await request.toArray()).toString()) as {
        name: string;
      };
      slow.begun.push(body.name);
      await slow.before({ token, after: 0, onGone });
      response.writeHead(201, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ id: 1, name: body.name }));
      return;
    }
    const after = Number(new URL(request.url!, 'http://host').searchParams.get('after') ?? 0);
    slow.begun.push(after);
    const status = (await slow.before({ token, after, onGone })) === 401 ? 401 : 200;
    const items = Array.from({ length: PAGE }, (_, at) => ({
      id: after + at + 1,
      name: `${token} ${after + at + 1}`,
    }));
    const isLast = after + PAGE >= THINGS;
    response.writeHead(status, {
      'content-type': 'application/json',
      ...(!isLast && { 'pagination-next': String(after + PAGE) }),
    });
    response.end(JSON.stringify(slow.beside ? { data: items, ...slow.beside } : items));
  };
  const application = await startApplication(
    {
      '/things': {
        get: {
          tags: ['Thing'],
          parameters: [AFTER],
          responses: well({ type: 'array', items: THING }),
        },
        post: {
          tags: ['Thing'],
          requestBody: {
            content: { 'application/json': { schema: { ...THING, required: ['name'] } } },
          },
          responses: well(THING),
        },
      },
      '/things/{id}': { get: { tags: ['Thing'], parameters: [ID], responses: well(THING) } },
    },
    { '/things': list },
  );
  const slow: SlowApplication = {
    ...application,
    before: () => undefined,
    beside: undefined,
    begun: [],
  };
  return slow;
}

export interface Notified {
  progressToken: string | number;
  progress: number;
  total?: number;
  message: string;
}

/** The request of a call that asks for progress, as bytes on the wire would have it. */
export function callWithProgress(
  name: string,
  args: object,
  { progressToken = 'p', ...options }: RawOptions & { progressToken?: string | number | null },
) {
  const { headers, body } = writeMessage('tools/call', { name, arguments: args }, options);
  if (progressToken === null) return { headers, body };
  const message = JSON.parse(body) as { params: { _meta?: object } };
  message.params._meta = { ...message.params._meta, progressToken };
  return { headers, body: JSON.stringify(message) };
}

/** Calls a tool and reads all that comes back. */
export async function callAndListen(url: string, ...call: Parameters<typeof callWithProgress>) {
  const response = await fetch(`${url}/mcp`, { method: 'POST', ...callWithProgress(...call) });
  const text = await response.text();
  const isStream = response.headers.get('content-type') === 'text/event-stream';
  const messages = (isStream ? readEvents(text) : [text]).map((one) => JSON.parse(one) as object);
  const answer = messages.pop() as RawBody;
  const notified = messages.map((one) => (one as { params: Notified }).params);
  return { response, text, isStream, answer, notified };
}

/** @returns the data of each whole event */
export function readEvents(text: string): string[] {
  return [...text.matchAll(/^event: message\ndata: (.*)\n\n/gm)].map(([, data]) => data!);
}
