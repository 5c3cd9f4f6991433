import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A client's own host, on loopback: its metadata documents, its redirect URIs. */
export interface DocumentHost {
  url: string;
  /** The requested paths. */
  asked: string[];
  /** Serves an object as JSON, or a listener's response, at a path, whatever the query. */
  serve(path: string, answer: object | RequestListener): string;
  close(): Promise<void>;
}

export async function startDocumentHost(): Promise<DocumentHost> {
  const answers = new Map<string, object | RequestListener>([
    // Browsers ask for it on their own.
    ['/favicon.ico', (_request, response) => response.writeHead(204).end()],
  ]);
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url!);
    const answer = answers.get(request.url!.replace(/\?.*/, ''));
    if (typeof answer === 'function') return (answer as RequestListener)(request, response);
    response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer ?? {}));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  return {
    url,
    asked,
    serve: (path, answer) => {
      answers.set(path, answer);
      return url + path;
    },
    close: async () => {
      const closed = once(server.close(), 'close');
      server.closeAllConnections();
      await closed;
    },
  };
}
