import { WireError, type ErrorBody } from '../values/wire-error.js';

/** Why the application did not answer; retries and advice depend on it. */
export type UpstreamErrorCode =
  /** Nothing was sent: refused, no such host, no trusted certificate. */
  | 'unreachable'
  /** Nothing was sent, because the circuit breaker is open. */
  | 'paused'
  /** Nothing was sent, because too many others are waiting. */
  | 'busy'
  /** Reset, or only half of a response: the request may have been carried out. */
  | 'broken off'
  /** No complete response in time. */
  | 'timeout'
  /** A response of more than 10 MB. */
  | 'too large'
  /** The client has gone away. */
  | 'gone'
  /** A response that the application itself would not give: a redirect, a page instead of JSON, a 5xx. */
  | 'unexpected';

/**
 * The Bullet Train application did not answer, or gave an unusable response. That is never the caller's fault, so the
 * HTTP status is 503 and never 401: at 401, clients throw good tokens away.
 */
export class UpstreamError extends WireError {
  override readonly name = 'UpstreamError';
  readonly status = 503;
  readonly headers: Record<string, string>;

  constructor(
    readonly code: UpstreamErrorCode,
    message: string,
    options?: ErrorOptions & { retryAfterSeconds?: number },
  ) {
    super(message, options);
    this.retryAfterSeconds = options?.retryAfterSeconds ?? 5;
    this.headers = { 'Retry-After': String(this.retryAfterSeconds) };
  }

  override get logLine(): string {
    return this.message;
  }

  /** Clients do not get the message, because it may name internal addresses. */
  toJSON(): ErrorBody {
    return {
      error: 'temporarily_unavailable',
      error_description: 'The Bullet Train application does not answer: try again later',
    };
  }

  readonly retryAfterSeconds: number;
}

/** @returns the error of a request that nobody waits for any more */
export function clientGone(): UpstreamError {
  return new UpstreamError('gone', 'The client has gone away');
}
