import { serversFor } from './queueing.ts';

/** The figures of the bench (bench/measured.json). */
export interface Measured {
  from: string;
  /** CPU of this server for one call, a page of 25 records with a sealed token, steady. */
  cpuMsPerCall: number;
  /** The memory of one process after 100,000 calls. */
  memoryMb: number;
}

/** The assumptions: how people work, and how fast their application is. */
export interface Assumed {
  /** The share of people who work with an assistant in the busiest minutes. */
  activeShare: number;
  /** The calls of each of them. */
  callsPerMinute: number;
  /** How long a Puma thread is busy with a call, in ms, and how much of that runs Ruby. */
  appMs: number;
  appCpuMs: number;
  /** The same for a token check. */
  checkMs: number;
  checkCpuMs: number;
  tokenCacheSeconds: number;
  threadsPerPuma: number;
  /** MAX_CONNECTIONS, and how many connections each active person's client keeps. */
  maxConnections: number;
  connectionsPerPerson: number;
  /** How busy threads and cores may be in the busiest minutes. */
  busyThreads: number;
  busyCores: number;
  /** The commands a second that one Redis can serve, and those of one call. */
  redisPerSecond: number;
  redisPerCall: number;
  /** nginx's default connections of one worker process, of which a client uses two. */
  workerConnections: number;
}

export const ASSUMED: Assumed = {
  activeShare: 0.1,
  callsPerMinute: 2,
  appMs: 60,
  appCpuMs: 35,
  checkMs: 8,
  checkCpuMs: 5,
  tokenCacheSeconds: 60,
  threadsPerPuma: 5,
  maxConnections: 5_000,
  connectionsPerPerson: 1,
  busyThreads: 0.7,
  busyCores: 0.5,
  redisPerSecond: 50_000,
  redisPerCall: 1,
  workerConnections: 512,
};

/** What this number of people need in the busiest minutes. */
export interface Plan {
  people: number;
  active: number;
  callsPerSecond: number;
  replicas: number;
  cores: number;
  memoryMb: number;
  checksPerSecond: number;
  threads: number;
  pumas: number;
  upstreamConnections: number;
  redisShare: number;
  /** The time until the last response, if all active people call in the same second. */
  burstSeconds: number;
}

export function planFor(people: number, measured: Measured, assumed: Assumed = ASSUMED): Plan {
  const active = people * assumed.activeShare;
  const callsPerSecond = (active * assumed.callsPerMinute) / 60;
  const cores = (callsPerSecond * measured.cpuMsPerCall) / 1_000;
  const connections = active * assumed.connectionsPerPerson;
  const replicas = Math.max(
    2,
    Math.ceil(cores / assumed.busyCores),
    Math.ceil(connections / (assumed.maxConnections * assumed.busyCores)),
  );
  const checksPerSecond = checksOf(active, replicas, assumed);
  const arrivals = callsPerSecond + checksPerSecond;
  const busy = (callsPerSecond * assumed.appMs + checksPerSecond * assumed.checkMs) / 1_000;
  const ruby = (callsPerSecond * assumed.appCpuMs + checksPerSecond * assumed.checkCpuMs) / 1_000;
  // Ruby runs one thread of a process at a time, so a process is full when its core is.
  const pumas = Math.max(
    1,
    Math.ceil(ruby / assumed.busyCores),
    Math.ceil(serversFor(arrivals, busy / arrivals, assumed.busyThreads) / assumed.threadsPerPuma),
  );
  const threads = pumas * assumed.threadsPerPuma;
  return {
    people,
    active,
    callsPerSecond,
    replicas,
    cores,
    memoryMb: replicas * measured.memoryMb,
    checksPerSecond,
    threads,
    pumas,
    upstreamConnections: Math.max(1, Math.floor(threads / replicas)),
    redisShare: (callsPerSecond * assumed.redisPerCall) / assumed.redisPerSecond,
    burstSeconds: (active * Math.max(assumed.appMs / threads, assumed.appCpuMs / pumas)) / 1_000,
  };
}

/**
 * Each replica checks a token itself, and again when its cached verdict expires: a person whose calls go to all
 * replicas in turn is checked with nearly every call if there are more replicas than calls in that time.
 */
function checksOf(active: number, replicas: number, assumed: Assumed): number {
  const { callsPerMinute, tokenCacheSeconds } = assumed;
  const perReplica = callsPerMinute / 60 / replicas;
  return (active * replicas * perReplica) / (1 + perReplica * tokenCacheSeconds);
}

/** @returns how many people one instance of each part can serve, the smallest first */
export function firstLimits(measured: Measured, assumed: Assumed = ASSUMED): [string, number][] {
  const callsOfOne = (assumed.activeShare * assumed.callsPerMinute) / 60;
  const connected = assumed.activeShare * assumed.connectionsPerPerson;
  const limits: [string, number][] = [
    [
      'a worker process of nginx with its default of 512 connections, two for each client',
      assumed.workerConnections / 2 / connected,
    ],
    [
      'a Puma process, whose Ruby runs on one core',
      (assumed.busyCores * 1_000) / (assumed.appCpuMs + assumed.checkCpuMs) / callsOfOne,
    ],
    [
      'the connections of a process of this server (`MAX_CONNECTIONS`), half of them',
      (assumed.maxConnections * assumed.busyCores) / connected,
    ],
    [
      'the CPU of a process of this server, half of a core',
      (assumed.busyCores * 1_000) / measured.cpuMsPerCall / callsOfOne,
    ],
    [
      'one Redis, half of what it carries',
      (assumed.redisPerSecond * assumed.busyCores) / assumed.redisPerCall / callsOfOne,
    ],
  ];
  return limits.toSorted(([, a], [, b]) => a - b);
}
