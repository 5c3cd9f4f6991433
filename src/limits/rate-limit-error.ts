/** Somebody asks too often. */
export class RateLimitError extends Error {
  override readonly name = 'RateLimitError';

  constructor(readonly retryAfterSeconds: number) {
    super(`Too many requests: wait ${retryAfterSeconds} s`);
  }
}
