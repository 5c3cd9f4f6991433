import { setTimeout as sleep } from 'node:timers/promises';
import { casesOf, prepare } from './cases.mjs';
import { putCountedLoad } from './load.mjs';
import { countCpu } from './processes.mjs';
import { namesOf } from './rounds.mjs';
import { startServer } from './servers.mjs';
import { summarise } from './statistics.mjs';

const FIRST = 100;
const NEXT = 900;
const CONNECTIONS = 10;
/** The pause in which a server does deferred work, which counts for its first calls. */
const QUIET_MS = 1_500;

/**
 * Measures the first thousand calls of a process: each case starts a new process, in turn.
 * @returns the cases with the CPU ms of a call, { first, next, all }: of calls 1–100, of 101–1,000, and of all of them
 * with what the process did in the pause after them
 */
export async function measureFirstCalls(client, names, where, { starts, operations }) {
  const found = new Map();
  for (let start = 0; start < starts; start += 1) {
    for (const operation of operations) {
      for (const { server, protocol } of protocolsOf(names)) {
        const running = await prepare(await startServer(server, where), where);
        try {
          const [one] = casesOf(running, [{ operation, protocol, connections: CONNECTIONS }]);
          const key = [server, protocol, operation].join(' ');
          if (!found.has(key)) found.set(key, { ...namesOf(one), samples: [] });
          found.get(key).samples.push(await beginWith(client, one));
        } finally {
          client.child.send({ forget: running.origin });
          await running.stop();
        }
      }
    }
  }
  return [...found.values()].map(({ samples, ...one }) => ({
    ...one,
    ...Object.fromEntries(
      ['first', 'next', 'all'].map((key) => [key, summarise(samples.map((of) => of[key]))]),
    ),
  }));
}

async function beginWith(client, one) {
  const first = await putCountedLoad(client, { ...one, requests: FIRST });
  const next = await putCountedLoad(client, { ...one, requests: NEXT });
  const quiet = countCpu(one.pid);
  await sleep(QUIET_MS);
  return {
    first: first.cpuMs / FIRST,
    next: next.cpuMs / NEXT,
    all: (first.cpuMs + next.cpuMs + quiet()) / (FIRST + NEXT),
  };
}

function protocolsOf(names) {
  return names.flatMap((server) =>
    server === 'ours'
      ? [
          { server, protocol: 'modern' },
          { server, protocol: 'handshake' },
        ]
      : [{ server }],
  );
}
