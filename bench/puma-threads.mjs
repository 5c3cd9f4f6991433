/** Requests that may wait for a thread, as Puma's socket lets them (its `backlog`, as a load balancer's queue is set). */
const BACKLOG = 128;

/**
 * Lets so many requests run at once, each for an exponentially distributed time; others wait in order. One that finds
 * the backlog full has its connection closed, as the system would refuse it.
 * @returns {{ work: (response: object, run: Function) => void, takeMeanMs: () => number }} the second tells how long the
 * threads have in truth been busy with a request, on average since it was last asked
 */
export function limitThreads({ threads, workMs }) {
  const waiting = [];
  let running = 0;
  let busyMs = 0;
  let done = 0;
  const start = (run) => {
    running += 1;
    const startedAt = performance.now();
    setTimeout(() => {
      run();
      busyMs += performance.now() - startedAt;
      done += 1;
      running -= 1;
      const next = waiting.shift();
      if (next) start(next);
    }, timeOfWork(workMs));
  };
  const work = (response, run) => {
    if (running < threads) return start(run);
    if (waiting.length >= BACKLOG) return response.destroy();
    return waiting.push(run);
  };
  const takeMeanMs = () => {
    const mean = busyMs / done;
    busyMs = 0;
    done = 0;
    return mean;
  };
  return { work, takeMeanMs };
}

/** Timers end up to a millisecond late, by half of one on average. */
function timeOfWork(mean) {
  return Math.max(0, -Math.log(1 - Math.random()) * mean - 0.5);
}
