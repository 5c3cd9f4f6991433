// The client of the bench, in a process of its own. It is told what to ask, gets ready, waits for "go", and
// says how it went: { requests, seconds, p50, p99 } in milliseconds.
import { openSpeaker } from './speakers.mjs';
import { questionsAbout } from './questions.mjs';

/** Speakers stay open from one window to the next, as clients' connections do. */
const speakers = new Map();

async function speakersFor({ origin, protocol, connections, token }) {
  const key = `${protocol} ${origin} ${token ?? ''}`;
  const open = speakers.get(key) ?? [];
  speakers.set(key, open);
  while (open.length < connections) open.push(await openSpeaker(protocol, origin, token));
  return open.slice(0, connections);
}

async function run(asked, next, { seconds, requests = Infinity }) {
  const times = [];
  const startedAt = performance.now();
  const deadline = startedAt + seconds * 1000;
  let left = requests;
  await Promise.all(
    asked.map(async ({ ask }) => {
      while (left-- > 0 && performance.now() < deadline) {
        const { method, params, isRight } = next();
        const sentAt = performance.now();
        const bytes = await ask(method, params);
        times.push(performance.now() - sentAt);
        if (!isRight(bytes)) throw new Error(`a wrong answer: ${bytes.toString().slice(0, 300)}`);
      }
    }),
  );
  const took = (performance.now() - startedAt) / 1000;
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.floor(times.length * share)];
  return { requests: times.length, seconds: took, p50: at(0.5), p99: at(0.99) };
}

let go;
process.on('message', async (message) => {
  if (message === 'go') return go();
  const going = new Promise((resolve) => (go = resolve));
  try {
    const asked = await speakersFor(message);
    const next = questionsAbout(message);
    process.send('ready');
    await going;
    return process.send(await run(asked, next, message));
  } catch (error) {
    return process.send({ error: `${message.protocol} at ${message.origin}: ${error.message}` });
  }
});
process.once('disconnect', () => process.exit(0));
