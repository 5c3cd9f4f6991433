import type { BulletTrainClient } from './bullet-train.client.js';

const TIMEOUT_MS = 3_000;

/**
 * Asks whether the application answers at all: token info without a token is the cheapest request that every Bullet
 * Train application answers.
 * @returns what is wrong, in one sentence; undefined when it answers within three seconds with a status below 500
 */
export async function applicationProblem(client: BulletTrainClient): Promise<string | undefined> {
  try {
    const { status } = await client.send({
      method: 'GET',
      path: '/oauth/token/info',
      timeoutMs: TIMEOUT_MS,
    });
    return status >= 500 ? `The application answers ${status}` : undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
