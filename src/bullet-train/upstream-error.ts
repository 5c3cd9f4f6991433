import { WireError, type ErrorBody } from '../values/wire-error.js';

export type UpstreamErrorCode =
  /** Nothing was sent: refused, no such host, no trusted certificate. */
  | 'unreachable'
  /** Nothing was sent, because too much has failed just now. */
  | 'paused'
  /** Nothing was sent, because too many others wait. */
  | 'busy'
  /** Reset, or only half of an answer: the request may have been carried out. */
  | 'broken off'
  /** No complete answer in time. */
  | 'timeout'
  /** An answer of more than 10 MB. */
  | 'too large'
  /** Whoever asked has gone away. */
  | 'gone'
  /** An answer that the application would not give: a redirect, a page where JSON belongs, a 5xx. */
  | 'unexpected';

/**
 * The Bullet Train application did not answer, or not as one. Never the caller's fault, so the HTTP status is 503 and
 * never 401: clients would throw good tokens away.
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

  /** The message may name internal addresses, so clients do not get it. */
  toJSON(): ErrorBody {
    return {
      error: 'temporarily_unavailable',
      error_description: 'The Bullet Train application does not answer: try again later',
    };
  }

  readonly retryAfterSeconds: number;
}
