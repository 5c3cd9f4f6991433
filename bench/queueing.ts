/** What a queue before several equal servers does: Poisson arrivals, exponential service times (M/M/c). */
export interface Queue {
  /** Arrivals a second. */
  arrivals: number;
  /** The mean time of one service, in seconds. */
  service: number;
  /** How many are served at once. */
  servers: number;
}

/** @returns the share of the servers that is busy; from 1 on the queue grows without end */
export function utilisation({ arrivals, service, servers }: Queue): number {
  return (arrivals * service) / servers;
}

/** @returns the probability that an arrival has to wait (Erlang C), by the recursion of Erlang B */
export function waitingProbability(queue: Queue): number {
  const load = queue.arrivals * queue.service;
  let blocking = 1;
  for (let servers = 1; servers <= queue.servers; servers += 1) {
    blocking = (load * blocking) / (servers + load * blocking);
  }
  return blocking / (1 - utilisation(queue) * (1 - blocking));
}

/** @returns the mean time of an answer, waiting included, in seconds */
export function meanResponse(queue: Queue): number {
  const { arrivals, service, servers } = queue;
  return service + waitingProbability(queue) / (servers / service - arrivals);
}

/** @returns the waiting time that this share of the arrivals does not exceed, in seconds */
export function waitPercentile(queue: Queue, share: number): number {
  const late = waitingProbability(queue);
  if (late <= 1 - share) return 0;
  return Math.log(late / (1 - share)) / (queue.servers / queue.service - queue.arrivals);
}

/** @returns the time of an answer that this share of the arrivals does not exceed, in seconds */
export function responsePercentile(queue: Queue, share: number): number {
  let [low, high] = [0, queue.service];
  while (slowerThan(queue, high) > 1 - share) high *= 2;
  while (high - low > queue.service / 10_000) {
    const middle = (low + high) / 2;
    if (slowerThan(queue, middle) > 1 - share) low = middle;
    else high = middle;
  }
  return high;
}

/** @returns the probability that an answer takes longer: the wait's distribution folded with the service's */
function slowerThan(queue: Queue, seconds: number): number {
  const { arrivals, service, servers } = queue;
  const late = waitingProbability(queue);
  const own = Math.exp(-seconds / service);
  const spare = servers - arrivals * service - 1;
  // Where the two exponents meet, their quotient is its limit.
  const both =
    Math.abs(spare) < 1e-9
      ? seconds / service
      : (1 - Math.exp((-seconds * spare) / service)) / spare;
  return own * (1 + late * both);
}

/** @returns the fewest servers that are not busier than `utilised` and let 95 % wait no longer than one service */
export function serversFor(arrivals: number, service: number, utilised: number): number {
  let servers = Math.max(1, Math.ceil((arrivals * service) / utilised));
  while (waitPercentile({ arrivals, service, servers }, 0.95) > service) servers += 1;
  return servers;
}
