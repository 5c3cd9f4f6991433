import type { BulletTrainClient } from './bullet-train.client.js';
import { DocumentProblem } from './document-problem.js';
import { explainMissingDocument } from './document-remedies.js';
import { DOCUMENT_HEADERS, isPage, type FetchedDocument } from './fetched-document.js';

/**
 * Asks the application for its document where it serves it. The static file that Bullet Train generates has the same
 * address, so that one of them answers.
 * @param version of the document that is known already
 * @returns undefined when it is as it was
 * @throws DocumentProblem when the answer is none; UpstreamError when there is no answer
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
  // A proxy that answers so without being asked has no document for us.
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

export function documentPath(apiVersion: string): string {
  return `/api/${apiVersion}/openapi.yaml`;
}
