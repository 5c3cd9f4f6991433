/** The error codes of RFC 6749 §4.1.2.1 and §5.2 and RFC 7009 §2.2.1 that this server gives itself. */
export type OAuthErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'unsupported_response_type'
  | 'unsupported_grant_type'
  | 'temporarily_unavailable'
  | 'server_error';

/** A refusal at an OAuth endpoint, as it goes out: `{"error": …, "error_description": …}`. */
export class OAuthError extends Error {
  override readonly name = 'OAuthError';

  constructor(
    readonly code: OAuthErrorCode,
    message: string,
    readonly status = 400,
  ) {
    super(message);
  }

  toJSON(): { error: string; error_description: string } {
    return { error: this.code, error_description: this.message };
  }
}

/** What goes with every 401 of these endpoints: the scheme in which a client may authenticate (RFC 6749 §5.2). */
export const BASIC_CHALLENGE = { 'WWW-Authenticate': 'Basic realm="Bullet Train"' };
