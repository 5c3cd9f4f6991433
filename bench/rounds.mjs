import { countCpu } from './processes.mjs';
import { putLoad } from './load.mjs';
import { summarise } from './statistics.mjs';

/**
 * Measures every case once a round, one after the other, so that what disturbs the machine disturbs all.
 * @param cases [{ server, protocol, operation, connections, … }], each with the running server
 * @returns the cases with { cpuMs, perSecond, p50, p99 } a request: median, min and max of the rounds
 */
export async function measure(client, cases, { rounds, seconds, warmUpSeconds }) {
  const samples = cases.map(() => []);
  for (const one of cases) await window(client, one, warmUpSeconds);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, one] of cases.entries()) {
      samples[index].push(await window(client, one, seconds));
    }
  }
  return cases.map(({ running, ...one }, index) => ({
    ...one,
    server: running.name,
    ...Object.fromEntries(
      ['cpuMs', 'perSecond', 'p50', 'p99'].map((key) => [
        key,
        summarise(samples[index].map((sample) => sample[key])),
      ]),
    ),
  }));
}

async function window(client, { running, ...what }, seconds) {
  let spentMs;
  let spent;
  const result = await putLoad(
    client,
    { ...what, origin: running.origin, seconds },
    {
      before: () => (spentMs = countCpu(running.pid)),
      after: () => (spent = spentMs()),
    },
  );
  return {
    ...result,
    cpuMs: spent / result.requests,
    perSecond: result.requests / result.seconds,
  };
}
