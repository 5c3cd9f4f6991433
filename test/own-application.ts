import type { RequestListener } from 'node:http';
import { startDocumentHost, type DocumentHost } from './document-host.js';

/** An application made for one test: its document and its API's responses. */
export type OwnApplication = Pick<DocumentHost, 'url' | 'asked' | 'close'>;

/** The API's response at a path: an object as JSON, or a listener's. */
export type Answers = Record<string, object | RequestListener>;

export const TOKEN = 'the-token-of-the-own-application';

/**
 * Serves a small OpenAPI document under `/api/v1` and answers its operations. Every token is valid.
 * @param paths the document's; a path without operations gets a GET that returns an object
 */
export async function startApplication(
  paths: Record<string, object>,
  answers: Answers,
): Promise<OwnApplication> {
  const host = await startDocumentHost();
  host.serve('/api/v1/openapi.yaml', { openapi: '3.1.0', info: { title: 'Own' }, paths });
  host.serve('/oauth/token/info', {
    resource_owner_id: 1,
    scope: ['admin'],
    expires_in: 7_200,
    application: { uid: 'own' },
  });
  for (const [path, answer] of Object.entries(answers)) host.serve(`/api/v1${path}`, answer);
  return host;
}

/** @returns a listener that responds with this */
export function answering(
  body: string | Buffer,
  headers: Record<string, string> = {},
  status = 200,
): RequestListener {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
  };
}

/** A GET operation of a document. */
export function reading(schema?: object, more: object = {}, mediaType = 'application/json') {
  const content = { [mediaType]: schema ? { schema } : {} };
  return { get: { responses: { 200: { description: 'Well', content } }, ...more } };
}
