import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { casesOf, prepare } from './cases.mjs';
import { measureFirstCalls } from './first-calls.mjs';
import { measureMemory } from './memory.mjs';
import { measurePace } from './pace.mjs';
import { printCases, printFirstCalls, printPace } from './report.mjs';
import { measure } from './rounds.mjs';
import { SERVERS, startServer, startUpstream } from './servers.mjs';
import { summarise } from './statistics.mjs';
import { compareWorkers } from './workers.mjs';

const CONNECTIONS = 10;
/** The document for cold measurements, and the one for memory. */
const FIRST_DOCUMENT = 'starter';
const MEMORY_DOCUMENT = '550';

/**
 * Measures the chosen servers in front of an application with this document, and adds to the results.
 * @param {{ document: object, directory: string, node: string }} about
 * @param {{ client: object, plan: object, chosen: string[] }} how
 */
export async function benchDocument(
  { document, directory, node },
  { client, plan, chosen },
  results,
) {
  const upstream = await startUpstream(document);
  const list = join(directory, `${document.name}-list.json`);
  const { resource, file } = document;
  const where = { upstream: upstream.url, document, file, resource, list, directory, node };
  const names = Object.keys(SERVERS).filter((name) => chosen.includes(name));
  try {
    await writeList(where);
    results.starts.push(...(await measureStarts(names, where, plan.starts[document.name] ?? 0)));
    if (document.name === FIRST_DOCUMENT) {
      await measureBeginnings(names, where, { client, plan }, results);
    }
    await measureSteady(names, where, { client, plan }, results);
    if (document.name === MEMORY_DOCUMENT) {
      const measured = plan.memory.servers.filter((one) => chosen.includes(one));
      results.memory.push(...(await measureMemory(client, measured, where, plan.memory)));
    }
  } finally {
    await upstream.stop();
  }
}

/** Starts this server once before, because the others get its list. */
async function writeList(where) {
  const ours = await startServer('ours', where);
  writeFileSync(where.list, ours.list);
  await ours.stop();
}

async function measureStarts(names, where, starts) {
  const times = Object.fromEntries(names.map((name) => [name, []]));
  for (let start = 0; start < starts; start += 1) {
    for (const name of names) {
      const server = await startServer(name, where);
      times[name].push(server.startMs);
      await server.stop();
    }
  }
  if (starts === 0) return [];
  const document = where.document.name;
  return names.map((server) => ({ server, document, ms: summarise(times[server]) }));
}

async function measureBeginnings(names, where, { client, plan }, results) {
  const compared = names.filter((name) => name !== 'search' && name !== 'quiet');
  results.firstCalls = await measureFirstCalls(client, compared, where, plan.firstCalls);
  printFirstCalls(results.firstCalls);
  results.pace = await measurePace(compared, where, plan.paceSeconds);
  printPace(results.pace);
  if (plan.hasWorkers && names.includes('ours')) {
    results.workers = await compareWorkers(client, where);
  }
}

async function measureSteady(names, where, { client, plan }, results) {
  const servers = [];
  try {
    for (const name of names) servers.push(await prepare(await startServer(name, where), where));
    const asked = questionsFor(where.document.name, plan);
    const cases = servers.flatMap((running) => casesOf(running, asked));
    for (const group of Map.groupBy(cases, groupOf).values()) {
      const measured = await measure(client, group, plan);
      printCases(measured);
      results.cases.push(...measured);
    }
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}

/** All with ten connections; one record of the first document also with others and with Bullet Train's own token. */
function questionsFor(document, plan) {
  const asked = plan.documents[document].map((operation) => ({
    operation,
    connections: CONNECTIONS,
  }));
  if (document !== FIRST_DOCUMENT) return asked;
  return [
    ...asked,
    { operation: 'get', connections: CONNECTIONS, protocol: 'modern', isRaw: true },
    ...plan.connections.map((connections) => ({ operation: 'get', connections })),
  ];
}

/** The cases that are measured in turn: the same request on the same number of connections. */
function groupOf({ operation, connections }) {
  return `${operation} ${connections}`;
}
