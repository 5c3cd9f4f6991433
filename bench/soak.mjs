// Sends many requests of every kind, valid and invalid: heap and sockets must stay flat.
// Usage: npm run soak -- [--requests 200000]
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { until } from '../test/running-server.ts';
import { writeDocument } from './document.mjs';
import { Lane } from './lane.mjs';
import { openSockets, residentMb } from './processes.mjs';
import { printTable } from './report.mjs';
import { startServer, startUpstream } from './servers.mjs';
import { KINDS, mix } from './soak-requests.mjs';

const SAMPLES = 10;
const LANES = 20;
/** The wait until the application's slow responses to disconnected clients have arrived, and sockets are closed. */
const QUIET_MS = 500;
/** The allowed growth from the second sample, after the warm-up, to the last. */
const GROWTH = { factor: 1.15, bytes: 5e6, sockets: 20 };

const { values: options } = parseArgs({
  options: { requests: { type: 'string', default: '200000' } },
});
const requests = Number(options.requests);

const directory = mkdtempSync(join(tmpdir(), 'soak-'));
const memoryFile = join(directory, 'memory.json');
const kinds = mix();
const tally = Object.fromEntries(Object.keys(KINDS).map((name) => [name, { right: 0, wrong: 0 }]));
let firstWrong;

async function soak(server) {
  const lanes = Array.from({ length: LANES }, () => new Lane(server.origin));
  const samples = [];
  let sent = 0;
  for (let sample = 1; sample <= SAMPLES; sample += 1) {
    const end = Math.round((requests * sample) / SAMPLES);
    await Promise.all(
      lanes.map(async (lane) => {
        while (sent < end) await sendOne(lane, (sent += 1));
      }),
    );
    await sleep(QUIET_MS);
    samples.push({ requests: sent, ...(await look(server.pid)) });
  }
  for (const lane of lanes) lane.close();
  return samples;
}

async function sendOne(lane, number) {
  const name = kinds[number % kinds.length];
  const isRight = await KINDS[name][1](lane, number).catch((error) => {
    firstWrong ??= `${name}: ${error.stack}`;
    return false;
  });
  if (!isRight) firstWrong ??= `${name}: not the right answer`;
  tally[name][isRight ? 'right' : 'wrong'] += 1;
}

/** The server's heap in bytes after a garbage collection, including buffers; its sockets; its memory in MB. */
async function look(pid) {
  rmSync(memoryFile, { force: true });
  process.kill(pid, 'SIGUSR2');
  let memory;
  await until(() => {
    try {
      memory = JSON.parse(readFileSync(memoryFile, 'utf8'));
      return true;
    } catch {
      return false;
    }
  });
  const { heapUsed, arrayBuffers } = memory;
  return { heap: heapUsed + arrayBuffers, sockets: openSockets(pid), residentMb: residentMb(pid) };
}

function judge(samples) {
  const [second, last] = [samples[1], samples.at(-1)];
  return [
    ...Object.entries(tally).map(([name, { right, wrong }]) => ({
      what: `${name}: ${right} right, ${wrong} wrong`,
      isRight: wrong === 0 && right > 0,
    })),
    {
      what: `heap from ${mb(second.heap)} to ${mb(last.heap)} MB`,
      isRight: last.heap <= second.heap * GROWTH.factor + GROWTH.bytes,
    },
    {
      what: `sockets from ${second.sockets} to ${last.sockets}`,
      isRight: last.sockets <= second.sockets + GROWTH.sockets,
    },
  ];
}

const mb = (bytes) => (bytes / 1e6).toFixed(1);

const stops = [];
try {
  const document = { file: join(directory, 'document.yaml'), resource: 'project' };
  writeFileSync(document.file, writeDocument(20));
  const upstream = await startUpstream(document);
  stops.push(upstream.stop);
  const server = await startServer(
    'ours',
    { upstream: upstream.url, directory },
    {
      flags: [
        '--expose-gc',
        '--import',
        fileURLToPath(new URL('soak-preload.mjs', import.meta.url)),
      ],
      SOAK_MEMORY_FILE: memoryFile,
      BULLET_TRAIN_CLIENT_ID: 'soak',
      BULLET_TRAIN_CLIENT_SECRET: 'soak-secret',
    },
  );
  stops.unshift(server.stop);
  const startedAt = performance.now();
  const samples = await soak(server);
  const seconds = (performance.now() - startedAt) / 1000;
  printTable(
    ['requests', 'heap MB', 'sockets and files', 'resident MB'],
    samples.map(({ requests, heap, sockets, residentMb }) => [
      String(requests),
      mb(heap),
      String(sockets),
      residentMb.toFixed(0),
    ]),
  );
  console.log(`\n${requests} requests in ${seconds.toFixed(0)} s`);
  const checks = judge(samples);
  for (const { what, isRight } of checks) console.log(`${isRight ? '✓' : '✗'} ${what}`);
  if (firstWrong) console.log(`The first that went wrong: ${firstWrong}`);
  const passed = checks.filter(({ isRight }) => isRight).length;
  console.log(`${passed} passed, ${checks.length - passed} failed`);
  process.exitCode = passed === checks.length ? 0 : 1;
} finally {
  for (const stop of stops) await stop();
  rmSync(directory, { recursive: true, force: true });
}
