import type { BulletTrainClient } from '../bullet-train/bullet-train.client.js';
import type { UpstreamResponse } from '../bullet-train/upstream.js';

const TIMEOUT_MS = 10_000;

/** A GET without a token. */
export function probe(client: BulletTrainClient, path: string): Promise<UpstreamResponse> {
  return client.send({ method: 'GET', path, timeoutMs: TIMEOUT_MS });
}

/** A POST to the token endpoint (RFC 6749 §3.2). */
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
 * @returns the `error` of an OAuth error (RFC 6749 §5.2), or undefined when it is none: Rails' own say
 * "Not Found" there
 */
export function oauthErrorOf({ body }: UpstreamResponse): string | undefined {
  try {
    const { error } = JSON.parse(body.toString('utf8')) as { error?: unknown };
    return typeof error === 'string' && /^[a-z_]+$/.test(error) ? error : undefined;
  } catch {
    return undefined;
  }
}
