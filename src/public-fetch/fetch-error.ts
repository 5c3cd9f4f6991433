/** Why something could not be fetched, said of "it"; never with its address, which may be a secret. */
export class FetchError extends Error {
  override readonly name = 'FetchError';

  constructor(
    message: string,
    /** The HTTP status, if there was a response. */
    readonly status?: number,
  ) {
    super(message);
  }
}
