// The client of the bench, in a separate process. It reads what to request, prepares, waits for "go", and reports the
// result: { requests, seconds, p50, p99 }, latencies in milliseconds.
import { openSpeaker } from './speakers.mjs';
import { questionsAbout } from './questions.mjs';

/** Speakers stay open from one window to the next, like clients' connections. */
const speakers = new Map();

async function speakersFor({ origin, protocol, connections, token, resource }) {
  const key = [protocol, origin, token, resource].join(' ');
  const open = speakers.get(key) ?? [];
  speakers.set(key, open);
  while (open.length < connections) {
    open.push(await openSpeaker(protocol, origin, { token, resource }));
  }
  return open.slice(0, connections);
}

async function run(asked, next, { seconds = Infinity, requests = Infinity }) {
  const times = [];
  const startedAt = performance.now();
  const deadline = startedAt + seconds * 1000;
  let left = requests;
  await Promise.all(
    asked.map(async ({ ask }) => {
      while (left-- > 0 && performance.now() < deadline) {
        const question = next();
        const sentAt = performance.now();
        const isRight = await question(ask);
        times.push(performance.now() - sentAt);
        if (!isRight) throw new Error('a wrong answer');
      }
    }),
  );
  const took = (performance.now() - startedAt) / 1000;
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.floor(times.length * share)];
  return { requests: times.length, seconds: took, p50: at(0.5), p99: at(0.99) };
}

/** A server that is fully measured gets no more requests: its connections are closed. */
function forget(origin) {
  for (const [key, open] of speakers) {
    if (!key.includes(` ${origin} `)) continue;
    for (const speaker of open) speaker.close();
    speakers.delete(key);
  }
}

let go;
process.on('message', async (message) => {
  if (message === 'go') return go();
  if (message.forget) return forget(message.forget);
  const going = new Promise((resolve) => (go = resolve));
  const { protocol, operation, origin } = message;
  try {
    const asked = await speakersFor(message);
    const next = questionsAbout(message);
    process.send('ready');
    await going;
    return process.send(await run(asked, next, message));
  } catch (error) {
    return process.send({ error: `${operation}, ${protocol} at ${origin}: ${error.message}` });
  }
});
process.once('disconnect', () => process.exit(0));
