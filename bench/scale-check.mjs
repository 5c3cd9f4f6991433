// Checks the queueing model: calls arrive at random, at two loads, at an application with five threads,
// and their response times are compared with the model. Usage: node bench/scale-check.mjs [--seconds 60]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { casesOf, prepare } from './cases.mjs';
import { documentOf } from './documents.mjs';
import { questionsAbout } from './questions.mjs';
import { meanResponse, responsePercentile, utilisation } from './queueing.ts';
import { printTable } from './report.mjs';
import { sealToken } from '../test/sealed-token.ts';
import { startServer, startUpstream } from './servers.mjs';
import { openSpeaker } from './speakers.mjs';
import { percentile } from './statistics.mjs';

const THREADS = 5;
/** More than threads, or a thread would be idle while its next call is in transit. */
const UPSTREAM_CONNECTIONS = '8';
const WORK_MS = 100;
const LOADS = [0.5, 0.8];
const PEOPLE = 200;

const { values: options } = parseArgs({ options: { seconds: { type: 'string', default: '60' } } });

/** @returns all response times, in ms, when calls arrive as a Poisson process */
async function arrive(lanes, perSecond, seconds) {
  const times = [];
  const calls = [];
  const callWith = async (lane, due) => {
    times.push(await time(lane, due));
    lanes.push(lane);
  };
  const end = performance.now() + seconds * 1_000;
  let due = performance.now();
  while (due < end) {
    due += (-Math.log(1 - Math.random()) * 1_000) / perSecond;
    await sleep(Math.max(0, due - performance.now()));
    const lane = lanes.shift();
    if (!lane) throw new Error('more calls under way than people');
    calls.push(callWith(lane, due));
  }
  await Promise.all(calls);
  return times;
}

/** Measured from when the call was due, so that a late timer counts. */
async function time({ next, speaker }, due) {
  if (!(await next()(speaker.ask))) throw new Error('a wrong answer');
  return performance.now() - due;
}

async function meanWorkMs() {
  const answer = await fetch(`${upstream.url}/bench/mean-work`, {
    headers: { authorization: 'Bearer bench' },
  });
  return Number(await answer.text());
}

const mean = (values) => values.reduce((sum, one) => sum + one, 0) / values.length;

const directory = mkdtempSync(join(tmpdir(), 'bench-scale-'));
const document = documentOf('starter', directory);
const upstream = await startUpstream(document, {
  THREADS: String(THREADS),
  WORK_MS: String(WORK_MS),
});
const where = { upstream: upstream.url, document, resource: document.resource, directory };
const running = await startServer('ours', where, { UPSTREAM_CONNECTIONS });
try {
  const prepared = await prepare(running, where);
  const [one] = casesOf(prepared, [{ operation: 'get', protocol: 'modern', connections: 1 }]);
  const lanes = await Promise.all(
    Array.from({ length: PEOPLE }, async (_, number) => {
      const token = await sealToken(one.origin, `person-${number}`);
      const speaker = await openSpeaker('modern', one.origin, { token, resource: one.resource });
      return { next: questionsAbout(one), speaker };
    }),
  );
  // The first calls are warm-up; the second ones, one at a time, give the time added to the application's own.
  for (const lane of lanes) await time(lane, performance.now());
  await meanWorkMs();
  const alone = [];
  for (const lane of lanes) alone.push(await time(lane, performance.now()));
  const added = mean(alone) - (await meanWorkMs());
  const rows = [];
  for (const load of LOADS) {
    const seconds = Number(options.seconds);
    const times = await arrive(lanes, (load * THREADS * 1_000) / WORK_MS, seconds);
    // The actual load, which differs a little from the intended one.
    const queue = {
      arrivals: times.length / seconds,
      service: (await meanWorkMs()) / 1_000,
      servers: THREADS,
    };
    const said = [meanResponse(queue), responsePercentile(queue, 0.95)].map(
      (answer) => answer * 1_000 + added,
    );
    const seen = [mean(times), percentile(times, 0.95)];
    rows.push([
      `${queue.arrivals.toFixed(0)} calls a second of ${(queue.service * 1_000).toFixed(0)} ms`,
      `${(utilisation(queue) * 100).toFixed(0)} %`,
      ...seen.flatMap((ms, index) => [said[index].toFixed(0), ms.toFixed(0)]),
    ]);
  }
  printTable(['load', 'busy', 'mean ms: model', 'measured', '95 %: model', 'measured'], rows);
  console.log(`\nA call alone takes ${added.toFixed(1)} ms beyond the application’s own time.`);
  for (const { speaker } of lanes) speaker.close();
} finally {
  await running.stop();
  await upstream.stop();
  rmSync(directory, { recursive: true, force: true });
}
