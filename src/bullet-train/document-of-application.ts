import type { BulletTrainClient } from './bullet-train.client.js';
import { DocumentProblem } from './document-problem.js';
import { explainMissingDocument } from './document-remedies.js';
import { DOCUMENT_HEADERS, isPage, type FetchedDocument } from './fetched-document.js';

/**
 * Fetches the document from the application. The static file that Bullet Train generates has the same address, so
 * either may answer.
 * @param version of the document as it was fetched last
 * @returns undefined when the document has not changed
 * @throws DocumentProblem when the response is not a document; UpstreamError when there is no response
 */
export async function fetchFromApplication(
  client: BulletTrainClient,
  apiVersion: string,
  version: string | undefined,
  signal: AbortSignal,
): Promise<FetchedDocument | undefined> {
  const path = documentPath(apiVersion);
  const { status, headers, body } = await client.send({
    method: 'GET',
    path,
    headers: { ...DOCUMENT_HEADERS, ...(version !== undefined && { 'if-none-match': version }) },
    signal,
  });
  // A 304 without our asking for one comes from a proxy without the document.
  if (status === 304 && version !== undefined) return undefined;
  if (status >= 300 && status < 400) {
    throw new DocumentProblem(
      `${path} answered ${status} to ${headers['location'] ?? 'nowhere'}`,
      'set BULLET_TRAIN_BASE_URL to the address that answers',
    );
  }
  if (status >= 500) {
    throw new DocumentProblem(`${path} answered ${status}`, explainMissingDocument(apiVersion));
  }
  if (status !== 200) {
    throw new DocumentProblem(
      `${path} answered ${status}`,
      'check BULLET_TRAIN_BASE_URL and BULLET_TRAIN_API_VERSION, or name the document with OPENAPI_DOCUMENT',
    );
  }
  const text = body.toString('utf8');
  if (isPage(headers['content-type'], text)) {
    throw new DocumentProblem(
      `${path} answered a page for people and not the document`,
      explainMissingDocument(apiVersion),
    );
  }
  return { text, ...(headers['etag'] !== undefined && { version: headers['etag'] }) };
}

/** The address of the document in an application. */
export function documentPath(apiVersion: string): string {
  return `/api/${apiVersion}/openapi.yaml`;
}
