/** The arguments cannot be sent; the message tells a model what to change. */
export class ArgumentError extends Error {
  override readonly name = 'ArgumentError';
}
