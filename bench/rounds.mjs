import { putCountedLoad } from './load.mjs';
import { summarise } from './statistics.mjs';

/** More warm-up calls take too long where a call is expensive. */
const MOST_WARM_UP_SECONDS = 8;
/** The first calls after a pause, in which V8 may have dropped what it had optimised. */
const RESUMED = { requests: 1_000, seconds: 1 };

/**
 * Measures every case once a round, one after the other and in turn forwards and backwards, so that disturbances affect
 * all cases. first-calls.mjs measures the time before.
 * @param {object[]} cases arguments for `putCountedLoad`, with names for the tables
 * @returns the cases with { cpuMs, perSecond, p50, p99 } a request, and { resumedMs }, the CPU of each of the first calls
 *   after the pause in which the other cases were measured: median, min, max and the samples of the rounds
 */
export async function measure(client, cases, { rounds, seconds, warmUpCalls }) {
  const samples = cases.map(() => []);
  for (const one of cases) {
    await putCountedLoad(client, { ...one, requests: warmUpCalls, seconds: MOST_WARM_UP_SECONDS });
  }
  for (let round = 0; round < rounds; round += 1) {
    const turns = [...cases.entries()];
    for (const [index, one] of round % 2 === 0 ? turns : turns.toReversed()) {
      const resumed = await putCountedLoad(client, { ...one, ...RESUMED });
      const result = await putCountedLoad(client, { ...one, seconds });
      samples[index].push({
        ...result,
        cpuMs: result.cpuMs / result.requests,
        resumedMs: resumed.cpuMs / resumed.requests,
        perSecond: result.requests / result.seconds,
      });
    }
  }
  return cases.map((one, index) => ({
    ...namesOf(one),
    ...Object.fromEntries(
      ['cpuMs', 'resumedMs', 'perSecond', 'p50', 'p99'].map((key) => [
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
