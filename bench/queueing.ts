/** A queue before several equal servers: Poisson arrivals, exponential service times (M/M/c). */
export interface Queue {
  /** Arrivals a second. */
  arrivals: number;
  /** The mean time of one service, in seconds. */
  service: number;
  /** The number of servers. */
  servers: number;
}

/** @returns the utilisation of the servers; from 1 on the queue grows without bound */
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

/** @returns the mean response time, including the wait, in seconds */
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

/** @returns the response time that this share of the arrivals does not exceed, in seconds */
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

/** @returns the probability that a response takes longer: the convolution of wait and service time */
function slowerThan(queue: Queue, seconds: number): number {
  const { arrivals, service, servers } = queue;
  const late = waitingProbability(queue);
  const own = Math.exp(-seconds / service);
  const spare = servers - arrivals * service - 1;
  // Where the two exponents are equal, the quotient is its limit.
  const both =
    Math.abs(spare) < 1e-9
      ? seconds / service
      : (1 - Math.exp((-seconds * spare) / service)) / spare;
  return own * (1 + late * both);
}

/** @returns the fewest servers with a utilisation of at most `utilised` where 95 % wait no longer than one service */
export function serversFor(arrivals: number, service: number, utilised: number): number {
  let servers = Math.max(1, Math.ceil((arrivals * service) / utilised));
  while (waitPercentile({ arrivals, service, servers }, 0.95) > service) servers += 1;
  return servers;
}
