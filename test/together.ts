/**
 * Runs that begin together, with the first that is asked for, because each mostly waits.
 * @returns for each run a function that waits for all of them, and gives the outcome of that one
 */
export function together(...runs: (() => Promise<void>)[]): (() => Promise<void>)[] {
  let started: Promise<void>[] | undefined;
  return runs.map((_, at) => async () => {
    started ??= runs.map((run) => run());
    await Promise.allSettled(started);
    await started[at];
  });
}
