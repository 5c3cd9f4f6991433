import { setTimeout as sleep } from 'node:timers/promises';
import { casesOf, prepare } from './cases.mjs';
import { questionsAbout } from './questions.mjs';
import { namesOf } from './rounds.mjs';
import { startServer } from './servers.mjs';
import { openSpeaker } from './speakers.mjs';
import { summarise } from './statistics.mjs';

const EVERY_MS = 1_000;

/**
 * Measures one call a second, as a company's server gets them: every server gets one page request a second, in turn
 * within each second, and so does the application itself.
 * @returns the cases with `ms`, the latency of a call: median, min, max and every sample in its order
 */
export async function measurePace(names, where, seconds) {
  const servers = [];
  try {
    for (const name of names) servers.push(await prepare(await startServer(name, where), where));
    const asked = [
      directly(where),
      ...servers.flatMap((running) => casesOf(running, [{ operation: 'page', connections: 1 }])),
    ];
    const lanes = [];
    for (const one of asked) lanes.push(await openLane(one));
    for (let second = 0; second < seconds; second += 1) {
      for (const lane of lanes) {
        const due = sleep(EVERY_MS / lanes.length);
        lane.times.push(await time(lane));
        await due;
      }
    }
    for (const { speaker } of lanes) speaker.close();
    return lanes.map(({ one, times }) => ({ ...namesOf(one), ms: summarise(times) }));
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}

function directly({ upstream, resource, document }) {
  return {
    server: 'application',
    document: document.name,
    protocol: 'api',
    operation: 'page',
    connections: 1,
    resource,
    origin: upstream,
  };
}

async function openLane(one) {
  const { protocol, origin, token, resource } = one;
  const speaker = await openSpeaker(protocol, origin, { token, resource });
  return { one, speaker, next: questionsAbout(one), times: [] };
}

async function time({ one, next, speaker }) {
  const question = next();
  const sentAt = performance.now();
  if (!(await question(speaker.ask))) throw new Error(`${one.server}: a wrong answer`);
  return performance.now() - sentAt;
}
