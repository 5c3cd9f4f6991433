// What one request costs: our server, others and the bare minimum, in turn, before the same application and
// with the same client. Usage: npm run bench -- [--quick] [--only ours,ivotoby] [--out FILE.json]
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { drawChart } from './chart.mjs';
import { documentOf } from './documents.mjs';
import { putLoad, startClient } from './load.mjs';
import { FULL, QUICK } from './plans.mjs';
import { residentMb } from './processes.mjs';
import { findTools } from './questions.mjs';
import { printCases, printMemory, printStarts, printTargets, printWorkers } from './report.mjs';
import { measure } from './rounds.mjs';
import { installPeers, SERVERS, startServer, startUpstream } from './servers.mjs';
import { sealToken } from './sealed-token.mjs';
import { TOKEN } from './speakers.mjs';
import { summarise } from './statistics.mjs';
import { judge } from './targets.mjs';
import { compareWorkers } from './workers.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const MEMORY_CONNECTIONS = 10;
const IDLE_MS = 1_000;

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    out: { type: 'string', default: here('results/latest.json') },
  },
});
const plan = options.quick ? QUICK : FULL;
const chosen = options.only?.split(',') ?? plan.servers;
const unknown = chosen.filter((name) => !SERVERS[name]);
if (unknown.length > 0) {
  console.error(`--only knows ${Object.keys(SERVERS).join(', ')}; not ${unknown.join(', ')}`);
  process.exit(2);
}

const directory = mkdtempSync(join(tmpdir(), 'bench-'));
const client = startClient();
const results = { cases: [], starts: [], memory: [] };
const stops = [() => client.stop()];

/** Everything about one document. */
async function benchSize(size) {
  const document = documentOf(size, directory);
  if (!document) return console.log(`${size} operations: skipped, ../shared/openapi is not there`);
  const upstream = await startUpstream(document);
  stops.push(upstream.stop);
  const where = { upstream: upstream.url, document, list: join(directory, 'list.json'), directory };
  const servers = await startAll(size, where);
  const idle = servers.map(({ pid }) => residentMb(pid));
  const cases = servers
    .flatMap((running) => casesOf(running, size))
    .toSorted((a, b) => a.connections - b.connections);
  for (const [, group] of Map.groupBy(
    cases,
    ({ operation, connections }) => `${operation} ${connections}`,
  )) {
    const measured = await measure(client, group, plan);
    printCases(measured);
    results.cases.push(...measured);
  }
  for (const [index, running] of servers.entries()) {
    results.memory.push(await memoryAfterCalls(running, size, idle[index]));
  }
  if (plan.extras && size === 20 && chosen.includes('ours')) {
    results.workers = await compareWorkers(client, where, plan.rounds);
    if (!results.workers)
      console.log('\nWORKERS does nothing in this build: two workers not measured');
  }
  await Promise.all(servers.map((server) => server.stop()));
  return upstream.stop();
}

/** Ours first, because the others are given its list; then again, as often as starts are measured. */
async function startAll(size, where) {
  const names = Object.keys(SERVERS).filter((name) => chosen.includes(name));
  if (!chosen.includes('ours')) {
    const ours = await startServer('ours', where);
    writeFileSync(where.list, ours.list);
    await ours.stop();
  }
  const servers = [];
  const times = Object.fromEntries(names.map((name) => [name, []]));
  for (const name of names) {
    const running = await startServer(name, where);
    stops.push(running.stop);
    if (name === 'ours') writeFileSync(where.list, running.list);
    times[name].push(running.startMs);
    servers.push(await prepare(running, where));
  }
  for (let start = 1; start < plan.starts; start += 1) {
    for (const name of names) {
      const running = await startServer(name, where);
      times[name].push(running.startMs);
      await running.stop();
    }
  }
  await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
  for (const name of names) {
    results.starts.push({ server: name, size, ms: summarise(times[name]) });
  }
  return servers;
}

/** Adds what it is asked with. What search mode does not list can be called nonetheless, by our name. */
async function prepare(running, { list }) {
  const tools = findTools(running.list);
  if (running.name === 'search') tools.get = findTools(readFileSync(list)).get;
  return { ...running, tools, sealedToken: await sealToken(running.origin, TOKEN) };
}

/** @returns what is asked of a server: [protocol, operation, numbers of connections, token] */
function asked({ name, sealedToken }, size) {
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

function casesOf(running, size) {
  const { tools } = running;
  return asked(running, size).flatMap(([protocol, operation, connections, token]) =>
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

async function memoryAfterCalls({ name, origin, pid, tools }, size, idleMb) {
  const load = {
    origin,
    protocol: SERVERS[name].protocols[0],
    connections: MEMORY_CONNECTIONS,
    operation: 'get',
    tool: tools.get,
    seconds: 600,
    requests: name === 'ours' && size === 550 ? plan.memoryCalls : QUICK.memoryCalls,
  };
  const { requests: calls } = await putLoad(client, load);
  return { server: name, size, idleMb, afterMb: residentMb(pid), calls };
}

try {
  if (chosen.some((name) => name === 'ivotoby' || name === 'quiet')) installPeers();
  const plain = `${plan.rounds} rounds of ${plan.seconds} s each, medians; Node ${process.versions.node}`;
  console.log(`${plain}, ${cpus().length} × ${cpus()[0]?.model}`);
  for (const size of plan.sizes) await benchSize(size);
  const targets = judge(results);
  printStarts(results.starts);
  printMemory(results.memory);
  printWorkers(results.workers);
  printTargets(targets);
  mkdirSync(dirname(options.out), { recursive: true });
  const about = { node: process.version, date: new Date().toISOString(), plan };
  writeFileSync(options.out, `${JSON.stringify({ ...about, ...results, targets }, null, 2)}\n`);
  if (plan === FULL && options.only === undefined) {
    writeFileSync(here('chart.svg'), drawChart(results.cases));
  }
} finally {
  for (const stop of stops) await stop();
  rmSync(directory, { recursive: true, force: true });
}
