/** The document cannot be had from where it was looked for. */
export class DocumentProblem extends Error {
  override readonly name = 'DocumentProblem';

  constructor(
    message: string,
    /** What the operator can do about it. */
    readonly remedy: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
