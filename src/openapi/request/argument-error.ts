/** The arguments are invalid; the message tells a model what to change. */
export class ArgumentError extends Error {
  override readonly name = 'ArgumentError';
}
