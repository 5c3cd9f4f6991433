import { setTimeout as sleep } from 'node:timers/promises';
import { casesOf, prepare } from './cases.mjs';
import { putLoad } from './load.mjs';
import { residentMb } from './processes.mjs';
import { startServer } from './servers.mjs';
import { summarise } from './statistics.mjs';

const CONNECTIONS = 10;
const STARTED_MS = 2_000;

/**
 * @param {{ processes: number, idleMs: number, calls: number }} plan how many processes of each server get no call for
 *   how long, all together, and how many calls one of each gets then
 * @returns the resident memory of new processes, in MB: just after the start and idle, each as a median with its
 *   samples, and that of the first process after the calls
 */
export async function measureMemory(client, names, where, { processes, idleMs, calls }) {
  const groups = names.map((name) => ({ name, servers: [] }));
  try {
    for (const { name, servers } of groups) {
      while (servers.length < processes) servers.push(await startServer(name, where));
    }
    await sleep(names.length > 0 ? STARTED_MS : 0);
    for (const group of groups) group.startedMb = memoryOf(group);
    await sleep(names.length > 0 ? idleMs : 0);
    for (const group of groups) group.idleMb = memoryOf(group);
    const measured = [];
    for (const { name, servers, startedMb, idleMb } of groups) {
      const running = await prepare(servers[0], where);
      const [one] = casesOf(running, [{ operation: 'get', connections: CONNECTIONS }]);
      await putLoad(client, { ...one, requests: calls });
      const afterMb = residentMb(running.pid);
      const document = where.document.name;
      measured.push({ server: name, document, startedMb, idleMb, afterMb, calls });
      client.child.send({ forget: running.origin });
    }
    return measured;
  } finally {
    await Promise.all(groups.flatMap(({ servers }) => servers.map((server) => server.stop())));
  }
}

function memoryOf({ servers }) {
  return summarise(servers.map(({ pid }) => residentMb(pid)));
}
