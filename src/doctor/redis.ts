import type { AppConfig } from '../config/app-config.js';
import { detailsOf } from '../values/error-details.js';
import { failure, ok, type Result } from './finding.js';

const TIMEOUT_MS = 3_000;

/** Whether Redis answers. Nothing of REDIS_URL is shown, because it holds a password. */
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
  redis.on('error', (error) => (reason ??= reasonOf(error)));
  try {
    await redis.connect();
    await redis.ping();
    return [ok('it answers')];
  } catch (error) {
    return [
      failure(
        `it does not answer (${reason ?? reasonOf(error)}): every replica works alone`,
        'Start Redis, or correct REDIS_URL, with its user and password',
      ),
    ];
  } finally {
    // After its end, disconnecting would keep the program waiting.
    if (redis.status !== 'end') redis.disconnect();
  }
}

/** Redis' own errors begin with a code, as in "WRONGPASS invalid username-password pair". */
function reasonOf(error: unknown): string {
  const { code, message, name } = detailsOf(error);
  return code ?? /^[A-Z]{4,}\b/.exec(message)?.[0] ?? name;
}
