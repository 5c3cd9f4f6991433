import { WireError } from '../../values/wire-error.js';

/**
 * The error codes that this server uses, of RFC 6749 §4.1.2.1 and §5.2, RFC 7009 §2.2.1, RFC 7591 §3.2.2, RFC 8707 §2
 * and OpenID Connect Core §3.1.2.6.
 */
export type OAuthErrorCode =
  | 'access_denied'
  | 'interaction_required'
  | 'invalid_client'
  | 'invalid_client_metadata'
  | 'invalid_grant'
  | 'invalid_redirect_uri'
  | 'invalid_request'
  | 'invalid_scope'
  | 'invalid_target'
  | 'login_required'
  | 'server_error'
  | 'temporarily_unavailable'
  | 'unsupported_grant_type'
  | 'unsupported_response_type';

/** Why a sign-in failed, for the operator. Clients are told less, because only the operator can act on it. */
export type SignInFailure =
  | OAuthErrorCode
  /** The application refuses the operator's client ID or secret. */
  | 'client_secret'
  /** The application does not answer, so nobody is sent there. */
  | 'application_down';

/** A refusal of an OAuth endpoint: `{"error": …, "error_description": …}`. */
export class OAuthError extends WireError {
  override readonly name: string = 'OAuthError';

  constructor(
    readonly code: OAuthErrorCode,
    message: string,
    readonly status = code === 'invalid_client' ? 401 : 400,
    readonly reason: SignInFailure = code,
  ) {
    super(message);
  }

  get headers(): Readonly<Record<string, string>> {
    return this.status === 401 ? BASIC_CHALLENGE : {};
  }

  /** A description is plain ASCII without quotes (RFC 6749 §5.2), whatever the message contains. */
  toJSON(): { error: string; error_description: string } {
    const description = this.message.replaceAll('"', "'").replace(/[^\x20-\x5b\x5d-\x7e]/gu, '?');
    return { error: this.code, error_description: description };
  }
}

/** This server is short of something. The request is right, and the client may repeat it. */
export class BusyError extends OAuthError {
  override readonly name = 'BusyError';

  constructor(
    message: string,
    readonly retryAfterSeconds: number,
  ) {
    super('temporarily_unavailable', `${message}: try again in ${retryAfterSeconds} s`, 503);
  }

  override get headers(): Readonly<Record<string, string>> {
    return { 'Retry-After': String(this.retryAfterSeconds) };
  }

  override get isBusy(): boolean {
    return true;
  }
}

/** The header of every 401 from these endpoints: the scheme with which a client may authenticate (RFC 6749 §5.2). */
export const BASIC_CHALLENGE = { 'WWW-Authenticate': 'Basic realm="Bullet Train"' };
