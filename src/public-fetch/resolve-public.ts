import { lookup, type LookupAddress } from 'node:dns';
import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import { promisify } from 'node:util';
import ipaddr from 'ipaddr.js';
import { FetchError } from './fetch-error.js';

const DNS_TIMEOUT_MS = 1_500;
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Resolves the host of an address, once.
 * @param allowLoopback also allows this machine's addresses, over http too; for development
 * @returns the IP address to connect to
 * @throws FetchError unless the address is https and all that its host resolves to is public
 */
export async function resolvePublic(url: URL, allowLoopback: boolean): Promise<LookupAddress> {
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
