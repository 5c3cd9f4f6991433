import type { IncomingMessage } from 'node:http';
import { detailsOf } from '../values/error-details.js';
import { checkStatus, connectPublic, refuse } from './connect-public.js';
import { FetchError } from './fetch-error.js';

const TIMEOUT_MS = 5_000;
const TOO_SLOW = 'it did not answer completely within 5 s';
const MAX_BYTES = 64 * 1024;

/** A fetched document. */
export interface FetchedJson {
  json: unknown;
  /** The length of its text. */
  bytes: number;
  status: number;
  /** As node:http gives them. */
  headers: IncomingMessage['headers'];
}

/**
 * Fetches JSON from an address that a stranger named, as `connectPublic` does: no redirects, at most 5 s and 64 KB.
 * @param allowLoopback also allows this machine's addresses, over http too; for development
 * @throws FetchError
 */
export async function fetchPublicJson(url: URL, allowLoopback = false): Promise<FetchedJson> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const response = await connectPublic(url, {
      accept: 'application/json',
      allowLoopback,
      signal,
    });
    checkStatus(response);
    if (!/^application\/(\w[\w.+-]*\+)?json\b/i.test(response.headers['content-type'] ?? '')) {
      refuse(response, 'it is not application/json');
    }
    const body = await readBody(response);
    const json: unknown = JSON.parse(body.toString('utf8'));
    return { json, bytes: body.length, status: 200, headers: response.headers };
  } catch (error) {
    if (error instanceof FetchError) throw error;
    if (signal.aborted) throw new FetchError(TOO_SLOW);
    const { code, message } = detailsOf(error);
    throw new FetchError(error instanceof SyntaxError ? 'it is not JSON' : (code ?? message));
  }
}

async function readBody(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    chunks.push(chunk);
    bytes += chunk.length;
    // Leaving the loop destroys the response.
    if (bytes > MAX_BYTES) throw new FetchError('it is larger than 64 KB');
  }
  return Buffer.concat(chunks);
}
