import type { AppConfig } from '../config/app-config.js';
import { failure, ok, type Result } from './finding.js';

const TIMEOUT_MS = 3_000;

/** Whether the replicas can count together; REDIS_URL holds a password, so nothing of it is shown. */
export async function checkRedis({ limits: { redisUrl } }: AppConfig): Promise<Result[]> {
  if (redisUrl === undefined) return [];
  const { Redis } = await import('ioredis');
  const redis = new Redis(redisUrl, {
    lazyConnect: true,
    connectTimeout: TIMEOUT_MS,
    commandTimeout: TIMEOUT_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  let reason: string | undefined;
  redis.on('error', (error: NodeJS.ErrnoException) => (reason ??= reasonOf(error)));
  try {
    await redis.connect();
    await redis.ping();
    return [ok('it answers')];
  } catch (error) {
    return [
      failure(
        `it does not answer (${reason ?? reasonOf(error as Error)}): every replica counts requests for itself`,
        'Start Redis, or set REDIS_URL to where it is, with its user and password',
      ),
    ];
  } finally {
    // Once it has ended, disconnecting would keep the program waiting.
    if (redis.status !== 'end') redis.disconnect();
  }
}

/** Redis' own errors begin with a code, as in "WRONGPASS invalid username-password pair". */
function reasonOf({ code, message, name }: NodeJS.ErrnoException): string {
  return code ?? /^[A-Z]{4,}\b/.exec(message)?.[0] ?? name;
}
