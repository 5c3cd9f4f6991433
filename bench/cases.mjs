import { readFileSync } from 'node:fs';
import { findTools } from './resources.mjs';
import { sealToken } from '../test/sealed-token.ts';
import { SERVERS } from './servers.mjs';
import { TOKEN } from './speakers.mjs';

/** What no other server can be asked. */
const OURS_ALONE = ['fields'];

/**
 * Adds what a running server is asked with: its tools, and for ours the sealed token of somebody who has signed in
 * through it. What search mode does not list can be called nonetheless, by its name in the list of the other mode.
 */
export async function prepare(running, { list, resource, document }) {
  const tools = findTools(running.name === 'search' ? readFileSync(list) : running.list, resource);
  const isOurs = running.name === 'ours' || running.name === 'search';
  return {
    ...running,
    tools: { ...tools, count: findTools(running.list, resource).count },
    resource,
    document: document.name,
    ...(isOurs && { sealed: await sealToken(running.origin, TOKEN) }),
  };
}

/**
 * @param running a prepared server
 * @param {{ operation: string, connections: number, protocol?: string, isRaw?: boolean }[]} wanted what to ask; in all
 * protocols of the server where none is named, and with a sealed token where ours is not told to take a raw one
 * @returns what `putCountedLoad` takes, without what this server cannot be asked
 */
export function casesOf(running, wanted) {
  const { name, origin, pid, tools, resource, document, sealed } = running;
  return wanted
    .filter(({ operation, isRaw }) => canBeAsked(name, operation, isRaw))
    .flatMap(({ operation, connections, protocol, isRaw }) =>
      (protocol ? [protocol] : SERVERS[name].protocols).map((spoken) => ({
        server: name,
        document,
        resource,
        protocol: spoken,
        operation,
        connections,
        isRaw,
        origin,
        pid,
        token: isRaw ? undefined : sealed,
        tool: tools[operation] ?? tools.page,
        asksPages: name !== 'ours',
        expected: tools.count,
      })),
    );
}

function canBeAsked(name, operation, isRaw) {
  if (operation === 'search') return name === 'search';
  if (isRaw || OURS_ALONE.includes(operation)) return name === 'ours';
  if (name === 'search') return operation === 'list' || operation === 'get';
  if (name === 'quiet') return operation === 'get' || operation === 'page';
  return true;
}
