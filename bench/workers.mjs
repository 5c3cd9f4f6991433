import { childrenOf, ownCpuMs } from './processes.mjs';
import { casesOf, prepare } from './cases.mjs';
import { putLoad } from './load.mjs';
import { startServer } from './servers.mjs';
import { summarise } from './statistics.mjs';

/** Enough connections that each worker gets its share: with few, the faster of two accepts more. */
const CONNECTIONS = 64;
/** Warm-up calls of each worker: until then V8 is still compiling, and two workers get half of the calls each. */
const WARM_UP_CALLS = 20_000;
const MOST_SECONDS = 60;
const SECONDS = 2;
/** More rounds than for other measurements: with all cores busy, windows vary more. */
const ROUNDS = 9;

/**
 * Compares two workers with one, in calls a second.
 *
 * The client and the application need a core too, so on a machine with two cores wall-clock time cannot show the
 * second worker. So the figure is the number of calls that the busiest process has served when it
 * has used one second of CPU: the rate at which a server with a core for each worker is full.
 * @returns { wall, perCore }: the ratios by the clock and by the busiest process; nothing without WORKERS
 */
export async function compareWorkers(client, where) {
  const servers = [];
  try {
    for (const workers of [1, 2]) {
      const running = await startServer('ours', where, { WORKERS: String(workers) });
      servers.push(await prepare(running, where));
    }
    if (childrenOf(servers[1].pid).length < 2) return undefined;
    const samples = [[], []];
    for (const [index, running] of servers.entries()) {
      const requests = WARM_UP_CALLS * (index + 1);
      await window(client, running, { requests, seconds: MOST_SECONDS });
    }
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [index, running] of servers.entries()) {
        samples[index].push(await window(client, running, { seconds: SECONDS }));
      }
    }
    const [one, two] = samples;
    const ratios = (key) => summarise(two.map((sample, index) => sample[key] / one[index][key]));
    return { wall: ratios('perSecond'), perCore: ratios('perBusiestSecond') };
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}

async function window(client, running, length) {
  const family = [running.pid, ...childrenOf(running.pid)];
  const wanted = { operation: 'get', protocol: 'modern', connections: CONNECTIONS };
  const [one] = casesOf(running, [wanted]);
  let before;
  let busiest;
  const { requests, seconds } = await putLoad(
    client,
    { ...one, ...length },
    {
      before: () => (before = family.map(ownCpuMs)),
      after: () => (busiest = Math.max(...family.map((each, at) => ownCpuMs(each) - before[at]))),
    },
  );
  return { perSecond: requests / seconds, perBusiestSecond: (requests * 1000) / busiest };
}
