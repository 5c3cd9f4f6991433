import type { BulletTrainClient, UpstreamResponse } from '../bullet-train/bullet-train.client.js';
import { OAuthError } from './oauth-error.js';

/** What a client is answered: JSON in the form of RFC 6749 §5. */
export interface OAuthAnswer {
  status: number;
  body: Record<string, unknown>;
}

/** The client's `Authorization` header, passed on only if it carries client credentials (RFC 6749 §2.3.1). */
export function basicCredentials(authorization: string | undefined): Record<string, string> {
  return authorization !== undefined && /^basic /i.test(authorization) ? { authorization } : {};
}

/**
 * Posts a form to one of Doorkeeper's endpoints and reads the answer.
 * @throws OAuthError when the answer is not OAuth's: a page, a redirect, a failure
 * @throws UpstreamError when there is none
 */
export async function forwardForm(
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
  const body =
    response.status < 500 &&
    (response.status < 300 || response.status >= 400) &&
    readJson(response);
  if (body) return { status: response.status, body };
  throw translatePage(response, path, form['grant_type']);
}

function readJson({ body }: UpstreamResponse): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/** Bullet Train answers some mistakes with an HTML page, which no client can read. */
function translatePage({ status }: UpstreamResponse, path: string, grantType?: string): OAuthError {
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
    return new OAuthError('temporarily_unavailable', 'Too many requests: wait a minute', 429);
  }
  if (status >= 400 && status < 500 && status !== 404) {
    return new OAuthError('invalid_request', `The application refused the request (${status})`);
  }
  return new OAuthError('server_error', `The application answered ${status} at ${path}`, 502);
}
