/** The call is beyond what the person has granted; the message tells a model so. */
export class PermissionError extends Error {
  override readonly name = 'PermissionError';
}
