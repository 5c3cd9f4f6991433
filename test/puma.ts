import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const DOCUMENT = {
  openapi: '3.1.0',
  info: { title: 'Puma', version: 'V1' },
  paths: {
    '/things/{id}': {
      get: {
        summary: 'Get a thing',
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }],
        responses: { 200: { description: 'OK' } },
      },
    },
  },
};

/** An application with few threads, like Puma: requests that arrive while all are busy wait in order. */
export interface Puma {
  url: string;
  /** The tokens of the calls it has answered, in order. */
  answered: string[];
  /** The most concurrent calls so far, running or waiting. */
  mostAtOnce(): number;
  /** Lets the threads start; until then every call waits. */
  release(): void;
  close(): Promise<void>;
}

export async function startPuma(threads: number): Promise<Puma> {
  const answered: string[] = [];
  const waiting: (() => void)[] = [];
  let running = 0;
  let most = 0;

  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));

  const work = async (token: string, path: string, response: ServerResponse) => {
    running += 1;
    await released;
    answered.push(token);
    response.end(JSON.stringify({ id: Number(path.split('/').at(-1)), whose: token }));
    running -= 1;
    waiting.shift()?.();
  };

  const server = createServer(({ url: path = '', headers }, response) => {
    response.setHeader('content-type', 'application/json');
    if (path.endsWith('/openapi.yaml')) return void response.end(JSON.stringify(DOCUMENT));
    if (path === '/oauth/token/info') return void response.end('{"resource_owner_id":1}');
    const token = headers.authorization?.slice('Bearer '.length) ?? '';
    const start = () => void work(token, path, response);
    if (running < threads) start();
    else waiting.push(start);
    most = Math.max(most, running + waiting.length);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answered,
    mostAtOnce: () => most,
    release,
    close: async () => {
      const closed = once(server.close(), 'close');
      server.closeAllConnections();
      await closed;
    },
  };
}
