import type { IncomingMessage } from 'node:http';
import { detailsOf } from '../values/error-details.js';
import { sizeInWords } from '../values/size-in-words.js';
import { checkStatus, connectPublic, refuse } from './connect-public.js';
import { FetchError } from './fetch-error.js';

/** Hosts of files hand over to a store; each hop is checked like the first. */
const MAX_REDIRECTS = 3;
/** How long the host may take until the file begins, all redirects included. */
const HEAD_MS = 10_000;
/** How long the reader may have to wait for bytes, in all: an application that takes them slowly does not count. */
export const MAX_WAIT_MS = 20_000;

/** How many bytes the files of one call may still have. */
export interface ByteBudget {
  readonly all: number;
  left: number;
}

export interface DownloadOptions {
  /** Shared by downloads that belong together. */
  budget: ByteBudget;
  allowLoopback: boolean;
  /** Aborted when nobody wants the file any more. */
  signal: AbortSignal;
  /** For tests. */
  waits?: { headMs: number; bodyMs: number };
}

/** A file that has begun to arrive; nothing of it is held. */
export interface Download {
  /** The host's Content-Type; undefined where it names none. */
  contentType?: string;
  /** What the host says; undefined where it does not. */
  bytes?: number;
  /**
   * Reads the file, once. Counts while it reads, because a length may be a lie.
   * @throws FetchError when the file is too large, too slow, empty or breaks off
   */
  read(): AsyncGenerator<Buffer, void, undefined>;
  /** Lets the host go. */
  close(): void;
}

const DEFAULT_WAITS = { headMs: HEAD_MS, bodyMs: MAX_WAIT_MS };

/**
 * Begins to fetch a file from an address that a stranger named, as `connectPublic` does.
 * @throws FetchError; its message never has the address, which is a secret
 */
export async function openDownload(address: URL, options: DownloadOptions): Promise<Download> {
  const { budget, signal, waits = DEFAULT_WAITS } = options;
  const slow = new AbortController();
  const timer = setTimeout(() => slow.abort(), waits.headMs);
  try {
    const both = AbortSignal.any([slow.signal, signal]);
    const response = await followRedirects(address, { ...options, signal: both });
    checkStatus(response);
    const length = response.headers['content-length'];
    const bytes = length === undefined ? undefined : Number(length);
    if (bytes === 0) refuse(response, EMPTY);
    if (bytes !== undefined && bytes > budget.left) refuse(response, tooLarge(budget));
    const contentType = response.headers['content-type'];
    return {
      ...(contentType !== undefined && { contentType }),
      ...(bytes !== undefined && { bytes }),
      read: () => readBytes(response, slow, options),
      close: () => void response.destroy(),
    };
  } catch (error) {
    throw explain(error, slow.signal, `it did not begin within ${waits.headMs / 1000} s`);
  } finally {
    clearTimeout(timer);
  }
}

async function followRedirects(
  address: URL,
  { allowLoopback, signal }: DownloadOptions,
): Promise<IncomingMessage> {
  let url = address;
  for (let hops = 0; ; hops += 1) {
    const response = await connectPublic(url, { accept: '*/*', allowLoopback, signal });
    const { statusCode = 0, headers } = response;
    if (![301, 302, 303, 307, 308].includes(statusCode)) return response;
    if (hops === MAX_REDIRECTS) refuse(response, 'it redirects too often');
    response.destroy();
    const target = headers.location;
    if (target === undefined || !URL.canParse(target, url.href)) {
      throw new FetchError('it redirects to nowhere', statusCode);
    }
    url = new URL(target, url);
  }
}

async function* readBytes(
  response: IncomingMessage,
  slow: AbortController,
  { budget, waits = DEFAULT_WAITS }: DownloadOptions,
): AsyncGenerator<Buffer, void, undefined> {
  const pieces: AsyncIterator<Buffer> = response[Symbol.asyncIterator]();
  let waitedMs = 0;
  let bytes = 0;
  const next = async () => {
    const since = performance.now();
    const timer = setTimeout(() => slow.abort(), waits.bodyMs - waitedMs);
    try {
      return await pieces.next();
    } finally {
      clearTimeout(timer);
      waitedMs += performance.now() - since;
    }
  };
  try {
    for (let piece = await next(); piece.done !== true; piece = await next()) {
      bytes += piece.value.length;
      budget.left -= piece.value.length;
      if (budget.left < 0) throw new FetchError(tooLarge(budget));
      yield piece.value;
    }
    if (bytes === 0) throw new FetchError(EMPTY);
  } catch (error) {
    throw explain(error, slow.signal, `it took more than ${waits.bodyMs / 1000} s`);
  } finally {
    response.destroy();
  }
}

const EMPTY = 'it is empty';

function tooLarge({ all }: ByteBudget): string {
  return `it is larger than ${sizeInWords(all)}, the most that the files of one call may have`;
}

/** Node's own messages may have the address. */
function explain(error: unknown, slow: AbortSignal, tooSlow: string): FetchError {
  if (error instanceof FetchError) return error;
  if (slow.aborted) return new FetchError(tooSlow);
  const { code } = detailsOf(error);
  if (code === 'ECONNRESET') return new FetchError('it broke off before its end');
  return new FetchError(code === undefined ? 'it could not be fetched' : `it failed (${code})`);
}
