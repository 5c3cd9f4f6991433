// Where our server's CPU time goes. Usage: npm run bench:profile -- [--operation get] [--operations 20]
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { documentOf } from './documents.mjs';
import { putLoad, startClient } from './load.mjs';
import { findTools } from './questions.mjs';
import { printTable } from './report.mjs';
import { startServer, startUpstream } from './servers.mjs';

const WARM_UP_SECONDS = 5;
const SECONDS = 10;
/** One, so that nobody waits for a core: the profile counts time by the clock. */
const CONNECTIONS = 1;
const SHOWN = 30;
/** Not our time: waiting, and the profiler itself. */
const ASIDE = ['(idle)', '(root)'];

const { values: options } = parseArgs({
  options: {
    operation: { type: 'string', default: 'get' },
    operations: { type: 'string', default: '20' },
    protocol: { type: 'string', default: 'modern' },
  },
});

/** Profiles the server under load and returns V8's profile, cut to the measured window. */
async function profileServer(directory) {
  const document = documentOf(Number(options.operations), directory);
  const upstream = await startUpstream(document);
  const client = startClient();
  const where = { upstream: upstream.url, document, directory };
  const flags = ['--cpu-prof', `--cpu-prof-dir=${directory}`];
  const server = await startServer('ours', where, { flags });
  const tools = findTools(server.list);
  const load = {
    origin: server.origin,
    protocol: options.protocol,
    connections: CONNECTIONS,
    operation: options.operation,
    tool: tools[options.operation],
    expected: tools.count,
  };
  await putLoad(client, { ...load, seconds: WARM_UP_SECONDS });
  const { requests } = await putLoad(client, { ...load, seconds: SECONDS });
  await server.stop();
  client.stop();
  await upstream.stop();
  const file = readdirSync(directory).find((name) => name.endsWith('.cpuprofile'));
  return { requests, profile: JSON.parse(readFileSync(join(directory, file), 'utf8')) };
}

/** Microseconds by function, on its own and with what it calls, and by package or file. */
function sumUp({ nodes, samples, timeDeltas }) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  for (const node of nodes) {
    for (const child of node.children ?? []) byId.get(child).parent = node;
  }
  const sums = { self: {}, total: {}, behalf: {} };
  const add = (sum, key, time) => (sum[key] = (sum[key] ?? 0) + time);
  let left = SECONDS * 1e6;
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

/** The package or the file of ours that called Node; or the part of Node, when nobody did. */
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
  const { requests, profile } = await profileServer(directory);
  const { busy, sums } = sumUp(profile);
  const per = { busy, requests };
  console.log(`${requests} requests, ${(busy / requests).toFixed(0)} µs each`);
  print('a package or file, with what it asks of Node', sums.behalf, per);
  print('a function on its own', sums.self, per);
  print('a function with what it calls', sums.total, per);
} finally {
  rmSync(directory, { recursive: true, force: true });
}
