import { setTimeout as sleep } from 'node:timers/promises';
import { casesOf, prepare } from './cases.mjs';
import { putLoad } from './load.mjs';
import { residentMb } from './processes.mjs';
import { startServer } from './servers.mjs';

const CONNECTIONS = 10;
const STARTED_MS = 2_000;

/**
 * @param {{ idleMs: number, calls: number }} plan how long the processes get no call, together, and then how many
 * @returns the resident memory of new processes, in MB: just after the start, idle, and after the calls
 */
export async function measureMemory(client, names, where, { idleMs, calls }) {
  const servers = [];
  try {
    for (const name of names) servers.push(await prepare(await startServer(name, where), where));
    await sleep(STARTED_MS);
    const startedMb = servers.map(({ pid }) => residentMb(pid));
    await sleep(servers.length > 0 ? idleMs : 0);
    const idleMb = servers.map(({ pid }) => residentMb(pid));
    const measured = [];
    for (const [index, running] of servers.entries()) {
      const [one] = casesOf(running, [{ operation: 'get', connections: CONNECTIONS }]);
      await putLoad(client, { ...one, requests: calls });
      measured.push({
        server: running.name,
        document: where.document.name,
        startedMb: startedMb[index],
        idleMb: idleMb[index],
        afterMb: residentMb(running.pid),
        calls,
      });
      client.child.send({ forget: running.origin });
    }
    return measured;
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}
