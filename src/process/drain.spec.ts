import { expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { prepareDrain } from './drain.js';

const GRACE_MS = 60_000;
const REQUEST = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n';

async function listen(answer: RequestListener) {
  const server = createServer(answer);
  const drain = prepareDrain(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return { open: () => connect(port, '127.0.0.1'), drain };
}

/** Holds the event loop up, as a server does that has too much to do. */
function beBusy(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

it('draining: a server that is busy for more than a second still answers all connections in the backlog', async () => {
  const { open, drain } = await listen((_, response) => {
    beBusy(40);
    response.end('done');
  });
  const answers = Array.from({ length: 40 }, () => {
    const socket = open();
    socket.write(REQUEST);
    return text(socket).catch(String);
  });
  await Promise.all([drain(GRACE_MS), ...answers]);
  expect((await Promise.all(answers)).filter((answer) => !/^HTTP\/1.1 200 /.test(answer))).toEqual(
    [],
  );
}, 30_000);

it('draining: idle connections are closed only after none has been used for a second', async () => {
  const { open, drain } = await listen((_, response) => void response.end('done'));
  const sockets = Array.from({ length: 5 }, open);
  for (const socket of sockets) {
    socket.write(REQUEST);
    await once(socket, 'data');
  }
  const drained = drain(GRACE_MS);
  const answers: string[] = [];
  for (const socket of sockets) {
    await delay(400);
    socket.write(REQUEST);
    answers.push(await text(socket).catch(String));
  }
  await drained;
  expect(answers).toEqual(sockets.map(() => expect.stringMatching(/^HTTP\/1.1 200 /)));
}, 30_000);
