export type UpstreamErrorCode =
  /** No answer: refused, reset, no such host, TLS. */
  | 'unreachable'
  /** No complete answer in time. */
  | 'timeout'
  /** Whoever asked has gone away. */
  | 'gone'
  /** An answer that the application would not give: a redirect, a page where JSON belongs, a 5xx. */
  | 'unexpected';

/** The Bullet Train application did not answer, or not as one. Never the caller's fault. */
export class UpstreamError extends Error {
  override readonly name = 'UpstreamError';

  constructor(
    readonly code: UpstreamErrorCode,
    message: string,
    options?: ErrorOptions & { retryAfterSeconds?: number },
  ) {
    super(message, options);
    this.retryAfterSeconds = options?.retryAfterSeconds ?? 5;
  }

  readonly retryAfterSeconds: number;
}
