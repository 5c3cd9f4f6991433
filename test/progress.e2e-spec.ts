import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Keychain } from './keychain.js';
import {
  callAndListen,
  callWithProgress,
  readEvents,
  startSlowApplication,
  THINGS,
  type SlowApplication,
} from './progress-rig.js';
import { ERAS } from './raw-mcp.js';
import { startServer, until, type RunningServer } from './running-server.js';
import { SDK_CLIENTS } from './sdk-clients.js';

const ALICE = 'token-of-alice';
const BOB = 'token-of-bob';
const ALL = { max_items: 100 };
/** A page of a list that nobody breaks off is given up after 30 s (src/mcp/tools/page-reader.ts). */
const BEFORE_ITS_LIMIT_MS = 15_000;

let application: SlowApplication;
let server: RunningServer;

beforeAll(async () => {
  application = await startSlowApplication();
  server = await startServer(application.url, {
    BATCHES: 'on',
    KNOWLEDGE: 'on',
    RATE_LIMIT_PER_PERSON: '0',
    RATE_LIMIT_CHANGES_PER_PERSON: '0',
  });
});
afterEach(() => {
  application.before = () => undefined;
  application.beside = undefined;
  application.begun.length = 0;
});
afterAll(async () => {
  await server.stop();
  await application.close();
});

const call = (name: string, args: object, options: Parameters<typeof callWithProgress>[2] = {}) =>
  callAndListen(server.url, name, args, { token: ALICE, ...options });

/** The application does not answer for the third page. @returns how many of its requests were broken off */
function holdThirdPage(): () => number {
  let broken = 0;
  application.before = ({ after, onGone }) => {
    onGone(() => (broken += 1));
    return after === 4 ? delay(60_000, undefined, { ref: false }) : undefined;
  };
  return () => broken;
}

