import cluster from 'node:cluster';
import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';

/** The pause before a dead worker is replaced, for workers that die as soon as they start. */
const PAUSE_MS = 1_000;

/**
 * Runs this program in several processes that share one port, and replaces workers that die. Only this process reacts
 * to signals: on SIGTERM or SIGINT it ends all workers and then itself.
 * @param variables added to the workers' environment
 * @param passedOn signals that every worker gets
 */
export function superviseWorkers(
  count: number,
  variables: Record<string, string>,
  passedOn: readonly NodeJS.Signals[] = [],
): void {
  const logger = new Logger('Workers');
  let listening = 0;
  let isStopping = false;

  const fork = () => cluster.fork(variables);
  const workers = () =>
    Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);

  // A wrong setting is wrong for every worker: the first one finds out alone.
  fork().once('listening', () => {
    for (let started = 1; started < count; started++) fork();
  });
  cluster.on('listening', () => {
    listening += 1;
    if (listening === count) logger.log(`${count} workers share the port`);
  });

  cluster.on('exit', async (worker, code, signal) => {
    if (listening === 0) process.exit(code || 1);
    if (isStopping) {
      if (workers().length === 0) process.exit(0);
      return;
    }
    logger.error(`Worker ${worker.process.pid} ended (${signal ?? code}): another takes its place`);
    await delay(PAUSE_MS);
    if (!isStopping) fork();
  });

  const stop = () => {
    isStopping = true;
    if (workers().length === 0) process.exit(0);
    for (const worker of workers()) worker.process.kill('SIGTERM');
  };
  for (const signal of passedOn) {
    process.on(signal, () => {
      for (const worker of workers()) worker.process.kill(signal);
    });
  }
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}
