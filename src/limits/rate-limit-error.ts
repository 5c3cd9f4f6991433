import { WireError, type ErrorBody } from '../values/wire-error.js';

/** The limit that was reached. */
export interface ReachedLimit {
  name: string;
  /** Requests in a window. */
  points: number;
  windowSeconds: number;
}

/**
 * A person or an address has sent too many requests: HTTP 429 with `Retry-After`, and with the limit in the headers of
 * draft-ietf-httpapi-ratelimit-headers-10 where it is one of this server's and not the application's.
 */
export class RateLimitError extends WireError {
  override readonly name = 'RateLimitError';
  readonly status = 429;
  readonly headers: Record<string, string>;

  constructor(
    readonly retryAfterSeconds: number,
    readonly reached?: ReachedLimit,
  ) {
    super(`Too many requests: wait ${retryAfterSeconds} s`);
    this.headers = {
      'Retry-After': String(retryAfterSeconds),
      ...(reached && {
        'RateLimit-Policy': `"${reached.name}";q=${reached.points};w=${reached.windowSeconds}`,
        RateLimit: `"${reached.name}";r=0;t=${retryAfterSeconds}`,
      }),
    };
  }

  /** RFC 6749 §5.2. */
  toJSON(): ErrorBody {
    return { error: 'temporarily_unavailable', error_description: this.message };
  }
}
