import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { FetchError } from './fetch-error.js';
import { resolvePublic } from './resolve-public.js';

export interface ConnectOptions {
  accept: string;
  /** Also allows this machine's addresses, over http too; for development. */
  allowLoopback: boolean;
  /** Ends the request and the reading of its response. */
  signal: AbortSignal;
}

/**
 * Requests an address that a stranger named, without giving the stranger access to this network (SSRF): https only, one
 * DNS resolution, only public addresses, a connection to the very address that was checked, no redirects, nothing
 * compressed.
 * @returns the response, whatever its status; its body is not read yet
 * @throws FetchError, or the system's error
 */
export async function connectPublic(url: URL, options: ConnectOptions): Promise<IncomingMessage> {
  const { allowLoopback, signal, accept } = options;
  // A DNS resolution cannot be aborted, only abandoned.
  const pinned = await within(signal, resolvePublic(url, allowLoopback));
  const alreadyResolved: LookupFunction = (_name, { all }, callback) => {
    if (all) callback(null, [pinned]);
    else callback(null, pinned.address, pinned.family);
  };
  const headers = { accept, 'accept-encoding': 'identity', 'user-agent': 'bullet-train-mcp' };
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    // No agent: a kept connection would lead to an address that was checked for somebody else.
    request(url, { agent: false, lookup: alreadyResolved, signal, headers })
      .on('response', resolve)
      .on('error', reject)
      // A status such as 101 causes neither a response nor an error.
      .on('close', () => reject(new FetchError('it closed the connection without an answer')))
      .end();
  });
}

/** @throws FetchError unless the answer is 200 and not compressed; the connection is closed then */
export function checkStatus(response: IncomingMessage): void {
  const { statusCode, headers } = response;
  if (statusCode !== 200) refuse(response, `it answered ${statusCode}`);
  if (headers['content-encoding'] !== undefined) {
    refuse(response, 'it is compressed, although the request did not allow that');
  }
}

/** @throws FetchError always, after closing the connection */
export function refuse(response: IncomingMessage, problem: string): never {
  response.destroy();
  throw new FetchError(problem, response.statusCode);
}

function within<Result>(signal: AbortSignal, promise: Promise<Result>): Promise<Result> {
  const expired = new Promise<never>((_resolve, reject) => {
    const abandon = () => reject(signal.reason);
    if (signal.aborted) abandon();
    signal.addEventListener('abort', abandon, { once: true });
  });
  return Promise.race([promise, expired]);
}
