import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, expect, it } from '@jest/globals';
import { startPuma, type Puma } from './puma.js';
import { writeMessage } from './raw-mcp.js';
import { startServer, until, type RunningServer } from './running-server.js';

let puma: Puma;
let server: RunningServer;
const sockets: Socket[] = [];

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await server.stop();
  await puma.close();
});

async function start(variables: Record<string, string> = {}) {
  puma = await startPuma(32);
  puma.release();
  server = await startServer(puma.url, {
    RATE_LIMIT_PER_PERSON: '0',
    RATE_LIMIT_PER_ADDRESS: '0',
    ...variables,
  });
}

function open(): Socket {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  sockets.push(socket.on('error', () => undefined));
  return socket;
}

function callOf(token: string, id: number): string {
  const { headers, body } = writeMessage(
    'tools/call',
    { name: 'get_thing', arguments: { id } },
    { token, id },
  );
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST /mcp HTTP/1.1\r\nhost: localhost\r\n${lines.join('')}content-length: ${body.length}\r\n\r\n${body}`;
}

/** @returns the end of the first response in a text, by its `Content-Length`; -1 while it is incomplete */
function endOfAnswer(text: string): number {
  const head = text.indexOf('\r\n\r\n');
  const [, length] = /^content-length: (\d+)\r$/im.exec(text.slice(0, head + 1)) ?? [];
  const end = head + 4 + Number(length);
  return head >= 0 && text.length >= end ? end : -1;
}

/**
 * Makes calls one after the other on one connection.
 * @returns the responses that arrived before the connection closed
 */
function askInTurn(token: string, calls: number): Promise<string[]> {
  const socket = open();
  const answers: string[] = [];
  let text = '';
  const ask = () => socket.write(callOf(token, answers.length + 1));
  return new Promise((resolve) => {
    socket.once('connect', ask).once('close', () => resolve(answers));
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      const end = endOfAnswer(text);
      if (end < 0) return;
      answers.push(text.slice(0, end));
      text = text.slice(end);
      if (answers.length < calls) ask();
      else socket.destroy();
    });
  });
}

const isOwn = (answer: string, id: number, token: string) =>
  answer.startsWith('HTTP/1.1 200 ') && answer.includes(`{"id":${id},"whose":"${token}"}`);

/** @returns the distinct responses that people got instead of their own records */
async function foreignAnswers(tokens: readonly string[], calls: number): Promise<string[]> {
  const wrong = await Promise.all(
    tokens.map(async (token) => {
      const answers = await askInTurn(token, calls);
      const others = answers.filter((answer, index) => !isOwn(answer, index + 1, token));
      const isShort = answers.length < calls ? ['closed before all answers'] : [];
      return [...others.map((answer) => answer.split('\r\n\r\n')[1]!), ...isShort];
    }),
  );
  return [...new Set(wrong.flat())];
}

const people = (count: number, name: string) =>
  Array.from({ length: count }, (_, person) => `crowd-${name}-${person}`);

it('the server loses and mixes up none of 40,000 calls when 2,000 people connect at once and others disconnect', async () => {
  await start();
  const tokens = people(2_000, 'known');
  for (let begin = 0; begin < tokens.length; begin += 100) {
    expect(await foreignAnswers(tokens.slice(begin, begin + 100), 1)).toEqual([]);
  }
  // Half of them in the middle of a request, the others before its answer.
  for (const [person, token] of people(200, 'rude').entries()) {
    const socket = open();
    const call = callOf(token, person);
    socket.once('connect', () => {
      socket.write(person % 2 ? call : call.slice(0, call.length / 2));
      setTimeout(() => socket.destroy(), person * 10);
    });
  }
  expect(await foreignAnswers(tokens, 20)).toEqual([]);
}, 300_000);

it('the server lets in 1,000 people at once whose tokens it has not validated yet', async () => {
  await start();
  expect(await foreignAnswers(people(1_000, 'new'), 2)).toEqual([]);
}, 120_000);

it.each(['1', '2'])(
  "the server's backlog takes a thousand connections while it is busy (WORKERS=%s)",
  async (WORKERS) => {
    await start({ LISTEN_BACKLOG: '2000', WORKERS });
    // With workers it is the first process that listens for all.
    process.kill(server.pid, 'SIGSTOP');
    try {
      const connected = Array.from({ length: 1_000 }, () => once(open(), 'connect'));
      await expect(Promise.all(connected)).resolves.toHaveLength(1_000);
    } finally {
      process.kill(server.pid, 'SIGCONT');
    }
  },
);

it('the server answers 503 with Retry-After when all MAX_CONNECTIONS are taken, and serves the others', async () => {
  await start({ MAX_CONNECTIONS: '3' });
  const first = [open(), open(), open()];
  await Promise.all(first.map((socket) => once(socket, 'connect')));
  const [answer] = await askInTurn('crowd-late', 1);
  expect(answer).toMatch(/^HTTP\/1\.1 503 /);
  expect(answer).toMatch(/\r\nretry-after: 2\r\n/i);
  expect(answer).toContain('This server has too many connections: try again');
  first[0]!.write(callOf('crowd-first', 1));
  const [served] = (await once(first[0]!, 'data')) as [Buffer];
  expect(served.toString()).toMatch(/^HTTP\/1\.1 200 /);
  first[1]!.destroy();
  await until(async () => {
    const [later] = await askInTurn('crowd-later', 1);
    return isOwn(later!, 1, 'crowd-later');
  });
});
