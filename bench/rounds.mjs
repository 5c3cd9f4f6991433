import { putCountedLoad } from './load.mjs';
import { summarise } from './statistics.mjs';

/** More warm-up calls take too long where a call is expensive. */
const MOST_WARM_UP_SECONDS = 10;

/**
 * Measures every case once a round, one after the other, so that disturbances affect all cases. All of it is
 * the steady state: first-calls.mjs measures the time before.
 * @param {object[]} cases arguments for `putCountedLoad`, with names for the tables
 * @returns the cases with { cpuMs, perSecond, p50, p99 } a request: median, min, max and the samples of the rounds
 */
export async function measure(client, cases, { rounds, seconds, warmUpCalls }) {
  const samples = cases.map(() => []);
  for (const one of cases) {
    await putCountedLoad(client, { ...one, requests: warmUpCalls, seconds: MOST_WARM_UP_SECONDS });
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, one] of cases.entries()) {
      const result = await putCountedLoad(client, { ...one, seconds });
      samples[index].push({
        ...result,
        cpuMs: result.cpuMs / result.requests,
        perSecond: result.requests / result.seconds,
      });
    }
  }
  return cases.map((one, index) => ({
    ...namesOf(one),
    ...Object.fromEntries(
      ['cpuMs', 'perSecond', 'p50', 'p99'].map((key) => [
        key,
        summarise(samples[index].map((sample) => sample[key])),
      ]),
    ),
  }));
}

/** The key of a case, for tables and targets. */
export function namesOf({ server, document, protocol, operation, connections, isRaw }) {
  return { server, document, protocol, operation, connections, ...(isRaw && { isRaw }) };
}
