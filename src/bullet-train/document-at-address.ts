import { detailsOf } from '../values/error-details.js';
import { DocumentProblem } from './document-problem.js';
import {
  DOCUMENT_HEADERS,
  isPage,
  MAX_DOCUMENT_BYTES,
  type FetchedDocument,
} from './fetched-document.js';

/**
 * Fetches a document from an address that the operator chose, without a token and with limits for time and size. It
 * follows redirects, because storage services use them.
 * @returns undefined when the document has not changed
 * @throws DocumentProblem; it does not show the query, which may hold a signature
 */
export async function fetchFromAddress(
  address: string,
  { version, timeoutMs, signal }: { version?: string; timeoutMs: number; signal: AbortSignal },
): Promise<FetchedDocument | undefined> {
  const { origin, pathname } = new URL(address);
  const shown = origin + pathname;
  const problem = (what: string, options?: ErrorOptions) =>
    new DocumentProblem(`${shown} ${what}`, 'check what is at that address', options);
  try {
    const response = await fetch(address, {
      headers: { ...DOCUMENT_HEADERS, ...(version !== undefined && { 'if-none-match': version }) },
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    if (response.status === 304 && version !== undefined) return undefined;
    if (response.status !== 200) throw problem(`answered ${response.status}`);
    const text = await readText(response);
    if (text === undefined) throw problem('has more than 10 MB');
    if (isPage(response.headers.get('content-type') ?? undefined, text)) {
      throw problem('answered a page for people and not the document');
    }
    const etag = response.headers.get('etag');
    return { text, ...(etag !== null && { version: etag }) };
  } catch (error) {
    if (error instanceof DocumentProblem) throw error;
    const { name, message, cause } = detailsOf(error);
    if (name === 'TimeoutError') throw problem(`gave no complete answer in ${timeoutMs / 1000} s`);
    const reason = cause instanceof Error ? cause.message || String(cause) : message;
    throw problem(`cannot be reached: ${reason}`, { cause: error });
  }
}

/** @returns undefined when it is too long */
async function readText(response: Response): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > MAX_DOCUMENT_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
