import { readFileSync } from 'node:fs';
import { findTools } from './resources.mjs';
import { sealToken } from '../test/sealed-token.ts';
import { SERVERS } from './servers.mjs';
import { TOKEN } from './speakers.mjs';

/** Operations that only this server has. */
const OURS_ALONE = ['fields'];

/**
 * Adds what the requests to a running server need: its tools, and for this server the sealed token of a signed-in
 * person. Tools that search mode does not list can still be called, by their names in the list of the other mode.
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
 * protocols of the server if none is named, and with a sealed token unless `isRaw` is set
 * @returns arguments for `putCountedLoad`, without requests that the server cannot answer
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
  if (name === 'quiet' || name === 'framework') return operation === 'get' || operation === 'page';
  return true;
}
