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
