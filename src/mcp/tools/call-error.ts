/** A call did not do what was asked; the message tells a model what to do next. */
export class CallError extends Error {
  override readonly name = 'CallError';
  /** Why this server has refused it, in one word for the audit trail. */
  readonly reason: string | undefined;

  constructor(
    message: string,
    /** The application's HTTP status, where it answered. */
    readonly status?: number,
    options?: ErrorOptions & { reason?: string },
  ) {
    super(message, options);
    this.reason = options?.reason;
  }
}
