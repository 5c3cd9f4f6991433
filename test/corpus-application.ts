import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CorpusAnswer } from './corpus-case.js';

export interface ReceivedRequest {
  method: string;
  /** The path with the query. */
  path: string;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** An application that serves a document, accepts every token, and answers calls as told. */
export interface CorpusApplication {
  url: string;
  document: string;
  /** Used in order; the last one is repeated. */
  answers: CorpusAnswer[];
  /** The requests that arrived, except for the document and token checks. */
  received: ReceivedRequest[];
  close(): Promise<void>;
}

export async function startCorpusApplication(): Promise<CorpusApplication> {
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const application: CorpusApplication = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    document: '',
    answers: [],
    received: [],
    close: async () => {
      const closed = once(server.close(), 'close');
      server.closeAllConnections();
      await closed;
    },
  };
  return application;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url!;
    if (path.startsWith('/api/v1/openapi.yaml')) {
      response.writeHead(200, { 'content-type': 'application/yaml' }).end(application.document);
    } else if (path === '/oauth/token/info') {
      const info = { resource_owner_id: 1, scope: ['admin'], expires_in: null };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(info));
    } else {
      const chunks = (await request.toArray()) as Buffer[];
      const body = Buffer.concat(chunks).toString();
      const { method = '', headers } = request;
      application.received.push({ method, path, headers, body });
      const { answers } = application;
      send(response, (answers.length > 1 ? answers.shift() : answers[0]) ?? {});
    }
  }
}

/** Text is sent unchanged, anything else as JSON. */
function send(
  response: ServerResponse,
  { status = 200, headers, body = {}, base64 }: CorpusAnswer,
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  if (base64 !== undefined) response.end(Buffer.from(base64, 'base64'));
  else if (body === null) response.end();
  else response.end(typeof body === 'string' ? body : JSON.stringify(body));
}
