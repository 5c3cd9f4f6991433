import { once } from 'node:events';
import { createServer } from 'node:net';

/** So many are tried before somebody is told. */
const MOST_TRIED = 100;
/** `localhost` is either of them. */
const LOOPBACK = ['127.0.0.1', '::1'];

/**
 * @returns the first port from this one on at which nothing listens on this machine's own addresses, and which is none
 * of those given away already
 * @throws {Error} when a hundred of them are taken
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
      // A machine without IPv6 has no such address; a port without the right to it is another's.
      if ((error as NodeJS.ErrnoException).code === 'EADDRNOTAVAIL') continue;
      return false;
    }
    await once(server.close(), 'close');
  }
  return true;
}
