/** The operation cannot be turned into a tool; the message says why. */
export class OperationError extends Error {
  override readonly name = 'OperationError';
}
