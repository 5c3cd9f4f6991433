// Measures whether one client's flood slows others: fifty people with one call each, alone and with one person who
// sends five hundred calls at once, alternately, in front of an application with five threads and a backlog of 128.
// Usage: npm run bench:fair -- [--connections 32,5] [--rounds 8]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { casesOf, prepare } from './cases.mjs';
import { documentOf } from './documents.mjs';
import { putLoad, startClient } from './load.mjs';
import { questionsAbout } from './questions.mjs';
import { printTable } from './report.mjs';
import { sealToken } from '../test/sealed-token.ts';
import { startServer, startUpstream } from './servers.mjs';
import { openSpeaker } from './speakers.mjs';
import { percentile, summarise } from './statistics.mjs';

const PUMA = { THREADS: '5', WORK_MS: '20' };
const LIGHT = 50;
const HEAVY = 500;
/** The time until the flood is in the queue; in the first round its connections are opened before it starts. */
const FLOODED_MS = 100;
const TARGET = 1.5;

const { values: options } = parseArgs({
  options: {
    connections: { type: 'string', default: '32,5' },
    rounds: { type: 'string', default: '8' },
  },
});

/**
 * @returns in ms, of each round: the 95th percentiles of the fifty, and how long the flood took
 * @throws when any call is not answered, those of the flood included
 */
async function measure(client, connections, where) {
  const running = await startServer('ours', where, { UPSTREAM_CONNECTIONS: connections });
  try {
    const prepared = await prepare(running, where);
    const [one] = casesOf(prepared, [{ operation: 'get', protocol: 'modern', connections: 1 }]);
    const people = await openLanes(one, LIGHT, (number) => `person-${number}`);
    const token = await sealToken(running.origin, 'flood');
    const flood = { ...one, token, connections: HEAVY, requests: HEAVY };
    // Connections are open and tokens known, as in normal operation.
    await Promise.all(people.map(askOnce));
    const samples = { alone: [], beside: [], flood: [] };
    for (let round = 0; round < Number(options.rounds); round += 1) {
      samples.alone.push(await latencyOf(people));
      // From a separate process, so that sending the flood does not slow the measurement.
      const flooding = putLoad(client, flood);
      await sleep(FLOODED_MS);
      samples.beside.push(await latencyOf(people));
      samples.flood.push((await flooding).seconds * 1_000);
    }
    for (const { speaker } of people) speaker.close();
    return samples;
  } finally {
    await running.stop();
  }
}

async function openLanes(one, count, tokenOf) {
  const { protocol, origin, resource } = one;
  const next = questionsAbout(one);
  return Promise.all(
    Array.from({ length: count }, async (_, number) => {
      const token = await sealToken(origin, tokenOf(number));
      return { next, speaker: await openSpeaker(protocol, origin, { token, resource }) };
    }),
  );
}

async function askOnce({ next, speaker }) {
  const question = next();
  const sentAt = performance.now();
  const isRight = await question(speaker.ask).catch(() => false);
  return { isRight, ms: performance.now() - sentAt };
}

async function latencyOf(people) {
  const asked = await Promise.all(people.map(askOnce));
  if (asked.some(({ isRight }) => !isRight))
    throw new Error('somebody’s one call was not answered');
  return percentile(
    asked.map(({ ms }) => ms),
    0.95,
  );
}

function rowOf(connections, { alone, beside, flood }) {
  const ratio = summarise(beside.map((ms, round) => ms / alone[round]));
  const show = ({ median }) => median.toFixed(0);
  return [
    connections,
    show(summarise(alone)),
    show(summarise(beside)),
    `${ratio.median.toFixed(2)}×`,
    `${ratio.min.toFixed(2)}–${ratio.max.toFixed(2)}`,
    show(summarise(flood)),
    ratio.median <= TARGET ? '✓' : '✗',
  ];
}

const directory = mkdtempSync(join(tmpdir(), 'bench-fairness-'));
const document = documentOf('starter', directory);
const upstream = await startUpstream(document, PUMA);
const client = startClient();
try {
  const { resource } = document;
  const where = { upstream: upstream.url, document, resource, directory };
  const rows = [];
  for (const connections of options.connections.split(',')) {
    rows.push(rowOf(connections, await measure(client, connections, where)));
  }
  printTable(
    ['UPSTREAM_CONNECTIONS', 'p95 alone, ms', 'beside', 'ratio', '(min–max)', 'the flood, ms', ''],
    rows,
  );
  console.log(`\nThe target is a ratio of at most ${TARGET}×.`);
} finally {
  client.stop();
  await upstream.stop();
  rmSync(directory, { recursive: true, force: true });
}
