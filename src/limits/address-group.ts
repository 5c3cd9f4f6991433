import ipaddr from 'ipaddr.js';

/**
 * @param address as the socket or the proxy in front names it
 * @returns what is counted together: an IPv4 address, or the first 64 bits of an IPv6 address, because a site gets all
 *   the rest (RFC 6177); `unknown` when the text is not an address
 */
export function addressGroup(address = 'unknown'): string {
  // Some proxies add the port.
  const plain = address.replace(/^(\d+\.\d+\.\d+\.\d+):\d+$|^\[(.*)\](:\d+)?$/, '$1$2');
  if (!ipaddr.isValid(plain)) return 'unknown';
  const parsed = ipaddr.process(plain);
  if (!(parsed instanceof ipaddr.IPv6)) return parsed.toString();
  return `${parsed.parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::/64`;
}
