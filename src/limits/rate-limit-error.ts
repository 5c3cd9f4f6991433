import { WireError, type ErrorBody } from '../values/wire-error.js';

/** A token or an address has sent too many requests: HTTP 429 with `Retry-After`. */
export class RateLimitError extends WireError {
  override readonly name = 'RateLimitError';
  readonly status = 429;
  readonly headers: Record<string, string>;

  constructor(readonly retryAfterSeconds: number) {
    super(`Too many requests: wait ${retryAfterSeconds} s`);
    this.headers = { 'Retry-After': String(retryAfterSeconds) };
  }

  /** RFC 6749 §5.2. */
  toJSON(): ErrorBody {
    return { error: 'temporarily_unavailable', error_description: this.message };
  }
}