describe.each(ERAS)('progress (%s)', (era) => {
  it('of a list that is read page by page counts its records, and the answer is what it is without', async () => {
    const { response, answer, notified } = await call('list_things', ALL, {
      era,
      progressToken: 7,
    });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    expect(response.headers.get('x-accel-buffering')).toBe('no');
    expect(notified).toEqual(
      [2, 4, 6, 8, 10].map((progress) => ({
        progressToken: 7,
        progress,
        message: `${progress} records read`,
      })),
    );
    const without = await call('list_things', ALL, { era, progressToken: null });
    expect(without.isStream).toBe(false);
    expect(answer).toEqual(without.answer);
    expect(answer.result!.structuredContent!.items).toHaveLength(THINGS);
  });

  it('has a total where the application tells one, but none that is too small', async () => {
    application.beside = { meta: { total_count: THINGS } };
    const { notified } = await call('list_things', { max_items: 10 }, { era });
    expect(notified.map(({ total }) => total)).toEqual([10, 10, 10, 10]);
    application.beside = { meta: { total_count: 3 } };
    const lying = await call('list_things', ALL, { era });
    expect(lying.notified.map(({ total }) => total)).toEqual([3, ...Array(4).fill(undefined)]);
  });

  it('of a batch counts its items', async () => {
    const items = ['a', 'b', 'c'].map((name) => ({ name }));
    const { answer, notified } = await call('create_thing', { items }, { era });
    expect(notified).toEqual(
      [1, 2, 3].map((progress) => ({
        progressToken: 'p',
        progress,
        total: 3,
        message: `${progress} of 3 items done`,
      })),
    );
    expect(answer.result!.structuredContent).toMatchObject({ done: 3 });
  });

  it('of a search counts the records that were looked at', async () => {
    const { answer, notified } = await call('search', { query: 'alice' }, { era });
    expect(notified).toEqual(
      [2, 4, 6, 8, 10].map((progress) => ({
        progressToken: 'p',
        progress,
        message: `${progress} records looked at`,
      })),
    );
    expect(answer.result!.structuredContent).toMatchObject({ results: expect.any(Array) });
  });

  it.each([
    ['one page', 'list_things', { max_items: 2 }],
    ['one record', 'get_thing', { id: 404 }],
    ['one item', 'create_thing', { items: [{ name: 'one' }] }],
    ['wrong arguments', 'list_things', { max_items: 'many' }],
    ['no such tool', 'nothing', {}],
  ])('of %s is none, and the answer is the same JSON as without', async (_what, name, args) => {
    const { isStream, text, response } = await call(name, args, { era });
    expect(isStream).toBe(false);
    const without = await call(name, args, { era, progressToken: null });
    expect(text).toBe(without.text);
    expect(response.status).toBe(without.response.status);
  });

  it.each(['application/json', 'application/json, text/event-stream;q=0'])(
    'is not sent to a client that accepts only %s',
    async (accept) => {
      const { isStream, answer } = await call('list_things', ALL, { era, headers: { accept } });
      expect(isStream).toBe(false);
      expect(answer.result!.structuredContent!.items).toHaveLength(THINGS);
    },
  );

  it('comes at most ten times a second, whatever the application is capable of', async () => {
    const items = Array.from({ length: 50 }, (_, at) => ({ name: `thing ${at}` }));
    const began = Date.now();
    const { notified } = await call('create_thing', { items }, { era });
    const seconds = (Date.now() - began) / 1_000;
    expect(notified.length).toBeGreaterThanOrEqual(10);
    expect(notified.length).toBeLessThanOrEqual(10 * Math.ceil(seconds + 1));
    const values = notified.map(({ progress }) => progress);
    expect(values).toEqual([...new Set(values)].toSorted((one, other) => one - other));
  });

  it('of two people at once does not mix', async () => {
    application.before = () => delay(20);
    const [alice, bob] = await Promise.all([
      call('list_things', ALL, { era, progressToken: 'same' }),
      call('list_things', { max_items: 8 }, { era, token: BOB, progressToken: 'same' }),
    ]);
    expect(alice.notified.map(({ progress }) => progress)).toEqual([2, 4, 6, 8, 10]);
    expect(bob.notified.map(({ progress }) => progress)).toEqual([2, 4, 6]);
    expect(alice.text).not.toContain(BOB);
    expect(bob.text).not.toContain(ALICE);
  });

  it('ends with the result that says to sign in when the token ends in the middle', async () => {
    application.before = ({ after }) => (after === 4 ? 401 : undefined);
    const { response, answer, notified } = await call('list_things', ALL, { era });
    expect(response.status).toBe(200);
    expect(notified).toHaveLength(2);
    const { isError, _meta: meta } = answer.result as { isError: boolean; _meta: object };
    expect(isError).toBe(true);
    expect(meta).toMatchObject({
      'mcp/www_authenticate': [
        expect.stringMatching(/^Bearer error="invalid_token", .*resource_metadata="http/),
      ],
    });
  });

  it(
    'when the client closes the stream, the page that is being read is broken off and no further one is asked for',
    async () => {
      const countBroken = holdThirdPage();
      const gone = new AbortController();
      const response = await fetch(`${server.url}/mcp`, {
        method: 'POST',
        ...callWithProgress('list_things', ALL, { token: ALICE, era }),
        signal: gone.signal,
      });
      await until(() => application.begun.includes(4));
      gone.abort();
      await expect(response.text()).rejects.toThrow();
      await until(() => countBroken() === 1);
      await delay(100);
      expect(application.begun).toEqual([0, 2, 4]);
    },
    BEFORE_ITS_LIMIT_MS,
  );

  it('when the client closes the stream of a batch, no further item is begun, even with on_error continue', async () => {
    let go = () => {};
    application.before = () => new Promise<void>((resolve) => (go = resolve));
    const items = ['a', 'b', 'c', 'd'].map((name) => ({ name }));
    const gone = new AbortController();
    const answered = fetch(`${server.url}/mcp`, {
      method: 'POST',
      ...callWithProgress('create_thing', { items, on_error: 'continue' }, { token: ALICE, era }),
      signal: gone.signal,
    });
    await until(() => application.begun.length === 1);
    go();
    await until(() => application.begun.length === 2);
    await answered;
    gone.abort();
    await delay(200);
    go();
    await delay(100);
    expect(application.begun).toEqual(['a', 'b']);
  });
});

/** Sends a call with progress over a connection of its own. */
function send(...call: Parameters<typeof callWithProgress>): Socket {
  const { headers, body } = callWithProgress(...call);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `POST /mcp HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n${lines.join('')}`;
  const socket = connect(Number(new URL(server.url).port), 'localhost');
  socket.write(`${head}content-length: ${body.length}\r\n\r\n${body}`);
  return socket;
}

it.each<[how: string, end: (socket: Socket) => void]>([
  ['is reset', (socket) => socket.resetAndDestroy()],
  ['is closed', (socket) => socket.destroy()],
])(
  'when the connection %s in the middle of the stream, the application is left alone',
  async (_how, end) => {
    const countBroken = holdThirdPage();
    const socket = send('list_things', ALL, { token: ALICE });
    let received = '';
    socket.on('data', (chunk: Buffer) => (received += chunk.toString()));
    await until(() => received.includes('records read') && application.begun.includes(4));
    end(socket);
    await until(() => countBroken() === 1);
    await delay(100);
    expect(application.begun).toEqual([0, 2, 4]);
  },
  BEFORE_ITS_LIMIT_MS,
);

it('the call of a client that reads nothing goes on to its end, and so do those of others', async () => {
  const items = Array.from({ length: 40 }, (_, at) => ({ name: `thing ${at}` }));
  const socket = send('create_thing', { items }, { token: ALICE }).pause();
  await until(() => application.begun.length === 40);
  expect((await call('list_things', {})).response.status).toBe(200);
  const answer = Buffer.concat(await socket.toArray()).toString();
  expect(answer).toMatch(/^HTTP\/1\.1 200 [\s\S]*text\/event-stream/);
  expect(answer).toContain('"done":40');
});

it('a token that is far too long is not repeated', async () => {
  const { isStream } = await call('list_things', ALL, { progressToken: 'x'.repeat(100_000) });
  expect(isStream).toBe(false);
});

it('events are whole lines of JSON', async () => {
  const { text } = await call('list_things', ALL);
  expect(readEvents(text).length).toBe(text.split('\n\n').length - 1);
});

it(
  'the 2.x client cancels a call, and the application is asked for nothing more',
  async () => {
    const countBroken = holdThirdPage();
    const keychain = new Keychain();
    keychain.kept = { access_token: ALICE, token_type: 'Bearer' };
    const [, make] = SDK_CLIENTS[1]!;
    const { client, transport } = make(`${server.url}/mcp`, keychain);
    await client.connect(transport());
    const cancelled = new AbortController();
    const options = { signal: cancelled.signal, onprogress: () => undefined };
    const called = client.callTool({ name: 'list_things', arguments: ALL }, options);
    called.catch(() => undefined);
    await until(() => application.begun.includes(4));
    cancelled.abort();
    await expect(called).rejects.toThrow();
    await until(() => countBroken() === 1);
    expect(application.begun).toEqual([0, 2, 4]);
    await client.close();
  },
  BEFORE_ITS_LIMIT_MS,
);

describe.each(SDK_CLIENTS)('%s', (name, make) => {
  it('hears of the progress of its call', async () => {
    const keychain = new Keychain();
    keychain.kept = { access_token: ALICE, token_type: 'Bearer' };
    const { client, transport } = make(`${server.url}/mcp`, keychain);
    await client.connect(transport());
    const heard: number[] = [];
    // The generations take their options in different places.
    const options = { onprogress: ({ progress }: { progress: number }) => heard.push(progress) };
    const given = { name: 'list_things', arguments: ALL };
    const result = await (name.includes('1.x')
      ? (client.callTool as (...args: unknown[]) => Promise<Record<string, unknown>>)(
          given,
          undefined,
          options,
        )
      : client.callTool(given, options as never));
    expect(heard).toEqual([2, 4, 6, 8, 10]);
    expect(result.structuredContent).toMatchObject({ items: expect.any(Array) });
    await client.close();
  });
});
