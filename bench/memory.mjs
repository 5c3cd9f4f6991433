import { setTimeout as sleep } from 'node:timers/promises';
import { casesOf, prepare } from './cases.mjs';
import { putLoad } from './load.mjs';
import { residentMb } from './processes.mjs';
import { startServer } from './servers.mjs';

const CONNECTIONS = 10;
const IDLE_MS = 2_000;

/** @returns the resident memory of a new process, in MB: idle, and after this many calls */
export async function measureMemory(client, name, where, calls) {
  const running = await prepare(await startServer(name, where), where);
  try {
    await sleep(IDLE_MS);
    const idleMb = residentMb(running.pid);
    const [one] = casesOf(running, [{ operation: 'get', connections: CONNECTIONS }]);
    await putLoad(client, { ...one, requests: calls });
    const afterMb = residentMb(running.pid);
    return { server: name, document: where.document.name, idleMb, afterMb, calls };
  } finally {
    client.child.send({ forget: running.origin });
    await running.stop();
  }
}
