const NAMES = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Whether a URL's `hostname` means the machine itself (RFC 8252 §7.3, and `localhost`, which clients use as well).
 * @param hostname as `URL` has it: lower case, IPv6 in brackets
 */
export function isLoopback(hostname: string): boolean {
  return NAMES.includes(hostname);
}
