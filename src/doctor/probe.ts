import type { BulletTrainClient } from '../bullet-train/bullet-train.client.js';
import type { UpstreamResponse } from '../bullet-train/upstream.js';
import { isRecord } from '../values/is-record.js';

const TIMEOUT_MS = 10_000;

/** Sends a GET without a token. */
export function probe(client: BulletTrainClient, path: string): Promise<UpstreamResponse> {
  return client.send({ method: 'GET', path, timeoutMs: TIMEOUT_MS });
}

/** Posts a form to the token endpoint (RFC 6749 §3.2). */
export function askForToken(
  client: BulletTrainClient,
  form: Record<string, string>,
): Promise<UpstreamResponse> {
  return client.send({
    method: 'POST',
    path: '/oauth/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
    timeoutMs: TIMEOUT_MS,
  });
}

/**
 * @returns the `error` of an OAuth error (RFC 6749 §5.2); undefined for any other response, such as Rails' own
 *   "Not Found"
 */
export function oauthErrorOf({ body }: UpstreamResponse): string | undefined {
  try {
    const answer: unknown = JSON.parse(body.toString('utf8'));
    const error = isRecord(answer) ? answer['error'] : undefined;
    return typeof error === 'string' && /^[a-z_]+$/.test(error) ? error : undefined;
  } catch {
    return undefined;
  }
}
