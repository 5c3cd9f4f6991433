/** A call did not do what was asked; the message tells a model what to do next. */
export class CallError extends Error {
  override readonly name = 'CallError';

  constructor(
    message: string,
    /** The application's HTTP status, where it answered. */
    readonly status?: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
