import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { putLoad } from './load.mjs';
import { residentMb } from './processes.mjs';
import { findTools } from './questions.mjs';
import { printCases } from './report.mjs';
import { measure } from './rounds.mjs';
import { sealToken } from './sealed-token.mjs';
import { SERVERS, startServer, startUpstream } from './servers.mjs';
import { TOKEN } from './speakers.mjs';
import { summarise } from './statistics.mjs';
import { compareWorkers } from './workers.mjs';

const MEMORY_CONNECTIONS = 10;
const MEMORY_OPERATIONS = 550;
const IDLE_MS = 1_000;

/**
 * Measures the chosen servers before an application with this document, and adds to the results.
 * @param {{ size: number, document: string, directory: string }} about
 * @param {{ client: object, plan: object, chosen: string[] }} how
 */
export async function benchDocument(
  { size, document, directory },
  { client, plan, chosen },
  results,
) {
  const upstream = await startUpstream(document);
  const where = { upstream: upstream.url, document, list: join(directory, 'list.json'), directory };
  const servers = [];
  try {
    const { running, starts } = await startAll(chosen, where, plan.starts, servers);
    results.starts.push(...starts.map((one) => ({ ...one, size })));
    await sleep(IDLE_MS);
    const idle = running.map(({ pid }) => residentMb(pid));
    for (const group of groupsOf(running, size, plan)) {
      const measured = await measure(client, group, plan);
      printCases(measured);
      results.cases.push(...measured);
    }
    for (const [index, { name, pid }] of running.entries()) {
      results.memory.push({ server: name, size, idleMb: idle[index], afterMb: residentMb(pid) });
    }
    if (size === MEMORY_OPERATIONS) {
      for (const name of plan.memoryServers.filter((server) => chosen.includes(server))) {
        const measured = await measureCalls(client, name, where, plan.memoryCalls);
        results.memory.push({ ...measured, size });
      }
    }
    if (plan.extras && size === 20 && chosen.includes('ours')) {
      results.workers = await compareWorkers(client, where);
      if (!results.workers) console.log('\nTwo workers not measured: WORKERS does nothing yet');
    }
  } finally {
    await Promise.all([upstream, ...servers].map((server) => server.stop()));
  }
}

/**
 * Ours once before: the others are given its list, and it finds the code that it has compiled, as in the container.
 * Then all, as often as starts are measured.
 */
async function startAll(chosen, where, starts, servers) {
  const ours = await startServer('ours', where);
  writeFileSync(where.list, ours.list);
  await ours.stop();
  const running = [];
  const times = {};
  const names = Object.keys(SERVERS).filter((name) => chosen.includes(name));
  for (const name of names) {
    const server = await startServer(name, where);
    servers.push(server);
    times[name] = [server.startMs];
    running.push(await prepare(server, where));
  }
  for (let start = 1; start < starts; start += 1) {
    for (const name of names) {
      const server = await startServer(name, where);
      times[name].push(server.startMs);
      await server.stop();
    }
  }
  return {
    running,
    starts: names.map((server) => ({ server, ms: summarise(times[server]) })),
  };
}

/** Adds what it is asked with. What search mode does not list can be called nonetheless, by our name. */
async function prepare(running, { list }) {
  const tools = findTools(running.list);
  if (running.name === 'search') tools.get = findTools(readFileSync(list)).get;
  return { ...running, tools, sealedToken: await sealToken(running.origin, TOKEN) };
}

/** @returns what is asked of a server: [protocol, operation, numbers of connections, token] */
function asked({ name, sealedToken }, size, plan) {
  // Variants are compared once.
  const connections = name === 'search' || name === 'quiet' ? [10] : plan.connections;
  const common = SERVERS[name].protocols.flatMap((protocol) => [
    [protocol, 'list', connections],
    [protocol, 'get', connections],
  ]);
  if (!plan.extras || size !== 20 || (name !== 'ours' && name !== 'ivotoby')) return common;
  const [protocol] = SERVERS[name].protocols;
  return [
    ...common,
    [protocol, 'rows', [10]],
    [protocol, 'create', [10]],
    ...(name === 'ours' ? [['sealed', 'get', [10], sealedToken]] : []),
  ];
}

function casesOf(running, size, plan) {
  const { tools } = running;
  return asked(running, size, plan).flatMap(([protocol, operation, connections, token]) =>
    connections.map((count) => ({
      running,
      protocol,
      operation,
      token,
      tool: tools[operation],
      expected: tools.count,
      size,
      connections: count,
    })),
  );
}

/** What is measured in turn: the same question on the same number of connections. */
function groupsOf(running, size, plan) {
  const cases = running
    .flatMap((server) => casesOf(server, size, plan))
    .toSorted((a, b) => a.connections - b.connections);
  return Map.groupBy(cases, ({ operation, connections }) => `${operation} ${connections}`).values();
}

/** The memory of a process that does nothing else: idle, and after so many calls. */
async function measureCalls(client, name, where, calls) {
  const { pid, origin, list, stop } = await startServer(name, where);
  try {
    await sleep(IDLE_MS);
    const idleMb = residentMb(pid);
    await putLoad(client, {
      origin,
      protocol: SERVERS[name].protocols[0],
      connections: MEMORY_CONNECTIONS,
      operation: 'get',
      tool: findTools(list).get,
      seconds: 600,
      requests: calls,
    });
    return { server: name, idleMb, afterMb: residentMb(pid), calls };
  } finally {
    await stop();
  }
}
