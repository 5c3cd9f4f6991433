import { lookup, type LookupAddress } from 'node:dns';
import { Resolver } from 'node:dns/promises';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { promisify } from 'node:util';
import ipaddr from 'ipaddr.js';
import { detailsOf } from '../../values/error-details.js';

const TIMEOUT_MS = 5_000;
const TOO_SLOW = 'it did not answer completely within 5 s';
const DNS_TIMEOUT_MS = 1_500;
const MAX_BYTES = 64 * 1024;
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');

/** Why a document could not be fetched. */
export class FetchError extends Error {
  override readonly name = 'FetchError';

  constructor(
    message: string,
    /** The HTTP status, if there was a response. */
    readonly status?: number,
  ) {
    super(message);
  }
}

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
 * Fetches JSON from an address that a stranger named, without giving the stranger access to this network (SSRF): https
 * only, one DNS resolution, only public addresses, a connection to the very address that was checked, no redirects, at
 * most 5 s and 64 KB.
 * @param allowLoopback also allows this machine's addresses, over http too; for development
 * @throws FetchError
 */
export async function fetchPublicJson(url: URL, allowLoopback = false): Promise<FetchedJson> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const address = await within(signal, resolvePublic(url, allowLoopback));
    const response = await connect(url, address, signal);
    checkHead(response);
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

async function resolvePublic(url: URL, allowLoopback: boolean): Promise<LookupAddress> {
  // An IPv6 address stands in brackets in a URL.
  const name = url.hostname.replace(/^\[|\]$|\.$/g, '');
  const addresses = await resolve(name);
  const parsed = addresses.map(({ address }) => ipaddr.process(address));
  const isLoopback = allowLoopback && parsed.every((one) => one.range() === 'loopback');
  if (url.protocol !== 'https:' && !(isLoopback && url.protocol === 'http:')) {
    throw new FetchError('it must be at an https address');
  }
  const [first] = addresses;
  // One private address among public ones is enough to refuse. A name without addresses gets the same error, so that
  // nobody learns which names exist in this network.
  if (!first || (!isLoopback && !parsed.every(isPublic))) {
    throw new FetchError('it must be at a public address');
  }
  return first;
}

/** Not the system's resolver: a slow name server would block it for everybody. */
async function resolve(name: string): Promise<LookupAddress[]> {
  const family = isIP(name);
  if (family !== 0) return [{ address: name, family }];
  // RFC 6761 §6.3: never ask a name server.
  if (name === 'localhost') return promisify(lookup)(name, { all: true });
  const resolver = new Resolver({ timeout: DNS_TIMEOUT_MS, tries: 2 });
  const [ipv4, ipv6] = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
  return [
    ...(ipv4.status === 'fulfilled' ? ipv4.value : []).map((address) => ({ address, family: 4 })),
    ...(ipv6.status === 'fulfilled' ? ipv6.value : []).map((address) => ({ address, family: 6 })),
  ];
}

/** IPv6 addresses outside 2000::/3 (RFC 4291 §2.4) may have no named range, such as `::127.0.0.1`. */
function isPublic(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  const isGlobal = !(address instanceof ipaddr.IPv6) || address.match(GLOBAL_IPV6);
  return isGlobal && address.range() === 'unicast';
}

function connect(url: URL, pinned: LookupAddress, signal: AbortSignal): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const alreadyResolved: LookupFunction = (_name, options, callback) => {
    if (options.all) callback(null, [pinned]);
    else callback(null, pinned.address, pinned.family);
  };
  const headers = {
    accept: 'application/json',
    'accept-encoding': 'identity',
    'user-agent': 'bullet-train-mcp',
  };
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

function checkHead(response: IncomingMessage): void {
  const { statusCode, headers } = response;
  const problem =
    statusCode !== 200
      ? `it answered ${statusCode}`
      : !/^application\/(\w[\w.+-]*\+)?json\b/i.test(headers['content-type'] ?? '')
        ? 'it is not application/json'
        : headers['content-encoding'] !== undefined
          ? 'it is compressed, although the request did not allow that'
          : undefined;
  if (problem === undefined) return;
  response.destroy();
  throw new FetchError(problem, statusCode);
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

/** A DNS resolution cannot be aborted, only abandoned. */
function within<Result>(signal: AbortSignal, promise: Promise<Result>): Promise<Result> {
  const expired = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new FetchError(TOO_SLOW)), { once: true });
  });
  return Promise.race([promise, expired]);
}
