// Profiles this server's CPU time. Usage: npm run bench:profile -- [--operation page] [--document starter] [--first]
// --first profiles a process's first thousand calls instead of steady ones, without its start.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { casesOf, prepare } from './cases.mjs';
import { documentOf } from './documents.mjs';
import { putLoad, startClient } from './load.mjs';
import { OPERATIONS } from './questions.mjs';
import { printTable } from './report.mjs';
import { startServer, startUpstream } from './servers.mjs';

const WARM_UP_CALLS = 10_000;
const SECONDS = 10;
const FIRST_CALLS = 1_000;
/** One connection, so that nothing waits for a core: the profile samples wall-clock time. */
const CONNECTIONS = 1;
const SHOWN = 30;
/** The same program as the bundle, as separate files. */
const SINGLE_MODULES = '../dist/main.js';
/** Not this server's time: waiting, and the profiler itself. */
const ASIDE = ['(idle)', '(root)'];

const { values: options } = parseArgs({
  options: {
    operation: { type: 'string', default: 'page' },
    document: { type: 'string', default: 'starter' },
    protocol: { type: 'string', default: 'modern' },
    first: { type: 'boolean', default: false },
    node: { type: 'string', default: process.execPath },
  },
});

if (!OPERATIONS.includes(options.operation)) {
  console.error(`--operation knows ${OPERATIONS.join(', ')}; not ${options.operation}`);
  process.exit(2);
}

/** Profiles the server under load and returns V8's profile, cut to the measured window. */
async function profileServer(directory) {
  const document = documentOf(options.document, directory);
  const upstream = await startUpstream(document);
  const client = startClient();
  const { resource } = document;
  const where = { upstream: upstream.url, document, resource, directory, node: options.node };
  const flags = ['--cpu-prof', `--cpu-prof-dir=${directory}`];
  const modules = { program: SINGLE_MODULES, NODE_COMPILE_CACHE: directory };
  // Starts once before, so that compiled code is kept, as in the container.
  await (await startServer('ours', where, modules)).stop();
  const server = await prepare(await startServer('ours', where, { ...modules, flags }), where);
  const { operation, protocol } = options;
  const [load] = casesOf(server, [{ operation, protocol, connections: CONNECTIONS }]);
  if (!options.first) await putLoad(client, { ...load, requests: WARM_UP_CALLS });
  const length = options.first ? { requests: FIRST_CALLS } : { seconds: SECONDS };
  const { requests, seconds } = await putLoad(client, { ...load, ...length });
  await server.stop();
  client.stop();
  await upstream.stop();
  const file = readdirSync(directory).find((name) => name.endsWith('.cpuprofile'));
  const profile = JSON.parse(readFileSync(join(directory, file), 'utf8'));
  return { requests, seconds, profile };
}

/** Microseconds by function, alone and with its callees, and by package or file. */
function sumUp({ nodes, samples, timeDeltas }, seconds) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  for (const node of nodes) {
    for (const child of node.children ?? []) byId.get(child).parent = node;
  }
  const sums = { self: {}, total: {}, behalf: {} };
  const add = (sum, key, time) => (sum[key] = (sum[key] ?? 0) + time);
  let left = seconds * 1e6;
  let busy = 0;
  for (let at = samples.length - 1; at >= 0 && left > 0; at -= 1) {
    const node = byId.get(samples[at]);
    const time = timeDeltas[at];
    left -= time;
    if (ASIDE.includes(node.callFrame.functionName)) continue;
    busy += time;
    add(sums.self, nameOf(node), time);
    add(sums.behalf, behalfOf(node), time);
    const callers = new Set();
    for (let one = node; one; one = one.parent) {
      if (isOutsideNode(placeOf(one))) callers.add(nameOf(one));
    }
    for (const caller of callers) add(sums.total, caller, time);
  }
  return { busy, sums };
}

function nameOf(node) {
  const { functionName, lineNumber } = node.callFrame;
  return `${functionName || 'anonymous'} ${placeOf(node)}${lineNumber >= 0 ? `:${lineNumber + 1}` : ''}`;
}

function placeOf({ callFrame: { url } }) {
  return url
    .replace(/^file:\/\/.*?\/(dist\/|node_modules\/)/, '$1')
    .replaceAll('node_modules/', '');
}

function isOutsideNode(place) {
  return place !== '' && !place.startsWith('node:');
}

/** The package or file of ours that called Node, or else the part of Node. */
function behalfOf(node) {
  for (let one = node; one; one = one.parent) {
    const place = placeOf(one);
    if (place.startsWith('dist/')) return place;
    if (isOutsideNode(place)) return /^(@[^/]+\/[^/]+|[^/]+)/.exec(place)[1];
  }
  return placeOf(node) || node.callFrame.functionName;
}

function print(title, sum, { busy, requests }) {
  const rows = Object.entries(sum).toSorted(([, a], [, b]) => b - a);
  printTable(
    [title, '%', 'µs/request'],
    rows
      .slice(0, SHOWN)
      .map(([name, time]) => [
        name,
        ((time / busy) * 100).toFixed(1),
        (time / requests).toFixed(1),
      ]),
  );
}

const directory = mkdtempSync(join(tmpdir(), 'bench-profile-'));
try {
  const { requests, seconds, profile } = await profileServer(directory);
  const { busy, sums } = sumUp(profile, seconds);
  const per = { busy, requests };
  console.log(`${requests} requests, ${(busy / requests).toFixed(0)} µs each`);
  print('a package or file, with what it asks of Node', sums.behalf, per);
  print('a function on its own', sums.self, per);
  print('a function with what it calls', sums.total, per);
} finally {
  rmSync(directory, { recursive: true, force: true });
}
