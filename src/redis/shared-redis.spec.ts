import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { RunningRedis } from '../../test/redis.js';
import { freePort, until } from '../../test/running-server.js';
import { readConfig } from '../config/app-config.js';
import { SharedRedis } from './shared-redis.js';

if (!RunningRedis.isInstalled) {
  console.warn('Skipped: there is no redis-server on this machine (Debian: redis-server)');
}
const itWithRedis = RunningRedis.isInstalled ? it : it.skip;

let redis: RunningRedis;
let shared: SharedRedis;

beforeEach(async () => {
  if (!RunningRedis.isInstalled) return;
  redis = new RunningRedis(await freePort());
  await redis.start();
  shared = new SharedRedis(readConfig({ REDIS_URL: redis.url }));
  const client = await shared.open();
  await until(() => client?.status === 'ready');
});
afterEach(async () => {
  shared?.onModuleDestroy();
  await redis?.kill();
});

const ask = (meanwhile = () => {}) =>
  shared.use(
    (client) => {
      const answer = client.ping();
      meanwhile();
      return answer;
    },
    () => 'alone',
  );

/** Keeps this thread from everything else, as the work of many requests does. */
function beBusy(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

itWithRedis('an answer that a busy process reads late is an answer', async () => {
  // After an answer: the loop comes from reading sockets, and has its timers before it reads them again.
  expect(await ask()).toBe('PONG');
  expect(await ask(() => beBusy(700))).toBe('PONG');
});

itWithRedis('without an answer the work is done alone, and the next does not wait', async () => {
  redis.freeze();
  expect(await ask()).toBe('alone');
  redis.thaw();
  expect(await ask()).toBe('alone');
});
