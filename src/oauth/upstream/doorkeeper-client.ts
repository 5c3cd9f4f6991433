import type { BulletTrainClient } from '../../bullet-train/bullet-train.client.js';
import type { UpstreamResponse } from '../../bullet-train/upstream.js';
import { RateLimitError } from '../../limits/rate-limit-error.js';
import { isRecord } from '../../values/is-record.js';
import { OAuthError } from '../protocol/oauth-error.js';

/** A response to a client: JSON in the form of RFC 6749 §5. */
export interface OAuthAnswer {
  status: number;
  body: Record<string, unknown>;
}

/** The wait, in seconds, when the application does not name one. */
const A_MINUTE = 60;

/** The client's `Authorization` header, passed on only if it holds client credentials (RFC 6749 §2.3.1). */
export function basicCredentials(authorization: string | undefined): Record<string, string> {
  return authorization !== undefined && /^basic /i.test(authorization) ? { authorization } : {};
}

/**
 * Posts a form to one of Doorkeeper's endpoints and reads the response.
 * @throws OAuthError when the response is not OAuth's: a page, a redirect, a failure
 * @throws RateLimitError when the application answers 429
 * @throws UpstreamError when there is no response
 */
export async function postToDoorkeeper(
  client: BulletTrainClient,
  path: string,
  form: Record<string, string>,
  credentials: Record<string, string>,
): Promise<OAuthAnswer> {
  const response = await client.send({
    method: 'POST',
    path,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...credentials },
    body: new URLSearchParams(form).toString(),
  });
  const body = readAnswer(response);
  if (body) return { status: response.status, body };
  throw translatePage(response, path, form['grant_type']);
}

/** Rails' own errors are JSON too (`{"status":429,"error":"Too Many Requests"}`), but have no OAuth codes. */
function readAnswer({ status, body }: UpstreamResponse): Record<string, unknown> | undefined {
  if (status >= 500 || (status >= 300 && status < 400)) return undefined;
  try {
    const answer: unknown = JSON.parse(body.toString('utf8'));
    if (!isRecord(answer)) return undefined;
    return status < 300 || /^[a-z_]+$/.test(String(answer['error'])) ? answer : undefined;
  } catch {
    return undefined;
  }
}

/** Bullet Train answers some mistakes with an HTML page, which no client can read. */
function translatePage(
  { status, headers }: UpstreamResponse,
  path: string,
  grantType?: string,
): OAuthError | RateLimitError {
  if (status === 404 && grantType === 'client_credentials') {
    return new OAuthError(
      'unsupported_grant_type',
      'The application does not offer client_credentials',
    );
  }
  if (status === 401) {
    return new OAuthError('invalid_client', 'The application did not accept the client', 401);
  }
  if (status === 429) {
    const seconds = headers['retry-after'] ?? '';
    return new RateLimitError(/^\d{1,6}$/.test(seconds) ? Number(seconds) : A_MINUTE);
  }
  if (status >= 400 && status < 500 && status !== 404) {
    return new OAuthError('invalid_request', `The application refused the request (${status})`);
  }
  return new OAuthError('server_error', `The application answered ${status} at ${path}`, 502);
}
