import { once } from 'node:events';
import { createServer } from 'node:net';
import { detailsOf } from '../values/error-details.js';

/** The most ports that are tried. */
const MOST_TRIED = 100;
/** `localhost` may be either. */
const LOOPBACK = ['127.0.0.1', '::1'];

/**
 * @param taken ports that were given away already
 * @returns the first port, from `wanted` on, that is free on this machine's loopback addresses
 * @throws {Error} when a hundred ports are taken
 */
export async function nextFreePort(wanted: number, taken: ReadonlySet<number>): Promise<number> {
  for (let port = wanted; port < wanted + MOST_TRIED && port <= 65_535; port += 1) {
    if (!taken.has(port) && (await isFree(port))) return port;
  }
  throw new Error(`no port is free from ${wanted} on`);
}

async function isFree(port: number): Promise<boolean> {
  for (const host of LOOPBACK) {
    const server = createServer().listen(port, host);
    try {
      await once(server, 'listening');
    } catch (error) {
      // A machine without IPv6 does not have this address; a port that needs other rights counts as taken.
      if (detailsOf(error).code === 'EADDRNOTAVAIL') continue;
      return false;
    }
    await once(server.close(), 'close');
  }
  return true;
}
